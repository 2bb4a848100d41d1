//! `precheck tune` on stored measurements; no photo is needed.

mod common;

use common::{Done, Folder, run};
use portrait_precheck::Inspection;
use precheck_foundation::json::Json;
use serde_json::{Value, json};
use std::fs;

const LABELS: &str = "file,expected_pass,expected_findings,allowed_findings,kind,person,notes\n";

/// Ten sharp photos that comply and five blurred ones, each of another person, with these values of `sharpness`.
fn measured(sharp: [f64; 10], blurred: [f64; 5]) -> Folder {
    measured_with(&sharp, &[], &blurred)
}

/// The same with other sharp photos, of which nobody knows whether they comply.
fn measured_with(sharp: &[f64], others: &[f64], blurred: &[f64]) -> Folder {
    let (mut labels, mut measurements) = (LABELS.to_owned(), String::new());
    let sharp = sharp.iter().map(|value| (value, "true", ""));
    let others = others.iter().map(|value| (value, "unsure", ""));
    let photos = sharp.chain(others).chain(blurred.iter().map(|value| (value, "false", "sharpness")));
    let empty: Value = serde_json::from_str(&Inspection::open(&[][..]).measure().to_json()).unwrap();
    for (n, (value, complies, fault)) in photos.enumerate() {
        labels += &format!("{n}.jpg,{complies},{fault},,natural,p{n},\n");
        let mut own = empty.clone();
        own["rules"]["sharpness"] = json!({ "value": value, "unit": "px", "marks": [], "detail": null });
        let line = json!({ "file": format!("{n}.jpg"), "measurements": own });
        measurements += &format!("{line}\n");
    }
    Folder::with(&[("labels.csv", labels.as_bytes()), ("measurements.jsonl", measurements.as_bytes())])
}

/// Proposals for a profile with these lines, based on the one of Beijing.
fn tune(folder: &Folder, lines: &str) -> Done {
    let [labels, measurements, profile] =
        ["labels.csv", "measurements.jsonl", "profile.toml"].map(|name| folder.file(name));
    let own = format!("id = \"own\"\nversion = \"1\"\ntitle = {{ zh = \"自\", en = \"own\" }}\n{lines}\n");
    fs::write(&profile, own).unwrap();
    let files = ["--labels", &labels, "--measurements", &measurements, "--profile", &profile];
    run(&[&["--lang", "en", "tune"], &files[..]].concat())
}

/// The cells of the row of `sharpness`, under a profile that allows this share of wrong verdicts.
fn tuned(folder: &Folder, share: &str) -> Vec<String> {
    let budget = format!("{{ doubtful = 0.05, wrongly_rejected = {share}, wrongly_warned = {share} }}");
    let done = tune(folder, &format!("based_on = \"beijing-zikao-2022\"\nbudget = {budget}"));
    assert_eq!(done.code, 0, "{done:?}");
    let row = done.output.lines().find(|line| line.starts_with("sharpness")).expect("sharpness is tuned");
    row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
}

#[test]
fn a_limit_in_a_gap_makes_no_error_out_of_fold() {
    let sharp = [100.0, 105.0, 110.0, 115.0, 120.0, 125.0, 130.0, 135.0, 140.0, 145.0];
    let row = tuned(&measured(sharp, [20.0, 30.0, 40.0, 35.0, 25.0]), "0.01");
    assert_eq!(row[2], r#"{"min":70}*"#, "{row:?}");
    assert!(row[3].starts_with("0/5 ") && row[4].starts_with("0/10 "), "{row:?}");
}

#[test]
fn an_outlier_is_an_error_out_of_fold_only() {
    let sharp = [100.0, 105.0, 110.0, 115.0, 120.0, 125.0, 130.0, 135.0, 140.0, 50.0];
    let row = tuned(&measured(sharp, [20.0, 30.0, 40.0, 35.0, 25.0]), "0");
    assert_eq!(row[2], r#"{"min":45}*"#, "{row:?}");
    assert!(row[4].starts_with("1/10 "), "{row:?}");
}

/// A tenth of twenty good photos may fail, which would be two; but of ten complying ones only one may be rejected.
#[test]
fn rejections_in_all_stay_within_the_budget() {
    let sharp = [22.0, 24.0, 110.0, 115.0, 120.0, 125.0, 130.0, 135.0, 140.0, 145.0];
    let blurred = [20.0, 21.0, 40.0, 35.0, 25.0];
    let limit = |complying: &[f64], others: &[f64]| {
        tuned(&measured_with(complying, others, &blurred), "0.1")[2].clone()
    };
    assert_eq!(limit(&sharp, &[150.0; 10]), r#"{"min":24}"#, "one of ten");
    assert_eq!(limit(&[150.0; 10], &sharp), r#"{"min":75}"#, "none that complies");
}

#[test]
fn a_profile_without_a_budget_and_one_with_a_share_above_one_are_refused() {
    let folder = measured([1.0; 10], [0.0; 5]);
    let clause = "[[clause]]\nsentence = \"清晰\"\nenglish = \"sharp\"\nseverity = \"reject\"\nrule = \"sharpness\"\nlimits = { min = 78 }";
    let refused = tune(&folder, clause);
    assert!(refused.code == 2 && refused.errors.contains("`own` has no `budget`"), "{refused:?}");
    let too_much = "budget = { doubtful = 5, wrongly_rejected = 0, wrongly_warned = 0 }";
    let refused = tune(&folder, &format!("{too_much}\n{clause}"));
    assert!(refused.code == 2 && refused.errors.contains("line 4: `doubtful`: 5 is no share"), "{refused:?}");
}
