//! Long runs of the fuzz targets with cargo-fuzz (nightly toolchain). Corpora grow in `fuzz/corpus`, what breaks
//! is left in `fuzz/artifacts`; neither is part of the project.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::step::{Result, cargo, program, root, run, step};

/// The version of cargo-fuzz that is installed on first use.
const CARGO_FUZZ: &str = "0.13.2";

/// Each target with the folder of the portraits' containers or of the project that it learns from.
const TARGETS: [(&str, Seeds); 4] = [
    ("jpeg_decode", Seeds::Containers),
    ("photo_open", Seeds::Containers),
    ("inference_load", Seeds::None),
    ("profile_load", Seeds::Profiles),
];

enum Seeds {
    /// The damaged files among the labelled portraits, where they are.
    Containers,
    /// The profiles that ship.
    Profiles,
    /// Nothing to learn from that is small enough.
    None,
}

/// Runs every target for so many minutes, one after another.
///
/// # Errors
/// A target found something, which then lies in `fuzz/artifacts`.
pub fn fuzz(minutes: u32) -> Result<()> {
    let tools = root().join("target/tools/cargo-fuzz");
    let installed = tools.join("bin/cargo-fuzz");
    if !installed.is_file() {
        let version = ["install", "cargo-fuzz", "--version", CARGO_FUZZ, "--root"];
        run(cargo().args(version).arg(&tools))?;
    }
    for (target, seeds) in TARGETS {
        let corpus = root().join("fuzz/corpus").join(target);
        fs::create_dir_all(&corpus)?;
        let seconds = format!("-max_total_time={}", u64::from(minutes) * 60);
        step(target, || {
            run(program(&installed)
                .args(["run", target])
                .arg(&corpus)
                .args(seeds.folder())
                .args(["--", &seconds, "-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1"])
                .env("RUSTUP_TOOLCHAIN", "nightly"))
        })?;
    }
    Ok(())
}

impl Seeds {
    fn folder(&self) -> Option<PathBuf> {
        match self {
            Self::Containers => {
                env::var_os("PRECHECK_PORTRAITS").map(|path| PathBuf::from(path).join("container"))
            }
            Self::Profiles => Some(root().join("profiles")),
            Self::None => None,
        }
    }
}
