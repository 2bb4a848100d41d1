//! Runs the fuzz targets by cargo-fuzz, for minutes or for some seconds among the tests. Corpora grow in
//! `tools/fuzz/corpus`, failing inputs are written to `tools/fuzz/artifacts`; neither is committed. Inputs whose cause was
//! fixed are in `tools/fuzz/regressions`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{Result, cargo, program, root, run, step};
use crate::seeds::{self, Seeds};
use crate::tools::{self, CXX};

/// The version of cargo-fuzz that is installed on first use.
const CARGO_FUZZ: &str = "0.13.2";

/// A target, see `tools/fuzz/src`.
struct Target {
    name: &'static str,
    /// Longest input in bytes: long enough for every case of the code, short enough to run quickly.
    longest: usize,
    seeds: fn() -> Result<Seeds>,
}

const TARGETS: [Target; 8] = [
    Target { name: "exif_read", longest: 1 << 12, seeds: seeds::exif },
    Target { name: "icc_read", longest: 1 << 12, seeds: seeds::icc },
    Target { name: "inference_load", longest: 1 << 11, seeds: seeds::graphs },
    Target { name: "jpeg_decode", longest: 1 << 14, seeds: seeds::photos },
    Target { name: "photo_open", longest: 1 << 14, seeds: seeds::photos },
    Target { name: "profile_load", longest: 1 << 12, seeds: seeds::profiles },
    Target { name: "scene_analyze", longest: 1 << 8, seeds: seeds::model_outputs },
    Target { name: "xmp_read", longest: 1 << 12, seeds: seeds::xmp },
];

/// How long each target runs among the tests, in seconds: its seeds, and some thousand variations of them.
const SMOKE: u64 = 10;

/// An input that takes longer, in seconds, is a failure.
const SLOW: &str = "-timeout=20";

/// An input that needs more memory, in megabytes, is a failure.
const MEMORY: &str = "-rss_limit_mb=2048";

/// Runs every target for so many minutes, one after another.
///
/// # Errors
/// A target failed; its input is in `tools/fuzz/artifacts`.
pub fn fuzz(minutes: u32) -> Result<()> {
    let installed = cargo_fuzz()?;
    for target in &TARGETS {
        let corpus = root().join("tools/fuzz/corpus").join(target.name);
        fs::create_dir_all(&corpus)?;
        step(target.name, || target.run(&installed, &corpus, u64::from(minutes) * 60, &[]))?;
    }
    Ok(())
}

/// Runs every target for some seconds, from its seeds alone and with a fixed random seed, so that a failure comes from
/// the code and not from a corpus.
///
/// # Errors
/// Those of [`fuzz`].
pub fn smoke() -> Result<()> {
    let installed = cargo_fuzz()?;
    for target in &TARGETS {
        let corpus = emptied("corpus", target.name)?;
        step(target.name, || {
            target.run(&installed, &corpus, SMOKE, &["-seed=1", "-verbosity=0", "-print_funcs=0"])
        })?;
    }
    Ok(())
}

impl Target {
    fn run(&self, cargo_fuzz: &Path, corpus: &Path, seconds: u64, options: &[&str]) -> Result<()> {
        let seeds = emptied("seeds", self.name)?;
        let short = (self.seeds)()?.into_iter().filter(|seed| seed.len() <= self.longest);
        for (number, seed) in short.enumerate() {
            fs::write(seeds.join(number.to_string()), seed)?;
        }
        let regressions = root().join("tools/fuzz/regressions").join(self.name);
        run(program(cargo_fuzz)
            .args(["run", "--fuzz-dir", "tools/fuzz", self.name])
            .args([corpus, &seeds])
            .args(regressions.is_dir().then_some(regressions))
            .args(["--", SLOW, MEMORY, "-print_final_stats=1"])
            .arg(format!("-max_len={}", self.longest))
            .arg(format!("-max_total_time={seconds}"))
            .args(options)
            // The stable toolchain contains the sanitizers, but needs this to use them.
            .env("RUSTC_BOOTSTRAP", "1"))
    }
}

/// An empty folder for this run.
fn emptied(kind: &str, target: &str) -> Result<PathBuf> {
    let folder = root().join("target/fuzz").join(kind).join(target);
    if folder.is_dir() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// cargo-fuzz, installed on first use (some minutes, once), and a compiler for libFuzzer.
fn cargo_fuzz() -> Result<PathBuf> {
    tools::need(&[CXX])?;
    let tools = root().join("target/tools/cargo-fuzz");
    let installed = tools.join("bin/cargo-fuzz");
    if !installed.is_file() {
        println!("installing cargo-fuzz {CARGO_FUZZ} into target/tools (once)");
        let version = ["install", "cargo-fuzz", "--version", CARGO_FUZZ, "--debug", "--root"];
        run(cargo().args(version).arg(&tools))?;
    }
    Ok(installed)
}
