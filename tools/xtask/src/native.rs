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
