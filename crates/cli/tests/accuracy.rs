//! ACCURACY.md and profiles/evidence.csv are what the command line writes about the labelled portraits in
//! `PRECHECK_PORTRAITS` and `PRECHECK_MORE_PORTRAITS`.
//! `cargo xtask accuracy` writes it anew; read the difference. The last section of ACCURACY.md, the curves, takes many minutes
//! and is not compared.

mod common;

use common::run;
use std::env;
use std::path::PathBuf;

const ACCURACY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ACCURACY.md");
const EVIDENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../profiles/evidence.csv");

/// As `cargo xtask accuracy` has it.
const SCORES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../training");

/// How the section on the curves begins.
const CURVES: &str = "\n## Curves\n";

/// As `cargo xtask accuracy` has it.
const RATE: &str = "0.005";

#[test]
#[ignore = "needs PRECHECK_PORTRAITS and PRECHECK_MORE_PORTRAITS: the labelled portraits"]
fn accuracy_and_evidence_are_what_they_are_said_to_be() {
    let folder = env::var_os("PRECHECK_PORTRAITS").expect("PRECHECK_PORTRAITS is set");
    let more = env::var_os("PRECHECK_MORE_PORTRAITS").expect("PRECHECK_MORE_PORTRAITS is set");
    let folders = [PathBuf::from(folder)].into_iter().chain(env::split_paths(&more));
    let labels: Vec<String> = folders.map(|folder| folder.join("labels.csv").display().to_string()).collect();
    let kept = tempfile::tempdir().unwrap();
    let path = |name: &str| kept.path().join(name).display().to_string();
    let (measurements, evidence) = (path("measurements.jsonl"), path("evidence.csv"));
    let page = |more: &[&str]| {
        let all =
            ["--format", "markdown", "--rate", RATE, "--scores", SCORES, "--measurements", &measurements];
        let labels = labels.iter().flat_map(|labels| ["--labels", labels]);
        let arguments: Vec<&str> =
            ["--lang", "en"].into_iter().chain(more.iter().copied()).chain(all).chain(labels).collect();
        let done = run(&arguments);
        assert_eq!(done.code, 0, "{}", done.errors);
        done.output
    };
    let pages = [page(&["evaluate", "--evidence", &evidence]), page(&["tune"])].join("\n");
    let written = |path: &str| std::fs::read_to_string(path).unwrap();
    let evidence = written(&evidence);
    let accuracy = written(ACCURACY);
    let before_curves = accuracy.split_once(CURVES).map_or(&*accuracy, |(before, _)| before).to_owned();
    let differing: Vec<_> = [(&pages, before_curves), (&evidence, written(EVIDENCE))]
        .into_iter()
        .flat_map(|(is, said)| {
            let lines = is.lines().zip(said.lines()).filter(|(is, said)| is != said);
            let lengths = (is.lines().count() != said.lines().count()).then_some(("another", "length"));
            lines.chain(lengths).map(|(is, said)| format!("{is} / {said}")).collect::<Vec<_>>()
        })
        .collect();
    assert!(
        differing.is_empty(),
        "ACCURACY.md or profiles/evidence.csv is not true any more: {differing:#?}"
    );
}
