//! The finding: the result of one clause of the profile for one photo.

use crate::measurements::{Measurements, PhotoId};
use crate::profile::{Clause, Kind, Severity};
use crate::rules::{Demand, Judgement, Measured, Remedy, RuleDef, Unit, Verdict};
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
    /// What the rule measures, in a few words; `null` if no rule checks the clause.
    pub name: Option<LocalizedString>,
    /// The wording of the notice.
    pub sentence: String,
    /// Its English translation.
    pub english: String,
    /// Who judges the clause.
    pub kind: Kind,
    /// The consequence of a failure.
    pub severity: Severity,
    /// The result.
    pub outcome: Outcome,
    /// Why the clause was not assessed; `null` otherwise.
    pub because: Option<Unmeasurable>,
    /// Id of the rule whose failure explains this one; `null` if none does, or nothing fails.
    pub explained_by: Option<&'static str>,
    /// The number that was judged; `null` if there is none.
    pub value: Option<f64>,
    /// Unit of the value.
    pub unit: Option<Unit>,
    /// The limits as written in the profile.
    pub limits: Value,
    /// What the limits allow, in words; `null` if no rule checks the clause.
    pub allowed: Option<LocalizedString>,
    /// Least and greatest allowed value, in the unit of the value; `null` where there is no such bound.
    pub bounds: (Option<f64>, Option<f64>),
    /// How far beyond the limits a value is in doubt, in its unit.
    pub margin: f64,
    /// The result in a sentence for the candidate; a question where it is doubtful.
    pub message: LocalizedString,
    /// What the candidate can do where the clause fails, is doubtful or was not assessed; `null` otherwise.
    pub advice: Option<LocalizedString>,
    /// The places on the picture that the finding is about.
    pub marks: Vec<Mark>,
    /// What the candidate would have to change; used to order failures.
    remedy: Option<Remedy>,
}

/// The result of one clause. Reports list findings in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The measured quantity is beyond the limits and their margin of doubt.
    Fail,
    /// The measured quantity is beyond the limits, but within their margin of doubt: the candidate is asked, a person
    /// decides.
    Doubtful,
    /// The rule could not measure its quantity.
    NotAssessed,
    /// The clause is left to a reviewer.
    ForHuman,
    /// The clause informs; there is nothing to judge.
    Information,
    /// The measured quantity is within the limits.
    Pass,
}

const PASSES: LocalizedStr =
    LocalizedStr { zh: "{name}：符合要求。", en: "{name}: meets the requirement." };
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
        let Self { rule, name, sentence, english, kind, severity, outcome, because, .. } = self;
        let Self { explained_by, value, unit, limits, allowed, margin, message, advice, marks, .. } = self;
        let (min, max) = &self.bounds;
        write_object(
            out,
            &[
                ("rule", rule),
                ("name", name),
                ("sentence", sentence),
                ("english", english),
                ("kind", kind),
                ("severity", severity),
                ("outcome", outcome),
                ("because", because),
                ("explained_by", explained_by),
                ("value", value),
                ("unit", unit),
                ("limits", limits),
                ("allowed", allowed),
                ("min", min),
                ("max", max),
                ("margin", margin),
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
        ("doubtful", Self::Doubtful),
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
        let (Some(rule), Some(demand)) = (clause.rule, &clause.demand) else {
            return match clause.kind {
                Kind::Information => Self::plain(clause, Outcome::Information, INFORMATION.fill(&sentence())),
                _ => Self::plain(clause, Outcome::ForHuman, FOR_HUMAN.fill(&sentence())),
            };
        };
        let measured = measurements.of_rule(rule.id);
        let judgement = measured.and_then(|measured| {
            demand.judge(&measured.quantity, clause.margin).ok_or(Unmeasurable::NoDetail)
        });
        match (measured, judgement) {
            (Ok(measured), Ok(judgement)) => {
                Self::judged(clause, rule, &**demand, measured, judgement, &measurements.photo)
            }
            (Err(reason), _) | (_, Err(reason)) => {
                let words = [name_of(rule), ("because".to_owned(), reason.text().into())];
                Self {
                    because: Some(reason),
                    advice: Some(reason.advice().into()),
                    ..Self::plain(clause, Outcome::NotAssessed, NOT_ASSESSED.fill(&words))
                }
            }
        }
    }

    fn judged(
        clause: &Clause,
        rule: &RuleDef,
        demand: &dyn Demand,
        measured: &Measured,
        judgement: Judgement,
        photo: &PhotoId,
    ) -> Self {
        let words = words_for(rule, demand, measured, judgement.value, photo);
        let (outcome, message) = match judgement.verdict {
            Verdict::Pass => (Outcome::Pass, PASSES),
            Verdict::Doubtful => (Outcome::Doubtful, rule.question),
            Verdict::Fail => (Outcome::Fail, rule.fail),
        };
        let advice = if judgement.above { rule.advice_above } else { rule.advice };
        Self {
            value: judgement.value,
            unit: judgement.value.map(|_| rule.unit),
            marks: measured.marks.clone(),
            advice: (outcome != Outcome::Pass).then(|| advice.fill(&words)),
            ..Self::plain(clause, outcome, message.fill(&words))
        }
    }

    fn plain(clause: &Clause, outcome: Outcome, message: LocalizedString) -> Self {
        Self {
            rule: clause.rule.map(|rule| rule.id),
            name: clause.rule.map(|rule| rule.name.into()),
            sentence: clause.sentence.clone(),
            english: clause.english.clone(),
            kind: clause.kind,
            severity: clause.severity,
            outcome,
            because: None,
            explained_by: None,
            value: None,
            unit: None,
            limits: clause.limits.clone(),
            allowed: clause.demand.as_ref().map(|demand| demand.allowed()),
            bounds: clause.demand.as_ref().map_or((None, None), |demand| demand.ends()),
            margin: clause.margin,
            message,
            advice: None,
            marks: Vec::new(),
            remedy: clause.rule.map(|rule| rule.group.remedy()),
        }
    }

    /// Sort key for the report; findings with equal keys keep the order of the notice.
    pub(super) fn sort_key(&self) -> (Outcome, Option<(Severity, bool, Option<Remedy>)>) {
        let to_mend = matches!(self.outcome, Outcome::Fail | Outcome::Doubtful);
        (self.outcome, to_mend.then_some((self.severity, self.explained_by.is_some(), self.remedy)))
    }
}

fn name_of(rule: &RuleDef) -> (String, LocalizedString) {
    ("name".to_owned(), rule.name.into())
}

/// The values for the placeholders in a rule's texts: its name, the value, what is allowed, the picture's size, and the
/// detail.
fn words_for(
    rule: &RuleDef,
    demand: &dyn Demand,
    measured: &Measured,
    value: Option<f64>,
    photo: &PhotoId,
) -> Vec<(String, LocalizedString)> {
    let mut words = vec![name_of(rule), ("allowed".to_owned(), demand.allowed())];
    words.extend(value.map(|value| ("value".to_owned(), demand.show(value))));
    if let Some((width, height)) = photo.size() {
        words.push(("width".to_owned(), LocalizedString::same(width.to_string())));
        words.push(("height".to_owned(), LocalizedString::same(height.to_string())));
    }
    words.extend(measured.detail.clone().map(|detail| ("detail".to_owned(), detail)));
    words
}
