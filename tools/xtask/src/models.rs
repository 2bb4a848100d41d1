//! The vendored models, under the names that browsers load them by.

use std::fs;
use std::path::Path;

use crate::step::{Result, root, sha256};

/// Whose they are and what one may do with them: goes wherever they go.
const RIGHTS: [&str; 2] = ["LICENSE", "NOTICE"];

/// How many digits of a model's SHA-256 its name bears.
const DIGITS: usize = 16;

/// Writes each model as `ID.HASH.tflite` into `folder`, in the place of whatever is there, and their licence and
/// notice.
///
/// # Errors
/// A model is not the one that `models/SHA256SUMS` names.
pub fn write_into(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let vendored = root().join("models");
    for line in fs::read_to_string(vendored.join("SHA256SUMS"))?.lines() {
        let (hash, file) = line.split_once("  ").ok_or_else(|| format!("models/SHA256SUMS: `{line}`"))?;
        let Some(id) = file.strip_suffix(".tflite") else { continue };
        let bytes = fs::read(vendored.join(file))?;
        if sha256(&bytes) != hash {
            return Err(format!("models/{file} is not what models/SHA256SUMS names").into());
        }
        fs::write(folder.join(format!("{id}.{}.tflite", &hash[..DIGITS])), bytes)?;
    }
    for file in RIGHTS {
        fs::copy(vendored.join(file), folder.join(file))?;
    }
    Ok(())
}
