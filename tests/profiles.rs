//! The shipped profiles against the notices that they stand for.

use portrait_precheck::profile::{self, CaptureMode, Profile, Severity};
use std::collections::BTreeMap;

const EVIDENCE: &str = include_str!("../profiles/evidence.csv");

const NOTICE: &str = include_str!("../profiles/beijing-zikao-2022.zh.txt");

/// What the notice says of the photo outside its items: the parts of section 二, steps 5 and 6, that are about
/// the picture, and which button to press with it.
const OF_THE_PHOTO_IN_THE_STEPS: [&str; 4] = [
    "选择大于 50KB 的照片，确认照片完整清晰置入框内后，点击“上传照片”按钮",
    "如果照片尺寸低于标准值，请修改后重新上传",
    "此处审核工作由易拍公司负责，主要审核照片质量、清晰度、分辨率等",
    "如照片审核失败，需要重新采集，采集步骤如上",
];

fn beijing() -> Profile {
    profile::builtin("beijing-zikao-2022").expect("the profile ships with the checker")
}

/// The text of items 2 to 9 of section 一, one string an item, without its number.
fn items_of_the_notice() -> Vec<&'static str> {
    let section = NOTICE.split("一. 准备事项").nth(1).and_then(|rest| rest.split("二. 采集步骤").next());
    let lines = section.expect("the notice has a section 一").lines();
    lines.filter_map(|line| line.split_once(". ")).filter(|(n, _)| *n != "1").map(|(_, text)| text).collect()
}

/// What is left of `text` once each quotation is taken out, wherever it stands in it; overlapping quotations
/// take out what they cover together.
fn left_over<'a>(text: &str, quotations: impl Iterator<Item = &'a str>) -> String {
    let mut covered = vec![false; text.len()];
    for quotation in quotations {
        for (start, found) in text.match_indices(quotation) {
            covered[start..start + found.len()].fill(true);
        }
    }
    text.char_indices().filter(|(at, _)| !covered[*at]).map(|(_, c)| c).collect()
}

fn sentences(profile: &Profile) -> impl Iterator<Item = &str> {
    profile.clauses.iter().map(|clause| clause.sentence.as_str())
}

#[test]
fn the_camera_may_be_used_as_the_notice_says() {
    let capture = beijing().capture.expect("item 9 speaks of selfies");
    assert_eq!(capture.mode, CaptureMode::Assisted);
    assert!(items_of_the_notice()[7].contains(&capture.sentence), "{}", capture.sentence);
}

#[test]
fn every_quotation_stands_literally_in_the_notice() {
    let profile = beijing();
    let invented: Vec<_> = sentences(&profile).filter(|sentence| !NOTICE.contains(sentence)).collect();
    assert!(invented.is_empty(), "{invented:#?}");
}

#[test]
fn the_quotations_leave_nothing_of_items_2_to_9_over() {
    let profile = beijing();
    let items = items_of_the_notice();
    assert_eq!(items.len(), 8);
    let missing: Vec<String> = items
        .iter()
        .map(|item| left_over(item, sentences(&profile)))
        .filter(|rest| rest.chars().any(char::is_alphanumeric))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn what_is_left_out_is_noticed() {
    let profile = beijing();
    let item = items_of_the_notice()[5];
    let without_format = sentences(&profile).filter(|sentence| *sentence != "格式为jpg");
    assert_eq!(left_over(item, without_format), "，格式为jpg，，。");
}

#[test]
fn what_steps_5_and_6_say_of_the_photo_is_quoted() {
    let profile = beijing();
    let missing: Vec<_> = OF_THE_PHOTO_IN_THE_STEPS
        .iter()
        .filter(|sentence| NOTICE.contains(**sentence))
        .map(|sentence| left_over(sentence, sentences(&profile)))
        .collect();
    assert_eq!(missing, [""; OF_THE_PHOTO_IN_THE_STEPS.len()]);
}

/// `profiles/evidence.csv` says how strict the evidence on labelled photographs lets a rule be (`cargo xtask accuracy`).
#[test]
fn no_severity_goes_beyond_its_evidence() {
    let mut reader = csv::Reader::from_reader(EVIDENCE.as_bytes());
    let rows: Vec<csv::StringRecord> =
        reader.records().collect::<Result<_, _>>().expect("evidence.csv is a table");
    let strictest: BTreeMap<&str, &str> = rows.iter().map(|row| (&row[0], &row[row.len() - 1])).collect();
    let beyond: Vec<_> = profile::builtins()
        .flat_map(|profile| profile.clauses.into_iter().map(move |clause| (profile.id.clone(), clause)))
        .filter_map(|(profile, clause)| Some((profile, clause.rule?.id, clause.severity)))
        .filter(|(_, rule, severity)| *severity == Severity::Reject && strictest.get(rule) != Some(&"reject"))
        .collect();
    assert!(!strictest.is_empty() && beyond.is_empty(), "{beyond:#?}");
}

/// Two findings of one rule would tell the candidate the same twice.
#[test]
fn no_rule_stands_twice_in_a_profile() {
    let twice: Vec<_> = profile::builtins()
        .flat_map(|profile| {
            let mut rules: Vec<_> = profile.clauses.iter().filter_map(|c| c.rule.map(|r| r.id)).collect();
            rules.sort_unstable();
            let repeated: Vec<_> = rules.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0]).collect();
            repeated.into_iter().map(move |rule| (profile.id.clone(), rule))
        })
        .collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn english_is_english() {
    let not_english: Vec<_> = profile::builtins()
        .flat_map(|profile| profile.clauses)
        .filter(|clause| !clause.english.is_ascii() && !clause.english.contains("易拍"))
        .map(|clause| clause.english)
        .collect();
    assert!(not_english.is_empty(), "{not_english:#?}");
}
