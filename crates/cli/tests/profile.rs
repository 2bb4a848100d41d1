//! `precheck profile`.

mod common;

use common::run;
use std::fs;

/// A file of its own with this content.
fn file(name: &str, text: &str) -> String {
    let folder = std::env::temp_dir().join(format!("precheck-profile-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_new_profile_is_fine_and_each_mistake_is_named_with_its_line_and_the_right_word() {
    let template = run(&["profile", "new", "my-exam"]).output;
    let good = file("good.toml", &template);
    let done = run(&["profile", "check", &good]);
    assert_eq!(done.code, 0, "{done:?}");
    let bad = template.replacen("severity =", "severty =", 1).replacen("more_than", "morethan", 1);
    let done = run(&["profile", "check", &good, &file("bad.toml", &bad)]);
    let lines = bad.lines().enumerate();
    let line =
        |word: &str| lines.clone().find(|(_, line)| line.starts_with(word)).map(|(n, _)| n + 1).unwrap();
    let expected = [
        format!("bad.toml: line {}: clause 1: unknown field `severty`", line("severty")),
        "did you mean `severity`?".into(),
        format!(
            "bad.toml: line {}: clause 1: limits of `file-size`: unknown field `morethan`",
            line("limits")
        ),
        "did you mean `more_than`?".into(),
    ];
    let missing: Vec<_> = expected.iter().filter(|text| !done.output.contains(*text)).collect();
    assert!(missing.is_empty() && done.code == 1, "{missing:#?}: {done:?}");
}

#[test]
fn a_profile_is_explained_in_words() {
    let done = run(&["profile", "explain", "consular-passport", "--lang", "en"]);
    let expected = ["28 mm to 33 mm", "paraphrase", "https://", "not asked for by the notice: ", "white"];
    let missing: Vec<_> = expected.iter().filter(|text| !done.output.contains(**text)).collect();
    assert!(missing.is_empty(), "{missing:?}: {}", done.output);
    assert_eq!(run(&["profile", "explain", "nowhere"]).code, 2);
}

#[test]
fn a_budget_is_explained_in_per_cent() {
    let done = run(&["profile", "explain", "beijing-zikao-2022", "--lang", "en"]);
    let beijing = portrait_precheck::profile::shipped().next().unwrap();
    let doubtful = beijing.budget.expect("the profile has a budget").doubtful * 100.0;
    assert!(done.output.contains(&format!("at most {doubtful} % are asked about")), "{}", done.output);
}

#[test]
fn the_json_for_pages_has_the_profile_and_its_summary() {
    let json: serde_json::Value = serde_json::from_str(&run(&["profile", "json", "cet"]).output).unwrap();
    assert_eq!((&json["profile"]["id"], &json["summary"]["id"]), (&"cet".into(), &"cet".into()));
}
