//! `precheck check`: its output in every format, the order of photos, and the exit codes.

mod common;

use common::{Folder, portrait, run, run_in};
use portrait_precheck::models::ModelSet;
use portrait_precheck::{check, profile};
use serde_json::Value;

/// A profile with rules about the file only, so that a drawn photo can be accepted.
const FILE_RULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/common/file-rules.toml");

/// A profile with one rule, which needs a face.
const EYES_ALONE: &str = r#"
id = "eyes"
version = "1"
title = { zh = "眼睛", en = "eyes" }

[[clause]]
sentence = "双眼睁开"
english = "eyes open"
severity = "reject"
rule = "eyes-open"
limits = { max = 20 }
"#;

#[test]
fn the_exit_code_is_that_of_the_worst_outcome() {
    let folder = Folder::with(&[
        ("good.jpg", &portrait()),
        ("small.jpg", b"\xff\xd8\xff\xd9"),
        ("eyes.toml", EYES_ALONE.as_bytes()),
    ]);
    let [good, small, missing, eyes] =
        ["good.jpg", "small.jpg", "missing.jpg", "eyes.toml"].map(|name| folder.file(name));
    let cases: [(&str, &[&str], i32); 11] = [
        ("accepted", &["--profile", FILE_RULES, &good], 0),
        ("rejected", &["--profile", FILE_RULES, &small], 1),
        ("undecided, for it shows no face", &["--profile", &eyes, &good], 3),
        ("rejected, for it shows no face", &[&good], 1),
        ("a missing file outweighs all", &[&missing, &small, &good], 2),
        ("nothing to check", &[], 2),
        ("a folder without photos", &[&folder.file("empty")], 2),
        ("no such profile", &["--profile", "beijing", &good], 2),
        ("no such format", &["--format", "xml", &good], 2),
        ("no such language", &["--lang", "fr", &good], 2),
        ("a profile that is no profile", &["--profile", &good, &good], 2),
    ];
    let wrong: Vec<_> = cases
        .iter()
        .map(|(name, args, code)| (name, run(&[&["check"], *args].concat()), code))
        .filter(|(_, done, code)| done.code != **code)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_unreadable_file_is_named_and_the_rest_is_checked() {
    let folder = Folder::with(&[("good.jpg", &portrait())]);
    let done = run(&["check", "--format", "jsonl", &folder.file("missing.jpg"), &folder.file("good.jpg")]);
    assert!(done.errors.contains("missing.jpg"), "{done:?}");
    assert_eq!(done.output.lines().count(), 1, "{done:?}");
}

#[test]
fn one_file_in_json_is_the_report_of_the_library() {
    let folder = Folder::with(&[("good.jpg", &portrait())]);
    let done = run(&["check", "--format", "json", &folder.file("good.jpg")]);
    let beijing = profile::builtin("beijing-zikao-2022").unwrap();
    let expected = check(&portrait(), &beijing, &ModelSet::embedded().unwrap());
    assert!(!expected.models.is_empty());
    assert_eq!(done.output.trim_end(), expected.to_json());
}

#[test]
fn json_of_a_folder_is_an_array_and_jsonl_the_same_line_by_line() {
    let folder =
        Folder::with(&[("b.jpg", &portrait()), ("a.png", b"\x89PNG\r\n\x1a\n"), ("c.txt", b"no photo")]);
    let array = run(&["check", "--format", "json", &folder.path()]);
    let lines = run(&["check", "--format", "jsonl", &folder.path()]);
    let array: Vec<Value> = serde_json::from_str(&array.output).unwrap();
    let lines: Vec<Value> = lines.output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(array, lines);
    let files: Vec<_> = array.iter().map(|entry| entry["file"].as_str().unwrap()).collect();
    assert_eq!(files, [folder.file("a.png"), folder.file("b.jpg")]);
    assert_eq!(array[0]["report"]["photo"]["format"], "png");
}

#[test]
fn the_table_has_one_row_a_photo() {
    let folder = Folder::with(&[("a, b.jpg", &portrait()), ("c.jpg", b"\xff\xd8\xff\xd9")]);
    let done = run(&["check", "--format", "csv", "--profile", FILE_RULES, &folder.path()]);
    let mut table = csv::Reader::from_reader(done.output.as_bytes());
    assert_eq!(table.headers().unwrap().get(0), Some("file"));
    let rows: Vec<_> = table.records().map(Result::unwrap).collect();
    let seen: Vec<_> = rows.iter().map(|row| (row[0].to_owned(), &row[1], &row[6])).collect();
    let expected = [
        (folder.file("a, b.jpg"), "accepted", ""),
        (folder.file("c.jpg"), "rejected", "file-readable;file-size"),
    ];
    let sorted = |rules: &str| rules.split(';').map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
    let same =
        seen.iter().zip(&expected).all(|(s, e)| s.0 == e.0 && s.1 == e.1 && sorted(s.2) == sorted(e.2));
    assert!(same && seen.len() == expected.len(), "{seen:?}");
}

#[test]
fn a_file_name_is_no_formula() {
    let folder = Folder::with(&[("=1+1.jpg", &portrait())]);
    let done = run_in(&folder, &["check", "--format", "csv", "--profile", FILE_RULES, "=1+1.jpg"]);
    let row = done.output.lines().nth(1).unwrap_or_default();
    assert!(row.starts_with(r#""'=1+1.jpg","accepted","jpeg",480,640,"#), "{done:?}");
}

#[test]
fn reports_are_in_the_order_of_the_arguments() {
    let photo = portrait();
    let names: Vec<String> = (0..12).map(|n| format!("{n:02}.jpg")).collect();
    let files: Vec<(&str, &[u8])> = names
        .iter()
        .enumerate()
        .map(|(n, name)| (name.as_str(), if n % 3 == 0 { &photo[..] } else { b"\xff\xd8" }))
        .collect();
    let folder = Folder::with(&files);
    let backwards: Vec<String> = names.iter().rev().map(|name| folder.file(name)).collect();
    let arguments: Vec<&str> =
        ["check", "--format", "csv"].into_iter().chain(backwards.iter().map(|f| &**f)).collect();
    let done = run(&arguments);
    let rows: Vec<_> = done.output.lines().skip(1).filter_map(|row| row.split('"').nth(1)).collect();
    assert_eq!(rows, backwards);
}

#[test]
fn broken_files_of_every_kind_get_a_report() {
    let photo = portrait();
    let cut = &photo[..20_000];
    let folder = Folder::with(&[
        ("1-empty.jpg", b""),
        ("2-png.jpg", b"\x89PNG\r\n\x1a\n"),
        ("3-cut.jpg", cut),
        ("4-text.jpg", "照片".as_bytes()),
        ("5-start.jpg", b"\xff\xd8"),
    ]);
    let done = run(&["check", "--format", "jsonl", "--profile", FILE_RULES, &folder.path()]);
    let reports: Vec<Value> = done.output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((reports.len(), done.code), (5, 1), "{done:?}");
    assert!(reports.iter().all(|line| line["report"]["decision"] == "rejected"), "{reports:#?}");
}

#[test]
fn a_file_above_the_size_limit_has_the_digest_of_its_whole_content() {
    let mut long = portrait();
    long.resize(precheck_imaging::container::limits::MAX_BYTES as usize + 1000, 0);
    let folder = Folder::with(&[("long.jpg", &long)]);
    let done = run(&["check", "--format", "json", &folder.file("long.jpg")]);
    let beijing = profile::builtin("beijing-zikao-2022").unwrap();
    assert_eq!(
        (done.output.trim_end(), done.code),
        (&*check(&long, &beijing, &ModelSet::default()).to_json(), 3)
    );
}

#[test]
fn the_text_has_the_decision_before_the_reasons_in_the_chosen_language() {
    let folder = Folder::with(&[("cut.jpg", b"\xff\xd8\xff\xd9")]);
    let cases = [
        ("zh", ["不合格", "要求大于 50K", "→", "公告要求：「照片文件大于50K」"]),
        ("en", ["Rejected", "is needed", "→", "The notice says: “The file is larger than 50K.”"]),
    ];
    for (lang, expected) in cases {
        let done = run(&["check", "--lang", lang, "--profile", FILE_RULES, &folder.file("cut.jpg")]);
        let places: Vec<_> = expected.iter().map(|words| done.output.find(words)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{expected:?}: {}", done.output);
    }
}

#[test]
fn output_without_a_terminal_has_no_colour() {
    let folder = Folder::with(&[("cut.jpg", b"\xff\xd8\xff\xd9")]);
    let done = run(&["check", &folder.path(), &folder.path()]);
    assert!(!done.output.contains('\u{1b}') && !done.errors.contains('\u{1b}'), "{done:?}");
    assert!(done.output.contains("共 2 张照片"), "{done:?}");
}
