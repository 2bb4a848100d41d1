//! ACCURACY.md: how often the checker is wrong on the labelled portraits.

use std::path::PathBuf;
use std::{env, fs};

use crate::command::{Result, cargo, output, root};

/// The share of good photos that a rule may reject when its limits are tuned for the out-of-fold figures.
const RATE: &str = "0.005";

/// Where the networks for attributes have their answers on the photos that they were trained on, given by others.
const SCORES: &str = "training";

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
    let labels = || folders.iter().flat_map(|folder| ["--labels".into(), folder.join("labels.csv")]);
    let precheck = |command: &str| {
        let mut precheck = cargo();
        precheck.args(["run", "--quiet", "--bin", "precheck", "--", "--lang", "en", command]);
        precheck.args(["--format", "markdown"]).args(labels());
        precheck
    };
    let written = |command: &str, more: &[&str]| {
        let mut precheck = precheck(command);
        precheck.args(more).args(["--rate", RATE, "--scores", SCORES, "--measurements"]).arg(&measurements);
        output(&mut precheck, &[0])
    };
    let evaluated = written("evaluate", &["--evidence", "profiles/evidence.csv"])?;
    let tuned = written("tune", &[])?;
    let text = [evaluated, tuned, output(&mut precheck("curves"), &[0])?].join("\n");
    fs::write(root().join("ACCURACY.md"), text)?;
    Ok(())
}
