//! Puts together what is served: the code, bundled, in a folder that is named by its content, so that browsers keep
//! it for ever and its imports, which are relative, just work; the models beside it; and a few files that are
//! asked after each time. ARCHITECTURE.md has the table.

use std::fs;
use std::path::PathBuf;

use serde::Serialize;
use serde_json::Value;

use crate::bundle::{Files, bundle, is_shared, read};
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

/// Is asked for by the checker, not by a page.
const WORKER: &str = "element/worker.js";

/// What the builds of modules lie in; the worker asks for them by name.
const MODULES: &str = "pkg/";

/// A line of a page that has a script loaded before another script asks for it.
const PRELOAD: &str = r#"<link rel="modulepreload" href=""#;

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
    let (mut code, mut asked_after) = code_and_pages(&www)?;
    let offered = exported(&www)?;
    let asked_for = asked_for(&code, &offered);
    bundle(&mut code, &asked_for)?;
    let service_worker = code.remove(SERVICE_WORKER).ok_or("www/sw.js is not there")?;
    asked_after.insert(SERVICE_WORKER.to_owned(), service_worker);
    let version: String = digest(&code).chars().take(DIGITS).collect();
    let moved = |path: &str| format!("code.{version}/{path}");
    for page in asked_after.values_mut() {
        let bundled = with_shared(&String::from_utf8_lossy(page), &code, &offered);
        *page = with_moved(&bundled, code.keys(), moved).into();
    }
    for path in offered {
        let up = "../".repeat(path.matches('/').count());
        let whole = format!("export * from '{up}{}';\n", moved(&path));
        asked_after.insert(path, whole.into());
    }
    let mut kept: Files = code.into_iter().map(|(path, bytes)| (moved(&path), bytes)).collect();
    kept.extend(www.into_iter().filter(|(path, _)| path.ends_with(".tflite")));
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
    let is_page = |path: &str| path.ends_with(".html");
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

/// The scripts and style sheets that are asked for by their address: by a page, by pages of others, by the checker.
fn asked_for(code: &Files, offered: &[String]) -> Vec<String> {
    let is_asked_for = |path: &str| {
        let of_a_page = !path.contains('/') && (path.ends_with(".js") || path.ends_with(".css"));
        let of_a_module = path.starts_with(MODULES) && path.ends_with(".js");
        of_a_page || of_a_module || path == WORKER || offered.iter().any(|other| other == path)
    };
    code.keys().filter(|path| is_asked_for(path)).cloned().collect()
}

/// A page that has those scripts loaded early which its own script imports now: what is shared, in the place of the
/// sources and of what is for pages of others.
fn with_shared(page: &str, code: &Files, offered: &[String]) -> String {
    let mut shared = code.keys().filter(|path| is_shared(path));
    let mut lines = Vec::new();
    for line in page.lines() {
        let early = line.trim().strip_prefix(PRELOAD).and_then(|rest| rest.split('"').next());
        match early {
            Some(path) if !code.contains_key(path) || offered.iter().any(|other| other == path) => {
                lines.extend(shared.by_ref().map(|path| format!(r#"    {PRELOAD}{path}">"#)));
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n") + "\n"
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
        let expected = ["element/places.js", "pkg/simd/portrait_precheck_bg.wasm", "sw.js"];
        assert_eq!(Vec::from_iter(code.keys()), expected);
        assert_eq!(Vec::from_iter(pages.keys()), ["index.html"]);
        assert!(String::from_utf8_lossy(&code["element/places.js"]).contains("'../../models/'"));
    }

    #[test]
    fn a_page_loads_early_what_its_scripts_share() {
        let page = r#"<link rel="modulepreload" href="element/dom.js">
<link rel="modulepreload" href="element/checker.js">
<link rel="modulepreload" href="element/worker.js">
<script src="page.js">"#;
        let code = files(&["element/checker.js", "element/shared-1.js", "element/worker.js", "page.js"]);
        let expected = r#"    <link rel="modulepreload" href="element/shared-1.js">
<link rel="modulepreload" href="element/worker.js">
<script src="page.js">
"#;
        assert_eq!(with_shared(page, &code, &["element/checker.js".to_owned()]), expected);
    }

    #[test]
    fn what_is_asked_for_by_its_address_keeps_it() {
        let code = files(&[
            "element/checker.js",
            "element/dom.js",
            "element/worker.js",
            "icon.svg",
            "page.js",
            "pkg/simd/a.js",
            "pkg/simd/a_bg.wasm",
            "style.css",
        ]);
        let kept = asked_for(&code, &["element/checker.js".to_owned()]);
        assert_eq!(
            kept,
            ["element/checker.js", "element/worker.js", "page.js", "pkg/simd/a.js", "style.css"]
        );
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
