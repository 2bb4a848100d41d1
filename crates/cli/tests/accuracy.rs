//! ACCURACY.md is what the command line writes about the labelled portraits in `PRECHECK_PORTRAITS`.
//! `cargo xtask accuracy` writes it anew; read the difference.

mod common;

use common::run;
use std::env;
use std::path::Path;

const WRITTEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ACCURACY.md");

/// As `cargo xtask accuracy` has it.
const RATE: &str = "0.005";

#[test]
#[ignore = "needs PRECHECK_PORTRAITS: the labelled portraits"]
fn accuracy_is_what_it_is_said_to_be() {
    let folder = env::var_os("PRECHECK_PORTRAITS").expect("PRECHECK_PORTRAITS is set");
    let labels = Path::new(&folder).join("labels.csv").display().to_string();
    let kept = tempfile::tempdir().unwrap();
    let measurements = kept.path().join("measurements.jsonl").display().to_string();
    let files = ["--format", "markdown", "--labels", &labels, "--measurements", &measurements];
    let page = |more: &[&str]| {
        let done = run(&[&["--lang", "en"], more, &files[..]].concat());
        assert_eq!(done.code, 0, "{}", done.errors);
        done.output
    };
    let pages = [page(&["evaluate"]), page(&["tune", "--rate", RATE])].join("\n");
    let written = std::fs::read_to_string(WRITTEN).unwrap();
    let differing: Vec<_> = pages.lines().zip(written.lines()).filter(|(is, said)| is != said).collect();
    assert!(pages == written, "ACCURACY.md is not true any more: {differing:#?}");
}
