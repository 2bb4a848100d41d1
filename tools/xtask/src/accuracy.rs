//! ACCURACY.md: how often the checker is wrong on the labelled portraits.

use std::path::PathBuf;
use std::{env, fs};

use crate::command::{Result, cargo, output, root};

/// The share of good photos that a rule may reject when its limits are tuned for the out-of-fold figures.
const RATE: &str = "0.005";

/// Measures the labelled portraits that `PRECHECK_PORTRAITS` and `PRECHECK_MORE_PORTRAITS` name, and writes the file and
/// `profiles/evidence.csv`.
///
/// # Errors
/// `PRECHECK_PORTRAITS` is not set, or the command line fails.
pub fn accuracy() -> Result<()> {
    let folder = env::var_os("PRECHECK_PORTRAITS").map(PathBuf::from);
    let folder = folder.ok_or("PRECHECK_PORTRAITS names no folder with labelled portraits")?;
    let more = env::var_os("PRECHECK_MORE_PORTRAITS").unwrap_or_default();
    let folders: Vec<PathBuf> = [folder].into_iter().chain(env::split_paths(&more)).collect();
    let measurements = root().join("target/measurements.jsonl");
    if measurements.exists() {
        fs::remove_file(&measurements)?;
    }
    let written = |more: &[&str]| {
        let mut precheck = cargo();
        precheck.args(["run", "--quiet", "--bin", "precheck", "--", "--lang", "en"]).args(more);
        precheck.args(["--format", "markdown", "--rate", RATE, "--measurements"]).arg(&measurements);
        precheck.args(folders.iter().flat_map(|folder| ["--labels".into(), folder.join("labels.csv")]));
        output(&mut precheck, &[0])
    };
    let text =
        [written(&["evaluate", "--evidence", "profiles/evidence.csv"])?, written(&["tune"])?].join("\n");
    fs::write(root().join("ACCURACY.md"), text)?;
    Ok(())
}
