//! Runs scripts of `tests/browser` in node; they control a browser.

use std::process::Command;

use crate::command::{Result, program};
use crate::tools::{self, CHROMIUM};

/// Node with a script of `tests/browser` as its first argument. `PRECHECK_CHROMIUM` is the path of the browser.
///
/// # Errors
/// The browser or the JavaScript tools are missing and may not be installed.
pub fn script(name: &str) -> Result<Command> {
    let mut node = node()?;
    node.arg(format!("tests/browser/{name}"));
    Ok(node)
}

/// Node with the path of the browser in `PRECHECK_CHROMIUM`.
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
