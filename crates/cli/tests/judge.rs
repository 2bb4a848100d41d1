//! `precheck judge`: reports from stored measurements.

mod common;

use common::{Folder, portrait, run};
use std::fs;

fn folder() -> Folder {
    // A face of 72 x 72 pixels, from NASA's portrait of Eileen Collins (public domain).
    let face = include_bytes!("../../../src/self_test.jpg");
    Folder::with(&[("face.jpg", face), ("grain.jpg", &portrait()), ("text.jpg", b"no picture")])
}

#[test]
fn stored_measurements_give_the_output_of_check() {
    let folder = folder();
    let measured = run(&["measure", &folder.path()]);
    let stored = folder.file("measurements.jsonl");
    fs::write(&stored, &measured.output).unwrap();
    let mut wrong = Vec::new();
    for profile in ["beijing-zikao-2022", "chsi-graduation"] {
        for format in ["text", "json", "jsonl", "csv"] {
            let options = ["--profile", profile, "--format", format];
            let of = |command, path| run(&[&[command], &options[..], &[path]].concat());
            let (checked, judged) = (of("check", &folder.path()), of("judge", &stored));
            if (checked.code, &checked.output) != (judged.code, &judged.output) {
                wrong.push((profile, format, checked.output, judged.output));
            }
        }
    }
    assert_eq!(measured.code, 0, "{measured:?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_line_that_is_no_measurement_is_named_and_the_others_are_judged() {
    let folder = folder();
    let good = run(&["measure", &folder.file("face.jpg")]).output;
    let stored = folder.file("measurements.jsonl");
    fs::write(&stored, format!("{good}{}\n{good}", good.trim().replace("sharpness", "sharpnes"))).unwrap();
    let judged = run(&["judge", "--format", "jsonl", &stored]);
    assert_eq!((judged.code, judged.output.lines().count()), (2, 2), "{judged:?}");
    assert!(
        judged.errors.contains("line 2: `measurements`: `rules`: unknown rule `sharpnes`"),
        "{}",
        judged.errors
    );
    assert_eq!(run(&["judge", &folder.file("missing.jsonl")]).code, 2);
}

#[test]
fn a_line_that_is_no_utf_8_and_a_folder_are_wrong_input() {
    let folder = folder();
    let good = run(&["measure", &folder.file("face.jpg")]).output;
    let stored = folder.file("measurements.jsonl");
    fs::write(&stored, [good.as_bytes(), b"{\"file\":\"\xd5\xd5.jpg\"}\n", good.as_bytes()].concat())
        .unwrap();
    let judged = run(&["judge", "--format", "jsonl", &stored, &folder.path(), &stored]);
    assert_eq!((judged.code, judged.output.lines().count()), (2, 4), "{judged:?}");
    let named = |line: &str| line.starts_with(&format!("precheck: {stored}: line 2: "));
    assert_eq!(judged.errors.lines().filter(|line| named(line)).count(), 2, "{judged:?}");
    assert!(judged.errors.contains(&format!("precheck: {}: ", folder.path())), "{judged:?}");
}
