//! Runs a script of `tests/browser` in node, which drives the real browser.

use std::process::Command;

use crate::step::{Result, program};
use crate::tools::{self, CHROMIUM};

/// A script of `tests/browser`, ready to be given its arguments. It finds the browser's path in
/// `PRECHECK_CHROMIUM`.
///
/// # Errors
/// The browser or the JavaScript tools are missing and may not be installed.
pub fn script(name: &str) -> Result<Command> {
    let mut node = node()?;
    node.arg(format!("tests/browser/{name}"));
    Ok(node)
}

/// Node, knowing where the browser is.
///
/// # Errors
/// See [`script`].
pub fn node() -> Result<Command> {
    tools::need(&[CHROMIUM])?;
    tools::npm_programs()?;
    let mut node = program("node");
    node.env("PRECHECK_CHROMIUM", tools::find("chromium").ok_or("chromium is not on the PATH")?);
    Ok(node)
}
