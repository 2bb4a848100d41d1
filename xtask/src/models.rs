//! The vendored models, under the names that browsers load them by.

use std::fs;
use std::path::Path;

use crate::step::{Result, root, sha256};

/// How many digits of a model's SHA-256 its name bears.
const DIGITS: usize = 16;

/// Writes each model as `ID.HASH.tflite` into `folder`, in the place of whatever is there.
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
    Ok(())
}
