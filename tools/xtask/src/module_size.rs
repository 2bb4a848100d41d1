//! How large the modules may be: a photo is often checked on a slow network.

use std::fs;
use std::path::Path;

use crate::command::Result;
use crate::wasm::{BUILDS, PREFLIGHT};

/// Bytes that a browser loads before a photo can be checked, compressed with Brotli, at most.
const CHECKER_LIMIT: u64 = 200_000;

/// Bytes that it loads before that, to read the file's header.
const PREFLIGHT_LIMIT: u64 = 45_000;

/// Compares the module and the JavaScript of each build, as they are in the site, with its limit.
///
/// # Errors
/// A build is larger, or not there.
pub fn check(site: &Path) -> Result<()> {
    let code = fs::read_dir(site)?.filter_map(|entry| Some(entry.ok()?.path()));
    let is_code =
        |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("code."));
    let code = code.into_iter().find(|path| is_code(path)).ok_or("the site has no folder `code.HASH`")?;
    let mut too_large = Vec::new();
    for (build, limit) in
        BUILDS.iter().map(|build| (build, CHECKER_LIMIT)).chain([(&PREFLIGHT, PREFLIGHT_LIMIT)])
    {
        let mut size = 0;
        for entry in fs::read_dir(code.join("pkg").join(build.name))? {
            let entry = entry?;
            if entry.path().extension().is_some_and(|extension| extension == "br") {
                size += entry.metadata()?.len();
            }
        }
        println!("{}: {size} bytes with Brotli, at most {limit}", build.name);
        if size == 0 || size > limit {
            too_large.push(build.name);
        }
    }
    if too_large.is_empty() {
        Ok(())
    } else {
        Err(format!("missing or too large: {}", too_large.join(", ")).into())
    }
}
