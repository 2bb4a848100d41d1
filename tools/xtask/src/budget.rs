//! How large the modules may be: a photo is often checked on a slow network, before anything else is known.

use std::fs;

use crate::compress::Coding;
use crate::step::Result;
use crate::wasm::{BUILDS, PREFLIGHT};

/// What a browser loads before a photo can be checked, compressed with brotli, at most.
const CHECKER: usize = 200_000;

/// What it loads before that, to tell what the file itself tells.
const SMALL: usize = 45_000;

/// Prints the size of each build and holds it against its limit.
///
/// # Errors
/// A build is larger, or is not there.
pub fn budget() -> Result<()> {
    let limits = BUILDS.iter().map(|build| (build, CHECKER)).chain([(&PREFLIGHT, SMALL)]);
    for (build, limit) in limits {
        let mut raw = 0;
        let mut compressed = 0;
        for file in build.files() {
            let bytes = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            raw += bytes.len();
            compressed += Coding::Brotli.compress(&bytes)?.len();
        }
        println!("{}: {raw} bytes, {compressed} with brotli (at most {limit})", build.name);
        if compressed > limit {
            return Err(format!("the {} build has {compressed} bytes, at most {limit}", build.name).into());
        }
    }
    Ok(())
}
