//! `precheck evaluate` on a folder of drawn photos with labels.

mod common;

use common::{Folder, portrait, run};
use serde_json::Value;
use std::fs;

/// Judges by the file alone, so that no model matters.
const FILE_RULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/common/file-rules.toml");

const COLUMNS: &str = "file,expected_pass,expected_findings,allowed_findings,kind,person,width,height,bytes,sha256,notes,source,licence";

/// Six good photos, five that are too small as files and say so, one that is too small and says nothing.
fn labelled() -> Folder {
    let mut table = COLUMNS.to_owned() + "\n";
    let mut row = |file: &str, complies: bool, expected: &str, allowed: &str| {
        table += &format!("{file},{complies},{expected},{allowed},natural,p,,,,,clear glasses,,\n");
    };
    let good: Vec<String> = (0..6).map(|n| format!("good_{n}.jpg")).collect();
    let small: Vec<String> = (0..5).map(|n| format!("small_{n}.jpg")).collect();
    good.iter().for_each(|file| row(file, true, "", ""));
    small.iter().for_each(|file| row(file, false, "file-size", "*"));
    row("odd.jpg", false, "file-format", "file-readable;pixel-size;sharpness");
    let (whole, stamp) = (portrait(), b"\xff\xd8\xff\xd9");
    let mut files: Vec<(&str, &[u8])> = vec![("labels.csv", table.as_bytes()), ("odd.jpg", stamp)];
    files.extend(good.iter().map(|file| (file.as_str(), whole.as_slice())));
    files.extend(small.iter().map(|file| (file.as_str(), stamp.as_slice())));
    Folder::with(&files)
}

fn evaluate(folder: &Folder, more: &[&str]) -> common::Done {
    let labels = folder.file("labels.csv");
    run(&[&["--lang", "en", "evaluate", "--profile", FILE_RULES, "--labels", &labels], more].concat())
}

fn figures(folder: &Folder) -> Value {
    serde_json::from_str(&evaluate(folder, &["--format", "json"]).output).unwrap()
}

#[test]
fn every_figure_of_a_rule_is_counted() {
    let figures = figures(&labelled());
    let rule = |id: &str| -> Value {
        let rules = figures["rules"].as_array().unwrap();
        rules.iter().find(|rule| rule["rule"] == id).unwrap().clone()
    };
    let size = rule("file-size");
    assert_eq!((&size["faulty"], &size["good"], &size["severity"]), (&5.into(), &7.into(), &"reject".into()));
    assert_eq!((&size["missed"]["count"], &size["missed"]["of"]), (&0.into(), &5.into()));
    assert_eq!(size["false_alarm_files"], serde_json::json!(["odd.jpg"]));
    let format = rule("file-format");
    assert_eq!(
        (&format["faulty"], &format["missed"]),
        (&1.into(), &Value::Null),
        "too few faulty photos for a rate"
    );
    let eyes = rule("eyes-open");
    assert_eq!(eyes["severity"], Value::Null, "the profile has no such clause");
}

#[test]
fn whole_photos_and_groups_of_people_are_counted() {
    let figures = figures(&labelled());
    let whole = &figures["whole"][0];
    let share = |name: &str| (whole[name]["count"].clone(), whole[name]["of"].clone());
    assert_eq!(share("complying_rejected"), (0.into(), 6.into()));
    assert_eq!(share("some_fault_rejected"), (5.into(), 6.into()));
    assert_eq!(whole["unreported_files"], serde_json::json!(["odd.jpg"]));
    assert_eq!(whole["people_rejected"]["of"], 1, "all photos are of one person");
    let groups = figures["fairness"].as_array().unwrap();
    let glasses = groups.iter().find(|group| group["group"] == "clear-glasses").unwrap();
    assert_eq!((&glasses["people"], &glasses["complying_rejected"]["of"]), (&1.into(), &6.into()));
}

#[test]
fn stored_measurements_give_the_same_figures_without_the_photos() {
    let folder = labelled();
    let stored = folder.file("measurements.jsonl");
    let first = evaluate(&folder, &["--measurements", &stored]);
    assert_eq!(fs::read_to_string(&stored).unwrap().lines().count(), 12);
    fs::remove_file(folder.file("good_0.jpg")).unwrap();
    let again = evaluate(&folder, &["--measurements", &stored]);
    assert!(again.errors.contains("no photo was measured again"), "{again:?}");
    assert_eq!(first.output, again.output);
    assert_eq!(evaluate(&folder, &[]).code, 2, "a missing photo is an error");
}

#[test]
fn the_photos_of_one_rule_are_sorted_by_their_values() {
    let listed = evaluate(&labelled(), &["--rule", "file-size"]).output;
    let lines: Vec<Vec<&str>> = listed.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines.len(), 12);
    assert!(lines.iter().map(|line| line[0].parse::<f64>().unwrap()).is_sorted());
    assert_eq!(lines[0], ["4", "faulty", "fail", "small_0.jpg"]);
    assert_eq!(lines[5], ["4", "good", "fail", "odd.jpg"]);
    assert_eq!(lines[11][1..], ["good", "pass", "good_5.jpg"]);
}

#[test]
fn the_page_can_be_read_in_both_languages() {
    let folder = labelled();
    let english = evaluate(&folder, &["--format", "markdown"]).output;
    assert!(english.starts_with("# Accuracy\n"), "{english}");
    assert!(english.contains("| file-size | reject | 5 (0) | 0/5 0.0 % ("), "{english}");
    assert!(!english.contains("## Sources"), "there is one source only");
    let chinese = run(&["evaluate", "--profile", FILE_RULES, "--labels", &folder.file("labels.csv")]).output;
    assert!(chinese.starts_with("准确度\n======\n"), "{chinese}");
}

#[test]
fn wrong_verdicts_are_on_a_contact_sheet_of_their_rule() {
    let folder = labelled();
    let sheets = folder.file("sheets");
    assert_eq!(evaluate(&folder, &["--errors", &sheets]).code, 0);
    let read = |name: &str| fs::read_to_string(format!("{sheets}/{name}.html")).unwrap();
    let size = read("file-size");
    assert!(size.contains("<h2>False alarms (1)</h2>") && size.contains("odd.jpg<br>"), "{size}");
    assert!(!size.contains("good_0.jpg") && !size.contains("Missed"), "{size}");
    let whole = read("whole-photos");
    assert!(whole.contains("<h2>Faulty, not reported (1)</h2>"), "{whole}");
    assert!(!fs::exists(format!("{sheets}/file-readable.html")).unwrap(), "nothing went wrong there");
}
