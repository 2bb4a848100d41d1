//! `precheck tune` on stored measurements; no photo is needed.

mod common;

use common::{Folder, run};
use portrait_precheck::Inspection;
use precheck_foundation::json::Json;
use serde_json::{Value, json};

const LABELS: &str = "file,expected_pass,expected_findings,allowed_findings,kind,person,notes\n";

/// Ten sharp photos and five blurred ones, each of another person, with these values of `sharpness`.
fn measured(sharp: [f64; 10], blurred: [f64; 5]) -> Folder {
    let (mut labels, mut measurements) = (LABELS.to_owned(), String::new());
    let photos = sharp.map(|value| (value, "")).into_iter().chain(blurred.map(|value| (value, "sharpness")));
    let empty: Value = serde_json::from_str(&Inspection::open(&[][..]).measure().to_json()).unwrap();
    for (n, (value, fault)) in photos.enumerate() {
        labels += &format!("{n}.jpg,{},{fault},,natural,p{n},\n", fault.is_empty());
        let mut own = empty.clone();
        own["rules"]["sharpness"] = json!({ "value": value, "unit": "px", "marks": [], "detail": null });
        let line = json!({ "file": format!("{n}.jpg"), "measurements": own });
        measurements += &format!("{line}\n");
    }
    Folder::with(&[("labels.csv", labels.as_bytes()), ("measurements.jsonl", measurements.as_bytes())])
}

/// The cells of the row of `sharpness`.
fn tuned(folder: &Folder, rate: &str) -> Vec<String> {
    let (labels, measurements) = (folder.file("labels.csv"), folder.file("measurements.jsonl"));
    let files = ["--labels", &labels, "--measurements", &measurements];
    let done = run(&[&["--lang", "en", "tune", "--rate", rate, "--warn-rate", rate], &files[..]].concat());
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

#[test]
fn a_share_above_one_is_wrong_use() {
    let folder = measured([1.0; 10], [0.0; 5]);
    let done = run(&["tune", "--labels", &folder.file("labels.csv"), "--rate", "1.5"]);
    assert_eq!(done.code, 2);
}
