//! Measures the module against the browser's own decoder, on the same file in the same run, and writes the
//! table into README.md. Times of one machine mean little elsewhere; their ratio means more.

use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;

use serde::Deserialize;

use crate::browser;
use crate::picture::{self, Coding};
use crate::step::{Result, root, sha256, shown};
use crate::wasm::{self, Finish};

/// The table stands between these lines of README.md.
const MARKERS: (&str, &str) = ("<!-- bench: begin -->\n", "<!-- bench: end -->");

/// The pictures by name.
const PICTURES: [(&str, Coding); 2] = [("baseline", Coding::Baseline), ("progressive", Coding::Progressive)];

/// What the browser measured on one picture: medians in milliseconds, bytes.
#[derive(Deserialize)]
struct Measured {
    module: f64,
    browser: f64,
    memory: f64,
}

/// Makes the pictures, measures, prints the table and writes it down.
///
/// # Errors
/// A tool is missing, or README.md has no place for the table.
pub fn bench() -> Result<()> {
    wasm::build(Finish::Optimised)?;
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder)?;
    let drawn = picture::draw()?;
    let mut script = browser::script("bench.js")?;
    let mut digests = Vec::new();
    for (name, coding) in PICTURES {
        let jpeg = picture::encode(&drawn, coding)?;
        digests.push((name, jpeg.len(), sha256(&jpeg)));
        let path = folder.join(format!("{name}.jpg"));
        fs::write(&path, jpeg)?;
        script.arg(path);
    }
    let done = script.stderr(Stdio::inherit()).output()?;
    if !done.status.success() {
        return Err(format!("{}: {}", shown(&script), done.status).into());
    }
    let measured: Vec<Measured> = serde_json::from_slice(&done.stdout)?;
    let table = table(&digests, &measured);
    print!("{table}");
    write_down(&table)
}

fn table(digests: &[(&str, usize, String)], measured: &[Measured]) -> String {
    let (width, height) = picture::SIZE;
    let mut table = format!(
        "`cargo xtask bench`: {width} x {height} pixels, from scikit-image's `astronaut.png`; the module with SIMD, \
         warm, whole check; beside it `createImageBitmap` and `getImageData` of the same file in the same run.\n\n\
         | picture | bytes | sha-256 | module | browser | ratio | module's memory |\n|---|---|---|---|---|---|---|\n"
    );
    for ((name, bytes, digest), Measured { module, browser, memory }) in digests.iter().zip(measured) {
        let _ = writeln!(
            table,
            "| {name} | {bytes} | `{}…` | {module:.0} ms | {browser:.0} ms | {:.2} | {:.0} MiB |",
            digest.get(..16).unwrap_or(digest),
            module / browser,
            memory / f64::from(1 << 20),
        );
    }
    table
}

fn write_down(table: &str) -> Result<()> {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path)?;
    let (begin, end) = MARKERS;
    let (before, rest) = readme.split_once(begin).ok_or("README.md has no place for the table")?;
    let (_, after) = rest.split_once(end).ok_or("README.md has no end of the table")?;
    fs::write(path, [before, begin, table, end, after].concat())?;
    Ok(())
}
