//! Builds what is served: the WebAssembly modules, then each site of `www/sites`, by `tools/site/build.js`.

use std::path::PathBuf;

use crate::command::{Result, program, root, run};
use crate::tools;
use crate::wasm::{self, Finish};

/// The folder of the check page, ready to be served.
pub fn folder() -> PathBuf {
    root().join("target/site/check")
}

/// The folder of the candidates' pages.
pub fn campaign() -> PathBuf {
    root().join("target/site/campaign")
}

/// The folder of the office's pages.
pub fn office() -> PathBuf {
    root().join("target/site/office")
}

/// Builds the modules and writes all sites into `target/site`.
///
/// # Errors
/// A module does not build, or the bundler reports an error.
pub fn build(finish: Finish) -> Result<()> {
    wasm::build(finish)?;
    tools::npm_programs()?;
    let mut builder = program("node");
    builder.arg("tools/site/build.js");
    if finish == Finish::Development {
        builder.arg("--dev");
    }
    run(&mut builder)
}
