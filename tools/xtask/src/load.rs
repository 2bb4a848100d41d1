//! Loads the campaign service as candidates do; `crates/campaign/examples/load` says what is proven.

use crate::command::{Result, cargo, root, run};
use std::process::Command;

/// Builds the programs and runs the load with these arguments.
///
/// # Errors
/// Something does not build, or a promise was broken.
pub fn load(arguments: &[String]) -> Result<()> {
    let packages = ["--package", "precheck-campaign", "--package", "precheck-simulator"];
    run(cargo().arg("build").args(packages).args(["--bins", "--example", "load"]))?;
    let programs = root().join("target/debug");
    run(Command::new(programs.join("examples/load")).arg("--programs").arg(&programs).args(arguments))
}
