//! The TypeScript types of the report, generated from its JSON Schema.

use std::fs;
use std::path::Path;

use crate::command::{Result, program, root, run};
use crate::tools;

/// What a report looks like.
const SCHEMA: &str = "src/report/schema.json";

/// The same for TypeScript; committed, since the npm package contains it.
const TYPES: &str = "www/package/checker/report.d.ts";

/// The first line of the types.
const BANNER: &str = "/** Generated from src/report/schema.json by `cargo xtask types`. */";

/// Generates the types.
///
/// # Errors
/// The generator is missing or refuses the schema.
pub fn write() -> Result<()> {
    generate(&root().join(TYPES))
}

/// Compares the committed types with what the schema generates.
///
/// # Errors
/// They differ.
pub fn check() -> Result<()> {
    let generated = root().join("target/report.d.ts");
    generate(&generated)?;
    if fs::read(generated)? == fs::read(root().join(TYPES))? {
        return Ok(());
    }
    Err(format!("{TYPES} is not what {SCHEMA} generates; run `cargo xtask types`").into())
}

fn generate(output: &Path) -> Result<()> {
    run(program(tools::npm_programs()?.join("json2ts"))
        .args(["--input", SCHEMA, "--bannerComment", BANNER, "--style.singleQuote", "--style.printWidth=120"])
        .arg("--output")
        .arg(output))
}
