//! `precheck profiles`, `rules` and `explain`.

mod common;

use common::run;
use portrait_precheck::{profile, rules};

#[test]
fn every_profile_and_every_rule_is_listed() {
    let (profiles, rules_listed) = (run(&["profiles"]), run(&["rules"]));
    let ids = |output: &str| -> Vec<String> {
        output.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
    };
    assert_eq!(ids(&profiles.output), profile::builtins().map(|p| p.id).collect::<Vec<_>>());
    assert_eq!(ids(&rules_listed.output), rules::all().map(|rule| rule.id).collect::<Vec<_>>());
}

#[test]
fn a_rule_is_explained_by_the_head_of_its_file_and_the_sentences_it_enforces() {
    let done = run(&["explain", "file-size", "--lang", "en"]);
    for words in ["# What is measured", "length of the file in bytes", "the file is larger than 50K", "51200"]
    {
        assert!(done.output.contains(words), "{words}: {}", done.output);
    }
}

#[test]
fn an_unknown_rule_is_wrong_use() {
    let done = run(&["explain", "eyes-shut"]);
    assert_eq!(done.code, 2);
    assert!(done.errors.contains("eyes-shut"), "{done:?}");
}
