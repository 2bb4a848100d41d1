//! `cargo xtask test`: named steps, in the order in which a failure is found quickest. A step that needs the result of
//! another builds it itself, so that each runs alone.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::command::{Result, step};
use crate::native::{CampaignPrograms, Profile};
use crate::site;
use crate::test_steps::{STEPS, Step};
use crate::wasm::Finish;
use crate::{native, parity};

/// How a step ended that did not fail.
pub enum Outcome {
    /// What it left out, and why.
    Passed(Vec<String>),
    /// Why nothing was tested.
    Skipped(String),
}

/// What the steps of one run share.
pub struct Session {
    /// Part of the name of a browser test or of its file.
    pub filter: Option<String>,
    site: OnceCell<PathBuf>,
    server: OnceCell<PathBuf>,
    campaign: OnceCell<CampaignPrograms>,
    reports: OnceCell<String>,
}

/// Prints the steps.
pub fn list() {
    for step in &STEPS {
        println!("{:<13} {}", step.name, step.about);
    }
}

/// Runs the steps named in `only`, or all, and prints what was left out and how many passed, failed and were skipped.
/// With a filter, only the browser tests that match. Fails if a step failed; that is not an error here, because the
/// last line printed is the count.
///
/// # Errors
/// There is no step of a given name.
pub fn test(only: &[String], filter: Option<String>) -> Result<ExitCode> {
    if let Some(unknown) = only.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        return Err(format!("no step is called `{unknown}`; `cargo xtask test --list` prints them").into());
    }
    let is_chosen = |step: &&Step| match (only, &filter) {
        ([], Some(_)) => step.name == "pages",
        ([], None) => true,
        (names, _) => names.iter().any(|name| name == step.name),
    };
    let chosen: Vec<&Step> = STEPS.iter().filter(is_chosen).collect();
    let session = Session {
        filter,
        site: OnceCell::new(),
        server: OnceCell::new(),
        campaign: OnceCell::new(),
        reports: OnceCell::new(),
    };
    let (mut passed, mut failed, mut skipped, mut left_out) = (0, 0, 0, Vec::new());
    for Step { name, run, .. } in chosen {
        match step(name, || run(&session)) {
            Ok(Outcome::Passed(without)) => {
                passed += 1;
                left_out.extend(without.iter().map(|what| format!("{name}: not tested: {what}")));
            }
            Ok(Outcome::Skipped(why)) => {
                skipped += 1;
                left_out.push(format!("{name}: skipped: {why}"));
            }
            Err(error) => {
                failed += 1;
                left_out.push(format!("{name}: FAILED: {error}"));
            }
        }
    }
    println!("\n{}", left_out.join("\n"));
    println!("{passed} passed, {failed} failed, {skipped} skipped");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Session {
    /// The folder of the check page, built on first use.
    pub fn site(&self) -> Result<PathBuf> {
        built_once(&self.site, || site::build(Finish::Optimised).map(|()| site::folder()))
    }

    /// The server's program, built on first use.
    pub fn server(&self) -> Result<PathBuf> {
        built_once(&self.server, || Ok(native::build()?.server))
    }

    /// The campaign's programs, built on first use as the tests build them.
    pub fn campaign(&self) -> Result<CampaignPrograms> {
        built_once(&self.campaign, || native::campaign(Profile::Dev))
    }

    /// The command line's reports on these photos, written on first use.
    pub fn reports(&self, photos: &[PathBuf]) -> Result<String> {
        built_once(&self.reports, || parity::command_line(photos))
    }
}

fn built_once<T: Clone>(cell: &OnceCell<T>, build: impl FnOnce() -> Result<T>) -> Result<T> {
    if let Some(built) = cell.get() {
        return Ok(built.clone());
    }
    let built = build()?;
    Ok(cell.get_or_init(|| built).clone())
}
