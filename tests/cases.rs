//! Photos that the checker once judged wrongly, where `PRECHECK_CASES` says that they are: its `expected.csv` says what is
//! right, and the report by the notice has to agree. Run by `cargo xtask test`, or with `--ignored`.

use portrait_precheck::models::ModelSet;
use portrait_precheck::{check, profile};
use serde_json::Value;
use std::path::PathBuf;
use std::{env, fs};

#[test]
#[ignore = "needs PRECHECK_CASES: photos that were judged wrongly"]
fn every_case_is_judged_rightly() {
    let folder = PathBuf::from(env::var_os("PRECHECK_CASES").expect("PRECHECK_CASES is set"));
    let notice = profile::builtin("beijing-zikao-2022").expect("the profile ships with the checker");
    let models = ModelSet::embedded().expect("the models ship with the checker");
    let mut reader = csv::Reader::from_path(folder.join("expected.csv")).expect("expected.csv is there");
    let (mut wrong, mut count) = (Vec::new(), 0);
    for record in reader.records() {
        let record = record.expect("expected.csv is well formed");
        let (file, right) = (&record[0], &record[1]);
        let bytes = fs::read(folder.join(file)).expect("the photo of a case is there");
        let report: Value = serde_json::from_str(&check(&bytes, &notice, &models).to_json()).unwrap();
        if !agrees(&report, right) {
            wrong.push(format!("{file}: not {right}\n{}", told(&report)));
        }
        count += 1;
    }
    assert!(count > 0, "expected.csv has no rows");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a report is as expected: `;` between conditions that must all hold, `|` between those of which one must.
fn agrees(report: &Value, right: &str) -> bool {
    right.split(';').all(|group| group.split('|').any(|condition| holds(report, condition.trim())))
}

fn holds(report: &Value, condition: &str) -> bool {
    let (kind, wanted) = condition.split_once('=').expect("a condition is KIND=VALUE");
    let fails = |finding: &Value, rule: &str| finding["rule"] == rule && finding["outcome"] == "fail";
    match kind {
        "decision" => report["decision"] == wanted,
        "not_decision" => report["decision"] != wanted,
        "not_fail" => wanted.split(',').all(|rule| !findings(report).any(|finding| fails(finding, rule))),
        "not_clean" => findings(report).any(is_remark),
        other => panic!("unknown condition `{other}`"),
    }
}

/// Whether a finding asks the candidate for something: it fails at warn or reject level, or is in doubt.
fn is_remark(finding: &Value) -> bool {
    let fails = finding["outcome"] == "fail" && finding["severity"] != "advise";
    fails || finding["outcome"] == "doubtful"
}

fn findings(report: &Value) -> impl Iterator<Item = &Value> {
    report["findings"].as_array().into_iter().flatten()
}

/// The decision, and the findings that explain it.
fn told(report: &Value) -> String {
    let explains = |finding: &&Value| is_remark(finding) || finding["outcome"] == "not-assessed";
    let lines = findings(report).filter(explains).map(|finding| {
        format!("    {} {}: {}", finding["severity"], finding["outcome"], finding["message"]["en"])
    });
    format!("  {}\n{}", report["decision"], lines.collect::<Vec<_>>().join("\n"))
}

#[test]
fn conditions_are_read() {
    let report = serde_json::json!({
        "decision": "undecided",
        "findings": [
            { "rule": "a", "severity": "warn", "outcome": "fail" },
            { "rule": "b", "severity": "reject", "outcome": "pass" },
        ],
    });
    let cases = [
        ("decision=undecided", true),
        ("decision=accepted", false),
        ("not_decision=rejected", true),
        ("not_fail=b", true),
        ("not_fail=b,a", false),
        ("not_clean=1", true),
        ("decision=accepted|not_fail=b", true),
        ("decision=undecided;not_fail=a", false),
    ];
    let wrong: Vec<_> =
        cases.iter().filter(|(right, expected)| agrees(&report, right) != *expected).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
