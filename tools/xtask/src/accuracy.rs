//! ACCURACY.md: how often the checker is wrong on the labelled portraits. What README.md says of it is its first table.

use std::path::PathBuf;
use std::{env, fs};

use crate::command::{Result, cargo, output, root};
use crate::readme;

/// The folder of the training of the networks for attributes: their answers on the photos that they were trained on, given by
/// others, and corrected labels.
const TRAINING: &str = "training";

/// How the section on the curves begins, and the one before which it stands.
const CURVES: &str = "\n## Curves\n";
const AFTER_CURVES: &str = "\n## Studio";

/// Of how many people the curves take a photo.
const PEOPLE: &str = "16";

/// Measures the labelled portraits that `PRECHECK_PORTRAITS` and `PRECHECK_MORE_PORTRAITS` name, and writes the file,
/// `profiles/evidence.csv`, and the table in README.md. The curves take half an hour and can be kept as they are.
///
/// # Errors
/// `PRECHECK_PORTRAITS` is not set, or the command line fails.
pub fn accuracy(keep_curves: bool) -> Result<()> {
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
        precheck.args(more).args(["--training", TRAINING, "--measurements"]).arg(&measurements);
        output(&mut precheck, &[0])
    };
    let path = root().join("ACCURACY.md");
    let evaluated = written("evaluate", &["--evidence", "profiles/evidence.csv"])?;
    let tuned = written("tune", &[])?;
    let curves = if keep_curves {
        section_of_curves(&fs::read_to_string(&path)?)?
    } else {
        output(precheck("curves").args(["--people", PEOPLE]), &[0])?
    };
    let (people, rest) = evaluated.split_once(AFTER_CURVES).ok_or("no section on the studio")?;
    readme::write("accuracy", &first_table(&evaluated))?;
    fs::write(path, format!("{people}\n{}{AFTER_CURVES}{rest}\n{tuned}", curves.trim_start()))?;
    Ok(())
}

/// The section as `precheck curves` wrote it.
fn section_of_curves(accuracy: &str) -> Result<String> {
    let start = accuracy.find(CURVES).ok_or("ACCURACY.md has no curves to keep")?;
    let section = accuracy.get(start..).unwrap_or_default();
    let end = section.find(AFTER_CURVES).unwrap_or(section.len());
    Ok(section.get(..end).unwrap_or_default().to_owned())
}

/// The first run of lines that are rows of a table.
fn first_table(text: &str) -> String {
    let is_row = |line: &&str| line.starts_with('|');
    let lines = text.lines().skip_while(|line| !is_row(line)).take_while(is_row);
    lines.map(|line| format!("{line}\n")).collect()
}
