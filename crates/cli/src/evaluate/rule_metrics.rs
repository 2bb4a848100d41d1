//! How well one rule, or the rules of one fault, separate faulty photos from good ones.

use super::labels::{Fault, Truth};
use super::photo::Photo;
use super::score::Score;
use super::statistics::{Proportion, equal_error_rate};
use portrait_precheck::Outcome;
use portrait_precheck::profile::{Clause, Profile};
use precheck_foundation::json::EnumName;
use serde::Serialize;

/// With fewer faulty photos a rate means nothing.
pub const MIN_FAULTY: usize = 5;

/// The metrics of one fault: of one rule, or of several of which at least one has to fail.
#[derive(Debug, Serialize)]
pub struct RuleMetrics {
    /// The rule, or the rules with `|` between them.
    pub rule: String,
    /// The strictest severity of the rules; `None` if the profile does not use them.
    pub severity: Option<&'static str>,
    /// Photos with this fault alone.
    pub faulty: usize,
    /// How many of them were made by a program.
    pub synthetic: usize,
    /// Photos without it.
    pub good: usize,
    /// Whether there are enough faulty photos for a rate.
    pub measurable: bool,
    /// Faulty photos that pass, neither failing nor in doubt, of those that were assessed; `None` if there are too few.
    pub missed: Option<Proportion>,
    /// Good photos that fail, of those that were assessed.
    pub false_alarms: Proportion,
    /// Photos with this fault beside others that pass, of those that were assessed.
    pub missed_beside_others: Proportion,
    /// Faulty photos in doubt, of those that were assessed.
    pub doubtful_faulty: Proportion,
    /// Good photos in doubt, of those that were assessed.
    pub doubtful_good: Proportion,
    /// Faulty photos without a value.
    pub unmeasured_faulty: Proportion,
    /// Good photos without a value.
    pub unmeasured_good: Proportion,
    /// Error rate at the limit where both errors are equal; does not depend on the profile's limit.
    pub equal_error_rate: Option<f64>,
    /// The files that were missed.
    pub missed_files: Vec<String>,
    /// The files with a false alarm.
    pub false_alarm_files: Vec<String>,
}

/// Photos with the same label.
struct Group<'a>(Vec<&'a Photo>);

impl RuleMetrics {
    /// The metrics of these rules on all photos.
    pub fn of(fault: &Fault, photos: &[&Photo], profile: &Profile) -> Self {
        let group =
            |truth| Group(photos.iter().copied().filter(|photo| photo.label.truth(fault) == truth).collect());
        let (faulty, good) = (group(Truth::Faulty), group(Truth::Good));
        let measurable = faulty.0.len() >= MIN_FAULTY;
        let severities = fault.iter().filter_map(|rule| clause_of(profile, rule)).map(|c| c.severity);
        Self {
            rule: fault.join("|"),
            severity: severities.min().map(EnumName::name),
            faulty: faulty.0.len(),
            synthetic: faulty.0.iter().filter(|photo| photo.label.is_synthetic()).count(),
            good: good.0.len(),
            measurable,
            missed: measurable.then(|| faulty.share(fault, Outcome::Pass)),
            false_alarms: good.share(fault, Outcome::Fail),
            missed_beside_others: group(Truth::FaultyBesideOthers).share(fault, Outcome::Pass),
            doubtful_faulty: faulty.share(fault, Outcome::Doubtful),
            doubtful_good: good.share(fault, Outcome::Doubtful),
            unmeasured_faulty: faulty.unmeasured(fault),
            unmeasured_good: good.unmeasured(fault),
            equal_error_rate: if measurable { error_rate(fault, profile, &good, &faulty) } else { None },
            missed_files: faulty.files(fault, Outcome::Pass),
            false_alarm_files: good.files(fault, Outcome::Fail),
        }
    }
}

/// The clause of the profile that judges by this rule, the strictest if there are several.
pub fn clause_of<'a>(profile: &'a Profile, rule: &str) -> Option<&'a Clause> {
    let own = profile.clauses.iter().filter(|clause| clause.rule.is_some_and(|entry| entry.id == rule));
    own.min_by_key(|clause| clause.severity)
}

impl Group<'_> {
    /// Photos with this outcome, of those that were assessed.
    fn share(&self, fault: &Fault, outcome: Outcome) -> Proportion {
        let outcomes = self.0.iter().map(|photo| photo.outcome_of_any(fault));
        Proportion::of(outcomes.filter(|own| *own != Outcome::NotAssessed), |own| own == outcome)
    }

    fn files(&self, fault: &Fault, outcome: Outcome) -> Vec<String> {
        let those = self.0.iter().filter(|photo| photo.outcome_of_any(fault) == outcome);
        those.map(|photo| photo.label.file.clone()).collect()
    }

    fn unmeasured(&self, fault: &Fault) -> Proportion {
        Proportion::of(&self.0, |photo| photo.outcome_of_any(fault) == Outcome::NotAssessed)
    }

    /// The values of one rule.
    fn values(&self, rule: &str) -> Vec<f64> {
        self.0.iter().filter_map(|photo| photo.value(rule)).collect()
    }
}

/// The equal error rate of the rule; of several rules, that of the highest of their ranks among the good photos.
fn error_rate(fault: &Fault, profile: &Profile, good: &Group, faulty: &Group) -> Option<f64> {
    if let [rule] = fault.as_slice() {
        let score = score_of(rule, profile, good, faulty);
        let scores = |group: &Group| score.of_all(&group.values(rule));
        return equal_error_rate(&scores(good), &scores(faulty));
    }
    let ranks: Vec<_> = fault.iter().map(|rule| Ranks::new(rule, profile, good, faulty)).collect();
    let highest = |group: &Group| -> Vec<f64> {
        let of_photo = |photo: &&Photo| ranks.iter().filter_map(|r| r.of(photo)).max_by(f64::total_cmp);
        group.0.iter().filter_map(of_photo).collect()
    };
    equal_error_rate(&highest(good), &highest(faulty))
}

/// The score that the limits imply; without limits, the one that separates the photos best.
fn score_of(rule: &str, profile: &Profile, good: &Group, faulty: &Group) -> Score {
    let best = || Score::best_separating(&good.values(rule), &faulty.values(rule));
    clause_of(profile, rule).and_then(Score::of_limits).unwrap_or_else(best)
}

/// The sorted scores of the good photos for one rule. Ranks among them make values of different units comparable.
struct Ranks<'a> {
    rule: &'a str,
    score: Score,
    good: Vec<f64>,
}

impl<'a> Ranks<'a> {
    fn new(rule: &'a str, profile: &Profile, good: &Group, faulty: &Group) -> Self {
        let score = score_of(rule, profile, good, faulty);
        let mut good = score.of_all(&good.values(rule));
        good.sort_by(f64::total_cmp);
        Self { rule, score, good }
    }

    /// The share of good photos with a lower score.
    fn of(&self, photo: &Photo) -> Option<f64> {
        let score = self.score.of(photo.value(self.rule)?);
        Some(self.good.partition_point(|good| *good < score) as f64 / self.good.len() as f64)
    }
}
