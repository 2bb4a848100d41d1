//! The finding: the result of one clause of the profile for one photo.

use crate::measurements::{Measurements, PhotoId};
use crate::profile::{Clause, Kind, Severity};
use crate::rules::{Judge, Measured, Remedy, RuleDef, Unit, Verdict};
use crate::scene::Unmeasurable;
use precheck_foundation::json::{EnumName, Json, write_object};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use serde_json::Value;

/// The result of one clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Id of the rule; `null` if no rule checks the clause.
    pub rule: Option<&'static str>,
    /// The wording of the notice.
    pub sentence: String,
    /// Who judges the clause.
    pub kind: Kind,
    /// The consequence of a failure.
    pub severity: Severity,
    /// The result.
    pub outcome: Outcome,
    /// Why the clause was not assessed; `null` otherwise.
    pub because: Option<Unmeasurable>,
    /// The number that was judged; `null` if there is none.
    pub value: Option<f64>,
    /// Unit of the value.
    pub unit: Option<Unit>,
    /// The limits as written in the profile.
    pub limits: Value,
    /// The result in a sentence for the candidate.
    pub message: LocalizedString,
    /// What the candidate can do about a failure; `null` otherwise.
    pub advice: Option<LocalizedString>,
    /// The places on the picture that the finding is about.
    pub marks: Vec<Mark>,
    /// What the candidate would have to change; used to order failures.
    remedy: Option<Remedy>,
}

/// The result of one clause. Reports list findings in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The measured number is outside the limits.
    Fail,
    /// The rule could not measure its quantity.
    NotAssessed,
    /// The clause is left to a reviewer.
    ForHuman,
    /// The clause informs; there is nothing to judge.
    Information,
    /// The measured number is within the limits.
    Pass,
}

/// The message of a clause that passes, without the value of a yes-or-no rule and with any other value.
const PASSES: LocalizedStr =
    LocalizedStr { zh: "{name}：符合要求。", en: "{name}: meets the requirement." };
const PASSES_WITH: LocalizedStr = LocalizedStr {
    zh: "{name}：符合要求（{value}）。",
    en: "{name}: meets the requirement ({value}).",
};
const NOT_ASSESSED: LocalizedStr = LocalizedStr {
    zh: "{name}：没能检查，因为{because}。",
    en: "{name}: could not be checked, because {because}.",
};
const FOR_HUMAN: LocalizedStr = LocalizedStr {
    zh: "这一条由审核人员判断，请您先自己核对一下：{sentence}",
    en: "A reviewer will decide this. Please check it yourself first: {sentence}",
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
    /// Judges one clause by the measurements.
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
            rule: clause.rule.map(|rule| rule.id),
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
            remedy: clause.rule.map(|rule| rule.group.remedy()),
        }
    }

    /// Sort key for the report; findings with equal keys keep the order of the notice.
    pub(super) fn sort_key(&self) -> (Outcome, Option<(Severity, Option<Remedy>)>) {
        (self.outcome, (self.outcome == Outcome::Fail).then_some((self.severity, self.remedy)))
    }
}

fn name_of(rule: &RuleDef) -> (String, LocalizedString) {
    ("name".to_owned(), rule.name.into())
}

/// The values for the placeholders in a rule's texts: its name, the value, the limits in the value's unit, the
/// picture's size, and the detail.
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
