//! Loads the campaign service as candidates do; `crates/campaign/examples/load` says what is proven.

use crate::command::{Result, program, run};
use crate::native::{self, CampaignPrograms, Profile};
use std::ffi::OsStr;

/// Builds the programs, optimised or as the tests do, and runs the load with these arguments.
///
/// # Errors
/// Something does not build, or a promise was broken.
pub fn load(is_optimised: bool, arguments: &[String]) -> Result<()> {
    let profile = if is_optimised { Profile::Release } else { Profile::Dev };
    with(&native::campaign(profile)?, arguments)
}

/// Runs the load with these programs and arguments.
///
/// # Errors
/// A promise was broken.
pub fn with(programs: &CampaignPrograms, arguments: &[impl AsRef<OsStr>]) -> Result<()> {
    let folder = programs.campaign.parent().ok_or("the programs are in no folder")?;
    run(program(&programs.load).arg("--programs").arg(folder).args(arguments))
}
