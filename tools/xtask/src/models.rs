//! Writes the vendored models under the names that browsers load them by.

use std::fs;
use std::path::Path;

use crate::command::{Result, root, sha256};

/// Accompany the models wherever they go.
const LICENCE_FILES: [&str; 2] = ["LICENSE", "NOTICE"];

/// How many digits of a model's SHA-256 its file name contains.
const HASH_DIGITS: usize = 16;

/// Replaces the content of `folder` by the models, each as `ID.HASH.tflite`, with their licence and notice.
///
/// # Errors
/// A model does not match `models/SHA256SUMS`.
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
            return Err(format!("models/{file} does not match models/SHA256SUMS").into());
        }
        fs::write(folder.join(format!("{id}.{}.tflite", &hash[..HASH_DIGITS])), bytes)?;
    }
    for file in LICENCE_FILES {
        fs::copy(vendored.join(file), folder.join(file))?;
    }
    Ok(())
}
