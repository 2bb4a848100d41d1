//! How large the module may be: a photo is often checked on a slow network, before anything else is known.

use std::fs;

use crate::compress::Coding;
use crate::step::Result;
use crate::wasm::BUILDS;

/// What a browser loads before the first photo can be checked, compressed with brotli, at most.
const LIMIT: usize = 200_000;

/// Prints the size of each build and holds it against the limit.
///
/// # Errors
/// A build is larger, or is not there.
pub fn budget() -> Result<()> {
    for build in &BUILDS {
        let mut raw = 0;
        let mut compressed = 0;
        for file in build.files() {
            let bytes = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            raw += bytes.len();
            compressed += Coding::Brotli.compress(&bytes)?.len();
        }
        println!("{}: {raw} bytes, {compressed} with brotli (at most {LIMIT})", build.name);
        if compressed > LIMIT {
            return Err(format!("the {} build has {compressed} bytes, at most {LIMIT}", build.name).into());
        }
    }
    Ok(())
}
