//! ACCURACY.md: how often the checker is wrong on the labelled portraits.

use std::path::PathBuf;
use std::{env, fs};

use crate::command::{Result, cargo, output, root};

/// The share of good photos that a rule may reject when its limits are tuned for the out-of-fold figures.
const RATE: &str = "0.005";

/// Measures the labelled portraits that `PRECHECK_PORTRAITS` names, and writes the file.
///
/// # Errors
/// `PRECHECK_PORTRAITS` is not set, or the command line fails.
pub fn accuracy() -> Result<()> {
    let folder = env::var_os("PRECHECK_PORTRAITS").map(PathBuf::from);
    let labels =
        folder.ok_or("PRECHECK_PORTRAITS names no folder with labelled portraits")?.join("labels.csv");
    let measurements = root().join("target/measurements.jsonl");
    if measurements.exists() {
        fs::remove_file(&measurements)?;
    }
    let written = |more: &[&str]| {
        let mut precheck = cargo();
        precheck.args(["run", "--quiet", "--bin", "precheck", "--", "--lang", "en"]).args(more);
        precheck.args(["--format", "markdown", "--labels"]).arg(&labels);
        output(precheck.arg("--measurements").arg(&measurements), &[0])
    };
    let text = [written(&["evaluate"])?, written(&["tune", "--rate", RATE])?].join("\n");
    fs::write(root().join("ACCURACY.md"), text)?;
    Ok(())
}
