//! Judging: limits, their margin of doubt, advice, and failures that explain others.

use portrait_precheck::models::NoModels;
use portrait_precheck::profile::Profile;
use portrait_precheck::{Decision, Outcome, Report, check};

/// A clause on the file's size, and one on the format.
fn report(file_size: &str, formats: &str) -> Report {
    let profile = format!(
        r#"
id = "test"
version = "1"
title = {{ zh = "测试", en = "test" }}

[[clause]]
sentence = "大小"
english = "size"
severity = "reject"
rule = "file-size"
{file_size}

[[clause]]
sentence = "格式"
english = "format"
severity = "reject"
rule = "file-format"
limits = {{ one_of = [{formats}] }}
"#
    );
    let profile = Profile::from_toml(&profile).unwrap();
    check(include_bytes!("../src/self_test.jpg"), &profile, &NoModels)
}

#[test]
fn beyond_the_limit_but_within_the_margin_is_a_question_and_undecided() {
    let bytes = report("limits = { min = 1 }", "\"jpeg\"").photo.bytes;
    let cases = [
        (format!("limits = {{ min = {bytes} }}\nmargin = 10"), Outcome::Pass, Decision::Accepted),
        (format!("limits = {{ min = {} }}\nmargin = 10", bytes + 10), Outcome::Doubtful, Decision::Undecided),
        (format!("limits = {{ min = {} }}\nmargin = 10", bytes + 11), Outcome::Fail, Decision::Rejected),
        (format!("limits = {{ min = {} }}", bytes + 1), Outcome::Fail, Decision::Rejected),
    ];
    let wrong: Vec<_> = cases
        .iter()
        .map(|(limits, outcome, decision)| (report(limits, "\"jpeg\""), limits, outcome, decision))
        .filter(|(report, _, outcome, decision)| {
            let finding = report.findings.iter().find(|finding| finding.rule == Some("file-size")).unwrap();
            let asks = finding.message.en.ends_with('?') && finding.advice.is_some();
            finding.outcome != **outcome
                || report.decision != **decision
                || asks != (finding.outcome == Outcome::Doubtful)
        })
        .map(|(report, limits, ..)| (limits, report.to_json()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_another_failure_explains_comes_after_it() {
    let report = report("limits = { max = 1 }", "\"png\"");
    let order: Vec<_> = report.findings.iter().map(|finding| (finding.rule, finding.explained_by)).collect();
    assert_eq!(order, [(Some("file-format"), None), (Some("file-size"), Some("file-format"))]);
}

#[test]
fn advice_depends_on_the_side_on_which_the_limit_is_passed() {
    let advice = |limits| report(limits, "\"jpeg\"").findings[0].advice.clone().unwrap().en;
    let (small, large) = (advice("limits = { min = 1000000 }"), advice("limits = { max = 1 }"));
    assert!(small.contains("uncompressed") && large.contains("too large"), "{small} {large}");
}
