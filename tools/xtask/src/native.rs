//! The programs that run on this machine, compiled with the profile `local`: quickly, without link-time optimisation,
//! optimised only where photos are measured.

use std::path::PathBuf;

use crate::command::{Result, cargo, root, run};

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
    /// For tests, which compile the same.
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
    let (name, folder) = match profile {
        Profile::Dev => ("dev", "debug"),
        Profile::Local => ("local", "local"),
        Profile::Release => ("release", "release"),
    };
    let packages = ["--package", "precheck-campaign", "--package", "precheck-simulator"];
    let mut build = cargo();
    build.args(["build", "--profile", name]).args(packages).arg("--bins");
    if !matches!(profile, Profile::Local) {
        build.args(["--example", "load"]);
    }
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
