//! Writes what a page knows of the profiles without the WebAssembly module: `www/package/pkg/profiles.json`.

use std::fs;

use crate::command::{Result, output, program, root};
use crate::native;

/// Writes the file, beside the builds of the module.
///
/// # Errors
/// The program does not build, or the folder cannot be written.
pub fn write() -> Result<()> {
    let folder = root().join("www/package/pkg");
    fs::create_dir_all(&folder)?;
    let summaries = output(&mut program(native::build()?.profile_summaries), &[0])?;
    Ok(fs::write(folder.join("profiles.json"), summaries)?)
}
