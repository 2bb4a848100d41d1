//! The programs that run on this machine, compiled with the profile `local`: quickly, without link-time optimisation,
//! optimised only where photos are measured.

use std::path::PathBuf;

use crate::command::{Result, cargo, root, run};
use crate::rust_tests;

/// The programs' files.
pub struct Programs {
    /// The check API and the pages over HTTP.
    pub server: PathBuf,
    /// Writes `profiles.json` and the profiles' own files.
    pub profile_summaries: PathBuf,
}

/// The programs of the campaign.
#[derive(Clone)]
pub struct CampaignPrograms {
    /// The service, and the operator's commands.
    pub campaign: PathBuf,
    /// WeChat's and the SMS vendor's endpoints.
    pub simulator: PathBuf,
    /// Puts the service under load.
    pub load: PathBuf,
}

/// How the campaign's programs are compiled: where cargo puts them is called differently.
#[derive(Clone, Copy)]
pub enum Profile {
    /// For tests: compiled with them, since cargo compiles shared dependencies anew for another choice of packages.
    Dev,
    /// For `serve`, which shares what the server needs.
    Local,
    /// For figures.
    Release,
}

/// Compiles the campaign's programs.
///
/// # Errors
/// One does not compile.
pub fn campaign(profile: Profile) -> Result<CampaignPrograms> {
    const PACKAGES: [&str; 4] = ["--package", "precheck-campaign", "--package", "precheck-simulator"];
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Local => "local",
        Profile::Release => "release",
    };
    let mut build = cargo();
    match profile {
        Profile::Dev => build.args(rust_tests::ALL).arg("--no-run"),
        Profile::Local => build.args(["build", "--profile", "local", "--bins"]).args(PACKAGES),
        Profile::Release => build.args(["build", "--release", "--bins", "--example", "load"]).args(PACKAGES),
    };
    run(&mut build)?;
    let folder = root().join("target").join(folder);
    Ok(CampaignPrograms {
        campaign: folder.join("precheck-campaign"),
        simulator: folder.join("precheck-simulator"),
        load: folder.join("examples/load"),
    })
}

/// Compiles them, in one call, so that they share their dependencies.
///
/// # Errors
/// One does not compile.
pub fn build() -> Result<Programs> {
    let [server, profile_summaries] = ["precheck-server", "precheck-profile-summaries"];
    run(cargo().args(["build", "--profile", "local", "--package", server, "--package", profile_summaries]))?;
    let folder = root().join("target/local");
    Ok(Programs { server: folder.join(server), profile_summaries: folder.join(profile_summaries) })
}
