//! Writes what pages know of the profiles: `www/package/pkg/profiles.json`, and `pkg/profiles/` with a file for each that the
//! module does not carry.

use std::fs;

use crate::command::{Result, program, root, run};
use crate::native;

/// Writes the files, beside the builds of the module.
///
/// # Errors
/// The program does not build, or the folder cannot be written.
pub fn write() -> Result<()> {
    let folder = root().join("www/package/pkg");
    fs::create_dir_all(&folder)?;
    run(program(native::build()?.profile_summaries).arg(folder))
}
