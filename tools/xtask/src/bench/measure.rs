//! Runs the stages of `tools/bench/` natively and in the browser, and the server under load.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::json;

use super::{Photo, djpeg};
use crate::browser::Browser;
use crate::command::{Result, cargo, output, program, root, run};
use crate::wasm;

/// Rounds of the native stages, after the first.
const ROUNDS: &str = "15";

/// The photo that is sent to the server.
const LOAD: &str = "2 MP baseline";

/// The stages of a whole check, in order; as in `tools/bench/src/lib.rs`.
pub const CHECK: [&str; 4] = ["open", "analyze", "measure", "judge"];

/// All measurements, by photo.
pub struct Measured {
    /// On this machine.
    pub native: Vec<Native>,
    /// In the browser.
    pub wasm: Vec<InBrowser>,
    /// By libjpeg-turbo.
    pub others: Vec<djpeg::Times>,
    /// Rows of the table of the server.
    pub load: String,
}

/// Milliseconds by stage, cold and warm, and peak memory in bytes.
#[derive(Deserialize)]
pub struct Native {
    /// First call, and minimum of the others.
    pub times: BTreeMap<String, [f64; 2]>,
    /// Of a process that only checks this photo.
    pub memory: f64,
}

/// The same in the browser, with its own decoder as the stage `browser`.
#[derive(Deserialize)]
pub struct InBrowser {
    /// First call, and minimum of the others.
    pub times: BTreeMap<String, [f64; 2]>,
    /// Milliseconds of a first photo in an empty page: checker and models loaded, the photo checked.
    pub first: f64,
    /// The same by the page's own worker, which loads the preflight module first.
    #[serde(rename = "firstByWorker")]
    pub first_by_worker: f64,
    /// Of a fresh module: after `check`, `1/4`, `1/8`.
    pub memory: BTreeMap<String, f64>,
}

/// Builds the native program.
///
/// # Errors
/// It does not build.
pub fn native_program() -> Result<PathBuf> {
    run(cargo().args(["build", "--release", "--package", "precheck-bench"]))?;
    Ok(root().join("target/release/stages"))
}

/// Builds the module of the stages.
///
/// # Errors
/// It does not build.
pub fn module() -> Result<[PathBuf; 2]> {
    wasm::build_alike("precheck-bench", "stages", &root().join("target/bench/module"))
}

/// The names of the stages.
///
/// # Errors
/// The program fails.
pub fn stages(native: &Path) -> Result<Vec<String>> {
    Ok(serde_json::from_str(&output(program(native).arg("list"), &[0])?)?)
}

/// Every stage on every photo, natively; memory is that of the check alone.
///
/// # Errors
/// A stage fails.
pub fn natively(native: &Path, stages: &[String], photos: &[Photo]) -> Result<Vec<Native>> {
    let time = |photo: &Photo, stages: &[&str]| -> Result<Native> {
        let written = output(program(native).arg(ROUNDS).arg(&photo.path).args(stages), &[0])?;
        Ok(serde_json::from_str(&written)?)
    };
    let others: Vec<&str> =
        stages.iter().map(String::as_str).filter(|stage| !CHECK.contains(stage)).collect();
    photos
        .iter()
        .map(|photo| {
            let mut check = time(photo, &CHECK)?;
            check.times.extend(time(photo, &others)?.times);
            Ok(check)
        })
        .collect()
}

/// Every stage on every photo, in the browser.
///
/// # Errors
/// The browser is missing, or a stage fails.
pub fn in_browser(
    [glue, module]: &[PathBuf; 2],
    stages: &[String],
    photos: &[Photo],
) -> Result<Vec<InBrowser>> {
    let models = root().join("models");
    let models: BTreeMap<&str, PathBuf> = stages
        .iter()
        .map(|stage| (stage.as_str(), models.join(format!("{stage}.tflite"))))
        .filter(|(_, path)| path.is_file())
        .collect();
    let photos: Vec<&Path> = photos.iter().map(|photo| photo.path.as_path()).collect();
    let work = json!({
        "glue": glue, "module": module, "models": models, "stages": stages, "check": CHECK, "photos": photos,
    });
    Ok(serde_json::from_str(&output(Browser::Chromium.script("bench.js")?.arg(work.to_string()), &[0])?)?)
}

/// The rows that the server's own benchmarks print: what, measured, must be.
///
/// # Errors
/// They do not build or fail.
pub fn server(photos: &[Photo]) -> Result<String> {
    let photo = photos.iter().find(|photo| photo.name() == LOAD).ok_or("no photo for the server")?;
    let mut rows = String::new();
    for bench in ["load", "http_share"] {
        let mut cargo = cargo();
        cargo.args(["bench", "--quiet", "--package", "precheck-server", "--bench", bench]);
        rows.push_str(&output(cargo.env("PRECHECK_BENCH_PHOTO", &photo.path), &[0])?);
    }
    Ok(rows)
}
