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
fn a_rule_is_explained_by_its_documentation_and_the_sentences_it_checks() {
    let done = run(&["explain", "file-size", "--lang", "en"]);
    let beijing = profile::builtin("beijing-zikao-2022").unwrap();
    let clause = beijing.clauses.iter().find(|c| c.rule.is_some_and(|rule| rule.id == "file-size")).unwrap();
    let limits = clause.limits.to_string();
    let expected = ["# What is measured", "length of the file in bytes", &clause.english, &limits];
    let missing: Vec<_> = expected.iter().filter(|text| !done.output.contains(**text)).collect();
    assert!(missing.is_empty(), "{missing:?}: {}", done.output);
}

#[test]
fn an_unknown_rule_is_wrong_use() {
    let done = run(&["explain", "eyes-shut"]);
    assert_eq!(done.code, 2);
    assert!(done.errors.contains("eyes-shut"), "{done:?}");
}
