//! Compiles every `profiles/*.toml` to its canonical JSON and lists them for `profile::builtin`.
//!
//! Canonical means: what `serde_json` writes compactly for a map with sorted keys. The checker embeds only
//! this JSON, so that browser, server and command line hash the same bytes and the module carries no TOML. Why a
//! limit is what it is stands in the TOML alone: no report says it. The module carries the default profile only, and
//! nothing of what programs on hosts say of notices.

#[path = "src/profile/compile.rs"]
#[expect(dead_code, reason = "only readers of a file need to know where a clause comes from")]
mod compile;

use compile::Bases;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, error::Error, fs};

/// `profile::DEFAULT`, which comes first.
const DEFAULT: &str = "beijing-zikao-2022";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("profiles");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed=src/profile/compile.rs");
    let for_browser = env::var("CARGO_CFG_TARGET_ARCH")? == "wasm32";
    let is_default = |path: &Path| path.file_stem().is_some_and(|stem| stem == DEFAULT);
    let mut sources: Vec<PathBuf> = fs::read_dir(&folder)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .filter(|path| !for_browser || is_default(path))
        .collect();
    sources.sort_by_key(|path| (!is_default(path), path.clone()));
    let bases = Bases { folder: Some(&folder), other: &|_| None };
    let mut table = String::from("&[\n");
    for path in sources {
        println!("cargo::rerun-if-changed={}", path.display());
        let refused = |problem: String| format!("{}: {problem}", path.display());
        let own = toml::from_str(&fs::read_to_string(&path)?).map_err(|error| refused(error.to_string()))?;
        let mut profile = bases.merge(own).map_err(refused)?.profile;
        compile::drop_reasons(&mut profile);
        if for_browser {
            compile::split_unjudged(&mut profile);
        }
        writeln!(table, "    {:?},", serde_json::to_string(&profile)?)?;
    }
    table.push(']');
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("profiles.rs"), table)?;
    Ok(())
}
