//! Writes what a page knows of the profiles without the WebAssembly module: `www/package/pkg/profiles.json`.

use std::fs;

use portrait_precheck::profile::summaries;

use crate::step::{Result, root};

/// Writes the file, beside the builds of the module.
///
/// # Errors
/// The folder cannot be written.
pub fn write() -> Result<()> {
    let folder = root().join("www/package/pkg");
    fs::create_dir_all(&folder)?;
    Ok(fs::write(folder.join("profiles.json"), summaries())?)
}
