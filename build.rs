//! Compiles every `profiles/*.toml` to its canonical JSON and lists them for `profile::builtin`.
//!
//! Canonical means: what `serde_json` writes compactly for a map with sorted keys. The checker embeds only
//! this JSON, so that browser, server and command line hash the same bytes and the module carries no TOML. Why a
//! limit is what it is stands in the TOML alone: no report says it.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("profiles");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut sources: Vec<PathBuf> = fs::read_dir(&folder)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    sources.sort();
    let mut table = String::from("&[\n");
    for path in sources {
        println!("cargo::rerun-if-changed={}", path.display());
        let mut value: serde_json::Value = toml::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        for clause in value["clause"].as_array_mut().into_iter().flatten() {
            clause.as_object_mut().and_then(|clause| clause.remove("reason"));
        }
        writeln!(table, "    {:?},", serde_json::to_string(&value)?)?;
    }
    table.push(']');
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("profiles.rs"), table)?;
    Ok(())
}
