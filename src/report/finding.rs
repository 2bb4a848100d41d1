//! What becomes of one clause on one photo.

use crate::measurements::{Measurements, PhotoId};
use crate::profile::{Clause, Kind, Severity};
use crate::rules::{Judge, Measured, Remedy, RuleDef, Unit, Verdict};
use crate::scene::Unmeasurable;
use precheck_foundation::json::{EnumName, Json, write_object};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use serde_json::Value;

/// One clause's answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule; `null` where no rule judges.
    pub rule: Option<&'static str>,
    /// The notice's own words.
    pub sentence: String,
    /// Who judges.
    pub kind: Kind,
    /// What a failure means.
    pub severity: Severity,
    /// What came out.
    pub outcome: Outcome,
    /// Why it was not assessed; `null` otherwise.
    pub because: Option<Unmeasurable>,
    /// The measured number; `null` if there is none.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: Option<Unit>,
    /// The limits, as the profile writes them.
    pub limits: Value,
    /// What to tell the candidate.
    pub message: LocalizedString,
    /// What the candidate can do; `null` where there is nothing to mend.
    pub advice: Option<LocalizedString>,
    /// Where on the picture.
    pub marks: Vec<Mark>,
    /// What mends it, for the order of the findings.
    remedy: Option<Remedy>,
}

/// What came out of one clause, in the order in which reports list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The rule measured a number that the limits do not allow.
    Fail,
    /// It could not be told.
    NotAssessed,
    /// A person judges.
    ForHuman,
    /// Nothing is judged.
    Information,
    /// The number is allowed.
    Pass,
}

/// Said of a clause that passes; a yes-or-no value says nothing more.
const PASSES: LocalizedStr = LocalizedStr { zh: "{name}：符合要求。", en: "{name}: fine." };
const PASSES_WITH: LocalizedStr =
    LocalizedStr { zh: "{name}：符合要求（{value}）。", en: "{name}: fine ({value})." };
const NOT_ASSESSED: LocalizedStr = LocalizedStr {
    zh: "{name}：暂时无法判断，因为{because}。",
    en: "{name}: cannot be told, because {because}.",
};
const FOR_HUMAN: LocalizedStr = LocalizedStr {
    zh: "这一条由审核人员判断，请自行核对：{sentence}",
    en: "A reviewer judges this; please check it yourself: {sentence}",
};
const INFORMATION: LocalizedStr =
    LocalizedStr { zh: "请注意：{sentence}", en: "Please note: {sentence}" };

impl Json for Finding {
    fn write(&self, out: &mut String) {
        let Self { rule, sentence, kind, severity, outcome, because, value, unit, limits, .. } = self;
        let Self { message, advice, marks, .. } = self;
        write_object(
            out,
            &[
                ("rule", rule),
                ("sentence", sentence),
                ("kind", kind),
                ("severity", severity),
                ("outcome", outcome),
                ("because", because),
                ("value", value),
                ("unit", unit),
                ("limits", limits),
                ("message", message),
                ("advice", advice),
                ("marks", marks),
            ],
        );
    }
}

impl EnumName for Outcome {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("fail", Self::Fail),
        ("not-assessed", Self::NotAssessed),
        ("for-human", Self::ForHuman),
        ("information", Self::Information),
        ("pass", Self::Pass),
    ];
}

impl Finding {
    /// Judges one clause with what was measured.
    pub(super) fn of(clause: &Clause, measurements: &Measurements) -> Self {
        let sentence = || {
            let sentence = LocalizedString { zh: clause.sentence.clone(), en: clause.english.clone() };
            [("sentence".to_owned(), sentence)]
        };
        let (Some(rule), Some(judge)) = (clause.rule, &clause.judge) else {
            return match clause.kind {
                Kind::Information => Self::plain(clause, Outcome::Information, INFORMATION.fill(&sentence())),
                _ => Self::plain(clause, Outcome::ForHuman, FOR_HUMAN.fill(&sentence())),
            };
        };
        let measured = measurements.of_rule(rule.id);
        let value = measured.and_then(|measured| (rule.value)(measured).ok_or(Unmeasurable::NoDetail));
        match (measured, value) {
            (Ok(measured), Ok(value)) => {
                Self::judged(clause, rule, judge, measured, value, &measurements.photo)
            }
            (Err(reason), _) | (_, Err(reason)) => {
                let words = [name_of(rule), ("because".to_owned(), reason.text().into())];
                let message = NOT_ASSESSED.fill(&words);
                Self { because: Some(reason), ..Self::plain(clause, Outcome::NotAssessed, message) }
            }
        }
    }

    fn judged(
        clause: &Clause,
        rule: &RuleDef,
        judge: &Judge,
        measured: &Measured,
        value: f64,
        photo: &PhotoId,
    ) -> Self {
        let words = words_for(clause, rule, measured, value, photo);
        let passes = if rule.unit == Unit::Flag { PASSES } else { PASSES_WITH };
        let (outcome, message, advice) = match judge(value) {
            Verdict::Pass => (Outcome::Pass, passes.fill(&words), None),
            Verdict::Fail => (Outcome::Fail, rule.fail.fill(&words), Some(rule.advice.fill(&words))),
        };
        Self {
            value: Some(value),
            unit: Some(rule.unit),
            marks: measured.marks.clone(),
            advice,
            ..Self::plain(clause, outcome, message)
        }
    }

    fn plain(clause: &Clause, outcome: Outcome, message: LocalizedString) -> Self {
        Self {
            rule: clause.rule.map(|entry| entry.id),
            sentence: clause.sentence.clone(),
            kind: clause.kind,
            severity: clause.severity,
            outcome,
            because: None,
            value: None,
            unit: None,
            limits: clause.limits.clone(),
            message,
            advice: None,
            marks: Vec::new(),
            remedy: clause.rule.map(|entry| entry.group.remedy()),
        }
    }

    /// Where the finding stands in a report; equals keep the order of the notice.
    pub(super) fn place_in_line(&self) -> (Outcome, Option<(Severity, Option<Remedy>)>) {
        (self.outcome, (self.outcome == Outcome::Fail).then_some((self.severity, self.remedy)))
    }
}

fn name_of(rule: &RuleDef) -> (String, LocalizedString) {
    ("name".to_owned(), rule.name.into())
}

/// The placeholders of a rule's texts: its name, the value, the limits in the value's unit, the picture's size, and
/// the detail.
fn words_for(
    clause: &Clause,
    rule: &RuleDef,
    measured: &Measured,
    value: f64,
    photo: &PhotoId,
) -> Vec<(String, LocalizedString)> {
    let mut words = vec![name_of(rule), ("value".to_owned(), rule.unit.show(value))];
    for (name, limit) in clause.limits.as_object().into_iter().flatten() {
        if let Some(limit) = limit.as_f64() {
            words.push((name.clone(), rule.unit.show(limit)));
        }
    }
    if let Some((width, height)) = photo.size() {
        words.push(("width".to_owned(), LocalizedString::same(width.to_string())));
        words.push(("height".to_owned(), LocalizedString::same(height.to_string())));
    }
    words.extend(measured.detail.clone().map(|detail| ("detail".to_owned(), detail)));
    words
}
