//! Puts together what is served: the code in a folder that is named by its content, so that browsers keep it for
//! ever and its imports, which are relative, just work; the models beside it; and a few files that are asked
//! after each time. ARCHITECTURE.md has the table.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use crate::compress::Coding;
use crate::step::{Result, root, sha256};
use crate::wasm::{self, Finish};

/// How many digits of its SHA-256 name the code's folder.
const DIGITS: usize = 16;

/// Endings of what a page loads; the package holds more: types, words for people.
const ENDINGS: [&str; 7] = ["css", "js", "json", "png", "svg", "wasm", "webp"];

/// For npm, not for browsers.
const PACKAGE: &str = "package.json";

/// Lies at the top, for a service worker sees no more than its own folder.
const SERVICE_WORKER: &str = "sw.js";

/// What the service worker learns its files from.
const LIST: &str = "files.js";

/// The one file of the code that is not as in `www/`, and what it says.
const PLACES: (&str, &str) = (
    "element/places.js",
    "/** Where module and models lie. */\n\
     export const MODULE = new URL('../pkg/', import.meta.url);\n\
     export const MODELS = new URL('../../models/', import.meta.url);\n",
);

/// A compressed form that is longer than this share of the file is not worth its place.
const WORTH: f64 = 0.9;

/// Files by path from the top, with `/` on every system.
type Files = BTreeMap<String, Vec<u8>>;

/// The content of [`LIST`].
#[derive(Serialize)]
struct List<'a> {
    version: &'a str,
    files: Vec<Listed<'a>>,
}

/// A file that is kept for ever.
#[derive(Serialize)]
struct Listed<'a> {
    path: &'a str,
    bytes: usize,
    sent: usize,
}

/// The folder that is served.
pub fn folder() -> PathBuf {
    root().join("target/site")
}

/// Builds the module and writes the site.
///
/// # Errors
/// The module does not build, or a file cannot be read or written.
pub fn build(finish: Finish) -> Result<()> {
    wasm::build(finish)?;
    let www = read(&root().join("www"))?;
    let (code, mut asked_after) = code_and_pages(&www)?;
    let version: String = digest(&code).chars().take(DIGITS).collect();
    let moved = |path: &str| format!("code.{version}/{path}");
    for page in asked_after.values_mut() {
        *page = with_moved(&String::from_utf8_lossy(page), code.keys(), moved).into();
    }
    for path in exported(&www)? {
        let up = "../".repeat(path.matches('/').count());
        let whole = format!("export * from '{up}{}';\n", moved(&path));
        asked_after.insert(path, whole.into());
    }
    let mut kept: Files = code.into_iter().map(|(path, bytes)| (moved(&path), bytes)).collect();
    kept.extend(www.into_iter().filter(|(path, _)| path.starts_with("models/")));
    asked_after.insert(LIST.to_owned(), list(&kept, &version)?);

    if folder().exists() {
        fs::remove_dir_all(folder())?;
    }
    for (path, bytes) in kept.iter().chain(&asked_after) {
        write(path, bytes)?;
    }
    println!("target/site: version {version}, {} files", kept.len() + asked_after.len());
    Ok(())
}

/// What goes into the folder that is named by its content, and what lies at the top.
fn code_and_pages(www: &Files) -> Result<(Files, Files)> {
    let is_page = |path: &str| path.ends_with(".html") || path == SERVICE_WORKER;
    let is_code = |path: &str| {
        let ending = path.rsplit('.').next().unwrap_or_default();
        ENDINGS.contains(&ending) && path != PACKAGE && !is_page(path)
    };
    let of = |wanted: &dyn Fn(&str) -> bool| -> Files {
        let found = www.iter().filter(|(path, _)| wanted(path));
        found.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
    };
    let mut code = of(&is_code);
    let (places, says) = PLACES;
    code.insert(places.to_owned(), says.into()).ok_or_else(|| format!("www/{places} is not there"))?;
    Ok((code, of(&is_page)))
}

/// A page in which the addresses of files that have moved are the new ones.
fn with_moved<'a>(
    page: &str,
    code: impl Iterator<Item = &'a String>,
    moved: impl Fn(&str) -> String,
) -> String {
    code.fold(page.to_owned(), |page, path| {
        page.replace(&format!("=\"{path}\""), &format!("=\"{}\"", moved(path)))
    })
}

/// The scripts that the package offers to pages of others; their addresses stay.
fn exported(www: &Files) -> Result<Vec<String>> {
    let package: Value = serde_json::from_slice(www.get(PACKAGE).ok_or("www/package.json is not there")?)?;
    let exports = package["exports"].as_object().into_iter().flatten();
    let paths = exports.filter_map(|(_, forms)| forms["default"].as_str()?.strip_prefix("./"));
    Ok(paths.map(str::to_owned).collect())
}

/// The list for the service worker, as a script that it imports.
fn list(kept: &Files, version: &str) -> Result<Vec<u8>> {
    let mut files = Vec::new();
    for (path, bytes) in kept {
        let sent = compressed(bytes, Coding::Brotli)?.map_or(bytes.len(), |form| form.len());
        files.push(Listed { path, bytes: bytes.len(), sent });
    }
    Ok(format!("self.SITE = {};\n", serde_json::to_string(&List { version, files })?).into())
}

/// One digest of all the files and their names.
fn digest(files: &Files) -> String {
    let lines: String = files.iter().map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes))).collect();
    sha256(lines.as_bytes())
}

/// The compressed form, if it is worth its place.
fn compressed(bytes: &[u8], coding: Coding) -> Result<Option<Vec<u8>>> {
    let form = coding.compress(bytes)?;
    Ok((form.len() as f64 <= WORTH * bytes.len() as f64).then_some(form))
}

/// Writes a file of the site, and its compressed forms beside it.
fn write(path: &str, bytes: &[u8]) -> Result<()> {
    let whole = folder().join(path);
    fs::create_dir_all(whole.parent().unwrap_or(&folder()))?;
    fs::write(whole, bytes)?;
    for coding in Coding::ALL {
        if let Some(form) = compressed(bytes, coding)? {
            fs::write(folder().join(format!("{path}.{}", coding.ending())), form)?;
        }
    }
    Ok(())
}

/// All files of a folder, at every depth.
fn read(folder: &Path) -> Result<Files> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> Files {
        names.iter().map(|name| ((*name).to_owned(), name.as_bytes().to_vec())).collect()
    }

    #[test]
    fn only_what_a_page_loads_is_code() {
        let www = files(&[
            "element/places.js",
            "element/checker.d.ts",
            "README.md",
            "index.html",
            "models/face.0123456789abcdef.tflite",
            "package.json",
            "pkg/simd/portrait_precheck_bg.wasm",
            "sw.js",
        ]);
        let (code, pages) = code_and_pages(&www).unwrap();
        assert_eq!(Vec::from_iter(code.keys()), ["element/places.js", "pkg/simd/portrait_precheck_bg.wasm"]);
        assert_eq!(Vec::from_iter(pages.keys()), ["index.html", "sw.js"]);
        assert!(String::from_utf8_lossy(&code["element/places.js"]).contains("'../../models/'"));
    }

    #[test]
    fn a_page_asks_for_its_files_where_they_are_now() {
        let page = r#"<link href="style.css"><a href="examples/form.html">style.css</a>"#;
        let code = files(&["style.css"]);
        let moved = with_moved(page, code.keys(), |path| format!("code.00/{path}"));
        assert_eq!(moved, r#"<link href="code.00/style.css"><a href="examples/form.html">style.css</a>"#);
    }

    #[test]
    fn another_content_or_name_is_another_version() {
        let one = files(&["a.js", "b.js"]);
        let mut changed = one.clone();
        changed.insert("b.js".to_owned(), b"else".to_vec());
        let renamed = files(&["a.js", "c.js"]);
        assert!(digest(&one) != digest(&changed) && digest(&one) != digest(&renamed));
        assert_eq!(digest(&one), digest(&one.clone()));
    }
}
