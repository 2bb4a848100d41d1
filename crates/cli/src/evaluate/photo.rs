//! The labelled photos with their measurements and the outcomes of the rules.

use super::corrections::Corrections;
use super::labels::{self, Fault, Label};
use super::measurements::{self, Measured};
use super::trained_scores::TrainedScores;
use crate::args::LabelledArgs;
use crate::exit::CliError;
use crate::inputs::embedded_models;
use crate::lang::Lang;
use portrait_precheck::profile::Clause;
use portrait_precheck::rules::{self, Judgement, Quantity, Verdict};
use portrait_precheck::{Decision, Outcome, Profile};
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use std::collections::BTreeMap;

/// A labelled, measured and judged photo.
pub struct Photo {
    /// What people found.
    pub label: Label,
    /// What was measured.
    pub measurements: Measured,
    /// The number of each rule: the one that the profile's clause judges, otherwise the one that was measured.
    values: BTreeMap<&'static str, f64>,
    /// The outcome of each rule of the profile.
    outcomes: BTreeMap<&'static str, Outcome>,
    /// The decision on the whole photo.
    pub decision: Decision,
}

impl Photo {
    /// Judges what was measured by the profile's clauses; `judge` returns the judgement, if there is one.
    pub fn judged(
        label: Label,
        measurements: Measured,
        profile: &Profile,
        judge: impl Fn(&Clause, &Quantity) -> Option<Judgement>,
    ) -> Self {
        let numbers =
            measurements.quantities().filter_map(|(rule, quantity)| Some((rule, quantity.number()?)));
        let mut values: BTreeMap<_, _> = numbers.collect();
        let clauses = profile.clauses.iter().filter_map(|clause| Some((clause, clause.rule?.id)));
        let judged: Vec<_> = clauses
            .map(|(clause, rule)| {
                let judged = measurements.quantity(rule).and_then(|quantity| judge(clause, quantity));
                values.extend(judged.and_then(|judged| judged.value).map(|value| (rule, value)));
                let outcome = match judged.map(|judged| judged.verdict) {
                    Some(Verdict::Pass) => Outcome::Pass,
                    Some(Verdict::Doubtful) => Outcome::Doubtful,
                    Some(Verdict::Fail) => Outcome::Fail,
                    None => Outcome::NotAssessed,
                };
                (clause.severity, rule, outcome)
            })
            .collect();
        let decision = Decision::of(judged.iter().map(|(severity, _, outcome)| (*severity, *outcome)));
        let outcomes = judged.into_iter().map(|(_, rule, outcome)| (rule, outcome)).collect();
        Self { label, measurements, values, outcomes, decision }
    }

    /// The same photo, judged by another `judge`.
    pub fn judged_again(
        &self,
        profile: &Profile,
        judge: impl Fn(&Clause, &Quantity) -> Option<Judgement>,
    ) -> Self {
        Self::judged(self.label.clone(), self.measurements.clone(), profile, judge)
    }

    /// The number of a rule.
    pub fn value(&self, rule: &str) -> Option<f64> {
        self.values.get(rule).copied()
    }

    /// The outcome of a rule; not assessed if the profile does not use it.
    pub fn outcome(&self, rule: &str) -> Outcome {
        self.outcomes.get(rule).copied().unwrap_or(Outcome::NotAssessed)
    }

    /// Whether some clause is in doubt.
    pub fn is_asked_about(&self) -> bool {
        self.outcomes.values().any(|outcome| *outcome == Outcome::Doubtful)
    }

    /// The outcome of the rules of one fault: fail if any of them fails; not assessed if none fails and one could not
    /// be assessed.
    pub fn outcome_of_any(&self, fault: &[String]) -> Outcome {
        fault.iter().map(|rule| self.outcome(rule)).min().unwrap_or(Outcome::NotAssessed)
    }
}

const FROM_FILE: LocalizedStr = LocalizedStr {
    zh: "测量数据读自 {file}，没有重新测量。",
    en: "measurements read from {file}; no photo was measured again.",
};
const UNMEASURED: LocalizedStr = LocalizedStr {
    zh: "{file} 里没有照片 {photo} 的测量数据；删除该文件即可重新测量。",
    en: "{file} has no measurements of {photo}; delete it to measure all photos again.",
};

/// The labelled photos, judged by the profile's limits. Measurements are read from their file if it exists;
/// otherwise the photos are measured and the measurements written to it.
pub fn labelled_photos(args: &LabelledArgs, profile: &Profile, lang: Lang) -> Result<Vec<Photo>, CliError> {
    let labels = labels::read_all(&args.labels)?;
    let corrections = args.training.as_deref().map(Corrections::read).transpose()?.unwrap_or_default();
    let labels: Vec<Label> = labels.into_iter().map(|label| corrections.correct(label)).collect();
    let stored = args.measurements.as_deref();
    if let Some(stored) = stored.filter(|stored| stored.exists()) {
        let file = stored.display().to_string();
        eprintln!("precheck: {}", lang.fill(FROM_FILE, &[("file", &file)]));
        return paired(labels, measurements::load(stored)?, profile, &file);
    }
    let scores = args.training.as_deref().map(TrainedScores::read).transpose()?.unwrap_or_default();
    let all = measurements::measure(&labels, &scores, &embedded_models()?)?;
    if let Some(stored) = stored {
        measurements::save(stored, &all)?;
    }
    Ok(labels.into_iter().zip(all).map(|(label, measured)| by_limits(label, measured, profile)).collect())
}

/// Pairs every label with the measurements of its photo.
fn paired(
    labels: Vec<Label>,
    all: Vec<Measured>,
    profile: &Profile,
    file: &str,
) -> Result<Vec<Photo>, CliError> {
    let mut by_file: BTreeMap<String, Measured> =
        all.into_iter().map(|measurements| (measurements.file.clone(), measurements)).collect();
    let pair = |label: Label| {
        let Some(measurements) = by_file.remove(&label.file) else {
            let values =
                [("file", LocalizedString::same(file)), ("photo", LocalizedString::same(label.file))];
            return Err(CliError::text(UNMEASURED, &values));
        };
        Ok(by_limits(label, measurements, profile))
    };
    labels.into_iter().map(pair).collect()
}

/// The photo, judged by the profile's limits.
fn by_limits(label: Label, measurements: Measured, profile: &Profile) -> Photo {
    Photo::judged(label, measurements, profile, judge_by_profile)
}

/// What the profile's own limits say.
pub fn judge_by_profile(clause: &Clause, quantity: &Quantity) -> Option<Judgement> {
    clause.demand.as_ref()?.judge(quantity, clause.margin)
}

/// Every rule as a fault of its own, then every labelled fault with several rules.
pub fn faults(photos: &[Photo]) -> Vec<Fault> {
    let labelled = photos.iter().flat_map(|photo| &photo.label.faults);
    let mut several: Vec<Fault> = labelled.filter(|fault| fault.len() > 1).cloned().collect();
    several.sort();
    several.dedup();
    rules::all().map(|entry| vec![entry.id.to_owned()]).chain(several).collect()
}
