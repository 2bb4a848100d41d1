//! The shipped profiles against the notices that they stand for.

use portrait_precheck::profile::{self, CaptureMode, Document, Profile, Severity, Wording};
use portrait_precheck::rules::{Proof, Quantity, Verdict};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

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
        .filter(|(_, clause)| clause.severity == Severity::Reject)
        .filter_map(|(profile, clause)| Some((profile, clause.rule?)))
        // Exact facts of the file need no evidence.
        .filter(|(_, rule)| rule.proof != Proof::Exact && strictest.get(rule.id) != Some(&"reject"))
        .map(|(profile, rule)| (profile, rule.id))
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

/// Loaded as an operator's own: the file's name is its id, every clause and every key of the notice is read.
#[test]
fn every_file_is_a_profile_that_says_whose_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    files.sort();
    let wrong: Vec<_> = files
        .iter()
        .filter_map(|path| {
            let text = fs::read_to_string(path).unwrap();
            match Document::from_toml(&text, Some(&folder)) {
                Err(errors) => Some(format!("{}: {errors}", path.display())),
                Ok(Document { profile, notice, .. }) => {
                    let named = path.file_stem().is_some_and(|stem| stem == profile.id.as_str());
                    let known = notice.office.is_some() && notice.region.is_some();
                    let found = notice.wording == Wording::Verbatim || !notice.sources.is_empty();
                    let right = named && known && found && text.starts_with("#:schema ");
                    (!right).then(|| format!("{}: name, office, region, source or schema", path.display()))
                }
            }
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let count = profile::builtins().count();
    assert!(count == files.len() && count >= 14, "{count} of {}", files.len());
}

/// The sentences of the others are written by the project, and only this one's stand in the notice.
#[test]
fn only_the_profile_with_the_notice_beside_it_quotes() {
    let quoting: Vec<_> = profile::shipped()
        .filter(|document| document.notice.wording == Wording::Verbatim)
        .map(|document| document.profile.id)
        .collect();
    assert_eq!(quoting, ["beijing-zikao-2022"]);
}

/// What a number is under the clause of this rule in a profile.
fn verdict(profile: &str, rule: &str, quantity: &Quantity) -> Option<Verdict> {
    let profile = profile::builtin(profile)?;
    let clause = profile.clauses.iter().find(|clause| clause.rule.is_some_and(|r| r.id == rule))?;
    Some(clause.demand.as_ref()?.judge(quantity, 0.0)?.verdict)
}

#[test]
fn offices_that_demand_the_opposite_both_work() {
    use Verdict::{Fail, Pass};
    let size = |width, height| Quantity::Size { width, height };
    let number = Quantity::Number;
    let cases = [
        // A head of half the picture's height, and one of three quarters.
        ("beijing-zikao-2022", "head-height", number(50.0), Some(Pass)),
        ("exit-entry", "head-height", number(50.0), Some(Fail)),
        ("beijing-zikao-2022", "head-height", number(75.0), Some(Fail)),
        ("exit-entry", "head-height", number(75.0), Some(Pass)),
        // 28 of 48 millimetres are 58.3 %.
        ("consular-passport", "head-height", number(58.0), Some(Fail)),
        ("consular-passport", "head-height", number(58.4), Some(Pass)),
        ("consular-passport", "chin-margin", number(14.0), Some(Fail)),
        ("social-security-card", "eyes-centred", number(50.0), Some(Pass)),
        ("social-security-card", "eyes-centred", number(45.0), Some(Fail)),
        ("id-card", "eye-line", number(53.0), Some(Pass)),
        ("id-card", "eye-line", number(53.2), Some(Fail)),
        ("us-visa-ds160", "aspect-ratio", size(600, 600), Some(Pass)),
        ("yanzhao", "aspect-ratio", size(600, 600), Some(Fail)),
        ("us-visa-ds160", "pixel-size", size(1201, 1201), Some(Fail)),
        ("cpa", "file-size", number(20_001.0), Some(Fail)),
        ("beijing-zikao-2022", "file-size", number(20_001.0), Some(Fail)),
        ("uk-passport-digital", "file-size", number(51_200.0), Some(Pass)),
        ("beijing-zikao-2022", "file-size", number(51_200.0), Some(Fail)),
        // Variants by age drop clauses.
        ("uk-passport-digital-under-6", "mouth-closed", number(9.0), None),
        ("uk-passport-digital", "mouth-closed", number(9.0), Some(Fail)),
        ("uk-passport-digital-under-1", "eyes-open", number(0.0), None),
    ];
    let wrong: Vec<_> = cases
        .iter()
        .map(|(profile, rule, quantity, expected)| {
            (profile, rule, verdict(profile, rule, quantity), expected)
        })
        .filter(|(_, _, actual, expected)| actual != *expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Glasses come off for one office and may stay on for another.
#[test]
fn glasses_off_and_glasses_allowed_are_both_said() {
    let says = |profile: &str, words: &str| {
        sentences(&profile::builtin(profile).unwrap()).any(|s| s.contains(words))
    };
    assert!(says("henan-chengkao", "均不得佩戴眼镜") && !says("henan-chengkao", "可以戴眼镜"));
    assert!(says("consular-passport", "可以戴眼镜") && !says("consular-passport", "不得佩戴眼镜"));
}
