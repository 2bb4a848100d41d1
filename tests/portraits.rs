//! The labelled portraits, where `PRECHECK_PORTRAITS` says that they are: what a rule that judges at reject
//! or warn level says is compared with what people say. Without them, the test says what it skipped.

use portrait_precheck::models::NoModels;
use portrait_precheck::{Outcome, Report, check, profile};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{env, fs};

/// One line of `labels.csv`, as far as it is used here.
struct Labelled {
    file: String,
    bytes: Vec<u8>,
    expected: Vec<String>,
    allowed: Vec<String>,
}

/// The rules of the file itself: nothing about them is a matter of taste, so no error is allowed.
const EXACT: [&str; 4] = ["file-format", "file-size", "file-readable", "pixel-size"];

/// Damage that nobody can notice in the file: three bytes of the scan were changed, yet every code is valid
/// and the scan ends where it should. libjpeg is silent about it as well.
const UNNOTICEABLE: [&str; 1] = ["container/bitrot_005.jpg"];

#[test]
fn the_rules_of_the_file_agree_with_every_label() {
    let Some(photos) = labelled() else { return };
    let profile = profile::builtin("beijing-zikao-2022").expect("the profile ships with the checker");
    let mut wrong: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for photo in photos.iter().filter(|photo| !UNNOTICEABLE.contains(&photo.file.as_str())) {
        let report = check(&photo.bytes, &profile, &NoModels);
        for rule in EXACT {
            let fails = outcome(&report, rule) == Some(Outcome::Fail);
            let must = photo.expected.iter().any(|label| label == rule);
            let may = photo.allowed.iter().any(|label| label == rule || label == "*");
            if (must && !fails) || (fails && !must && !may) {
                wrong.entry(rule).or_default().push(photo.file.clone());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn outcome(report: &Report, rule: &str) -> Option<Outcome> {
    report.findings.iter().find(|finding| finding.rule == Some(rule)).map(|finding| finding.outcome)
}

/// All labelled photos, or `None` with a word on what is skipped.
fn labelled() -> Option<Vec<Labelled>> {
    let Some(folder) = env::var_os("PRECHECK_PORTRAITS").map(PathBuf::from) else {
        println!("skipped: the labelled portraits (PRECHECK_PORTRAITS is not set)");
        return None;
    };
    let mut reader = csv::Reader::from_path(folder.join("labels.csv")).expect("labels.csv is there");
    let columns = reader.headers().expect("labels.csv has a header").clone();
    let column = |name: &str| columns.iter().position(|c| c == name).expect("labels.csv has this column");
    let (file, expected, allowed) = (column("file"), column("expected_findings"), column("allowed_findings"));
    let split = |cell: &str| cell.split(';').filter(|s| !s.is_empty()).map(str::to_owned).collect();
    let photos = reader.records().map(|record| {
        let record = record.expect("labels.csv is well formed");
        Labelled {
            file: record[file].to_owned(),
            bytes: fs::read(folder.join(&record[file])).expect("a labelled photo is there"),
            expected: split(&record[expected]),
            allowed: split(&record[allowed]),
        }
    });
    Some(photos.collect())
}
