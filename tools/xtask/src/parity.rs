//! Compares the reports of the command line with those of both builds of the checker in a browser, byte for byte.

use std::path::{self, PathBuf};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::browser::Browser;
use crate::command::{Result, cargo, output};
use crate::wasm::{self, BUILDS, Finish};

/// The profile whose reports are compared.
const PROFILE: &str = "beijing-zikao-2022";

/// How many bytes of two reports are shown on either side of their first difference.
const SHOWN: usize = 80;

/// A line of the command line's `jsonl`, with the report's text as it was written.
#[derive(Deserialize)]
struct Line<'a> {
    file: String,
    #[serde(borrow)]
    report: &'a RawValue,
}

/// Compares the reports on every photo in `paths`.
///
/// # Errors
/// A report differs, there is none to compare, or the command line or the browser fails.
pub fn parity(browser: Browser, paths: &[PathBuf]) -> Result<()> {
    compare(browser, &command_line(paths)?, 1)
}

/// Compares every `every`th of the command line's reports with those of a browser.
///
/// # Errors
/// A report differs, there is none to compare, or the browser fails.
pub fn compare(browser: Browser, written: &str, every: usize) -> Result<()> {
    wasm::build(Finish::Optimised)?;
    let lines = written.lines().step_by(every);
    let native: Vec<Line> = lines.map(serde_json::from_str).collect::<serde_json::Result<_>>()?;
    let browser = in_browser(browser, native.iter().map(|line| line.file.as_str()))?;
    if native.is_empty() || native.len() != browser.len() {
        return Err(format!("{} reports natively, {} in the browser", native.len(), browser.len()).into());
    }
    let mut identical = 0;
    for (line, reports) in native.iter().zip(&browser) {
        let expected = line.report.get();
        let differing = BUILDS.iter().zip(reports).filter(|(_, report)| *report != expected);
        let differences: Vec<String> =
            differing.map(|(build, report)| difference(build.name, expected, report)).collect();
        identical += usize::from(differences.is_empty());
        for difference in differences {
            println!("{}: {difference}", line.file);
        }
    }
    println!("{} photos, {identical} identical", native.len());
    if identical == native.len() { Ok(()) } else { Err("the reports differ".into()) }
}

/// What the command line writes, one line per photo. That it rejects some photos is no failure here.
///
/// # Errors
/// It does not compile, or cannot read a photo.
pub fn command_line(paths: &[PathBuf]) -> Result<String> {
    let paths = paths.iter().map(path::absolute).collect::<std::result::Result<Vec<_>, _>>()?;
    let mut precheck = cargo();
    precheck
        .args(["run", "--quiet", "--release", "--bin", "precheck", "--"])
        .args(["check", "--profile", PROFILE, "--format", "jsonl"])
        .args(paths);
    output(&mut precheck, &[0, 1, 3])
}

/// The first of these photos that the command line accepts.
///
/// # Errors
/// Those of [`command_line`].
pub fn accepted(paths: &[PathBuf]) -> Result<Option<PathBuf>> {
    let written = command_line(paths)?;
    let is_accepted = |line: &Line| line.report.get().contains("\"decision\":\"accepted\"");
    let lines = written.lines().map(serde_json::from_str::<Line>).collect::<serde_json::Result<Vec<_>>>()?;
    Ok(lines.iter().find(|line| is_accepted(line)).map(|line| PathBuf::from(&line.file)))
}

/// The reports of both builds for each file, in the order of `BUILDS`.
fn in_browser<'a>(
    browser: Browser,
    files: impl Iterator<Item = &'a str>,
) -> Result<Vec<[String; BUILDS.len()]>> {
    let written = output(browser.script("parity.js")?.args([browser.name(), PROFILE]).args(files), &[0])?;
    Ok(written.lines().map(serde_json::from_str).collect::<serde_json::Result<_>>()?)
}

/// Both reports around their first difference.
fn difference(build: &str, native: &str, report: &str) -> String {
    let same = native.bytes().zip(report.bytes()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| {
        let bytes = text.as_bytes();
        let part = &bytes[same.saturating_sub(SHOWN)..bytes.len().min(same + SHOWN)];
        String::from_utf8_lossy(part).into_owned()
    };
    format!("differs at byte {same}\n  native {}\n  {build} {}", around(native), around(report))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_shown_where_it_begins() {
        let shown = difference("simd", r#"{"value":1.5}"#, r#"{"value":1.25}"#);
        assert_eq!(shown, "differs at byte 11\n  native {\"value\":1.5}\n  simd {\"value\":1.25}");
    }
}
