//! The labelled portraits, where `PRECHECK_PORTRAITS` says that they are: what a rule that judges at reject
//! or warn level says is compared with what people say. Run by `cargo xtask test`, or with `--ignored`.

mod common;

use portrait_precheck::models::NoModels;
use portrait_precheck::{Decision, Inspection, Outcome, Report, profile};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::{env, fs};

/// One line of `labels.csv`, as far as it is used here, and what we say of the photo.
struct Labelled {
    file: String,
    complies: bool,
    expected: Vec<String>,
    allowed: Vec<String>,
    by_notice: Report,
    by_file_rules: Report,
}

/// All labelled photos.
static PHOTOS: LazyLock<Vec<Labelled>> = LazyLock::new(labelled);

/// The rules of the file itself: nothing about them is a matter of taste, so no error is allowed.
const EXACT: [&str; 4] = ["file-format", "file-size", "file-readable", "pixel-size"];

/// Damage that nobody can notice in the file: three bytes of the scan were changed, yet every code is valid
/// and the scan ends where it should. libjpeg is silent about it as well.
const UNNOTICEABLE: [&str; 1] = ["container/bitrot_005.jpg"];

#[test]
#[ignore = "needs PRECHECK_PORTRAITS: the labelled portraits"]
fn the_rules_of_the_file_agree_with_every_label() {
    let mut wrong: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for photo in PHOTOS.iter().filter(|photo| !UNNOTICEABLE.contains(&photo.file.as_str())) {
        for rule in EXACT {
            let fails = outcome(&photo.by_notice, rule) == Some(Outcome::Fail);
            let must = photo.expected.iter().any(|label| label == rule);
            let may = photo.allowed.iter().any(|label| label == rule || label == "*");
            if (must && !fails) || (fails && !must && !may) {
                wrong.entry(rule).or_default().push(&photo.file);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
#[ignore = "needs PRECHECK_PORTRAITS: the labelled portraits"]
fn complying_photos_are_accepted_where_nothing_needs_a_face() {
    let complying = PHOTOS.iter().filter(|photo| photo.complies);
    let wrong: Vec<_> = complying
        .filter(|photo| photo.by_file_rules.decision != Decision::Accepted)
        .map(|photo| (&photo.file, &photo.by_file_rules.findings))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
#[ignore = "needs PRECHECK_PORTRAITS: the labelled portraits"]
fn without_models_the_notice_accepts_no_photo_and_leaves_complying_ones_undecided() {
    let wrong: Vec<_> = PHOTOS
        .iter()
        .map(|photo| (&photo.file, photo.complies, photo.by_notice.decision))
        .filter(|(_, complies, decision)| {
            *decision == Decision::Accepted || (*complies && *decision != Decision::Undecided)
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn outcome(report: &Report, rule: &str) -> Option<Outcome> {
    report.findings.iter().find(|finding| finding.rule == Some(rule)).map(|finding| finding.outcome)
}

fn labelled() -> Vec<Labelled> {
    let folder = PathBuf::from(env::var_os("PRECHECK_PORTRAITS").expect("PRECHECK_PORTRAITS is set"));
    let notice = profile::builtin("beijing-zikao-2022").expect("the profile ships with the checker");
    let mut reader = csv::Reader::from_path(folder.join("labels.csv")).expect("labels.csv is there");
    let columns = reader.headers().expect("labels.csv has a header").clone();
    let column = |name: &str| columns.iter().position(|c| c == name).expect("labels.csv has this column");
    let (file, complies) = (column("file"), column("expected_pass"));
    let (expected, allowed) = (column("expected_findings"), column("allowed_findings"));
    let split = |cell: &str| cell.split(';').filter(|s| !s.is_empty()).map(str::to_owned).collect();
    let photos = reader.records().map(|record| {
        let record = record.expect("labels.csv is well formed");
        let bytes = fs::read(folder.join(&record[file])).expect("a labelled photo is there");
        let mut inspection = Inspection::open(bytes);
        inspection.analyze(&NoModels);
        Labelled {
            file: record[file].to_owned(),
            complies: &record[complies] == "true",
            expected: split(&record[expected]),
            allowed: split(&record[allowed]),
            by_notice: inspection.measure().judge(&notice),
            by_file_rules: inspection.measure().judge(&common::FILE_RULES),
        }
    });
    let photos: Vec<_> = photos.collect();
    assert!(photos.len() > 100, "only {} photos", photos.len());
    photos
}
