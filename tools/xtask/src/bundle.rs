//! Scripts and style sheets as they travel: few and short. Each file costs a bad network its head and its place in
//! a queue, and the comments are for who reads the sources, which the package has.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::step::{Result, program, root, run};
use crate::tools;

/// Files by path from the top, with `/` on every system.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The browsers that run all that the sources say.
const LANGUAGE: &str = "es2022";

/// The folder of what several scripts share, and the beginning of its files' names. Whatever says `import.meta.url`
/// in the sources lies there too, so that it goes on meaning the same.
const SHARED: &str = "element/shared-";

/// Replaces scripts and style sheets: whoever is asked for by its address keeps it, the others go into what they
/// share.
///
/// # Errors
/// The bundler is missing, or complains.
pub fn bundle(code: &mut Files, asked_for: &[String]) -> Result<()> {
    let (sources, bundled) = (root().join("target/bundle/sources"), root().join("target/bundle/bundled"));
    for folder in [&sources, &bundled] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
    }
    let is_bundled = |path: &str| path.ends_with(".js") || path.ends_with(".css");
    for (path, bytes) in code.extract_if(.., |path, _| is_bundled(path)) {
        let whole = sources.join(path);
        fs::create_dir_all(whole.parent().unwrap_or(&sources))?;
        fs::write(whole, bytes)?;
    }
    let bundler = tools::npm_programs()?.join("esbuild");
    let kind =
        ["--bundle", "--splitting", "--format=esm", "--minify", "--charset=utf8", "--log-level=warning"];
    run(program(bundler)
        .args(asked_for.iter().map(|path| sources.join(path)))
        .args(kind)
        .arg(format!("--target={LANGUAGE}"))
        .arg(format!("--chunk-names={SHARED}[hash]"))
        .arg(format!("--outbase={}", sources.display()))
        .arg(format!("--outdir={}", bundled.display())))?;
    code.extend(read(&bundled)?);
    Ok(())
}

/// Whether a file is what several scripts share.
pub fn is_shared(path: &str) -> bool {
    path.starts_with(SHARED)
}

/// All files of a folder, at every depth.
///
/// # Errors
/// One cannot be read.
pub fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(read(&path)?.into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            files.insert(name, fs::read(&path)?);
        }
    }
    Ok(files)
}
