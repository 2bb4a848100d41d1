//! How well one rule, or the rules of one fault, tell faulty photos from good ones.

use super::labels::{Fault, Truth};
use super::photo::Photo;
use super::score::Score;
use super::statistics::{Share, equal_error_rate};
use portrait_precheck::Outcome;
use portrait_precheck::profile::{Clause, Profile, Severity};
use serde::Serialize;

/// With fewer faulty photos nothing can be said.
const MEASURABLE: usize = 5;

/// The figures of one fault: of one rule, or of several of which at least one has to fail.
#[derive(Debug, Serialize)]
pub struct RuleFigures {
    /// The rule, or the rules with `|` between them.
    pub rule: String,
    /// What a failure means; `None` where the profile does not judge by these rules.
    pub severity: Option<Severity>,
    /// Photos with this fault alone.
    pub faulty: usize,
    /// How many of them were made by a program.
    pub synthetic: usize,
    /// Photos without it.
    pub good: usize,
    /// Whether there are enough faulty photos to say anything.
    pub measurable: bool,
    /// Faulty photos that pass, of those that were assessed; `None` without limits.
    pub missed: Option<Share>,
    /// Good photos that fail, of those that were assessed; `None` without limits.
    pub false_alarms: Option<Share>,
    /// Photos with this fault beside others that pass, of those that were assessed; `None` without limits.
    pub missed_beside_others: Option<Share>,
    /// Faulty photos of which no number could be told.
    pub untold_faulty: Share,
    /// Good photos of which no number could be told.
    pub untold_good: Share,
    /// Error rate at the limit that makes both errors equal, whatever the profile's limit is.
    pub equal_error_rate: Option<f64>,
    /// The files that were missed.
    pub missed_files: Vec<String>,
    /// The files with a false alarm.
    pub false_alarm_files: Vec<String>,
}

/// The photos of one group, for one fault.
struct Group<'a> {
    photos: Vec<&'a Photo>,
    outcomes: Vec<Outcome>,
}

impl RuleFigures {
    /// The figures of these rules on all photos.
    pub fn of(fault: &Fault, photos: &[Photo], profile: &Profile) -> Self {
        let clauses = clauses_of(profile, fault);
        let group = |truth| Group::of(photos, |photo| photo.label.truth(fault) == truth, &clauses);
        let faulty = group(Truth::Faulty);
        let good = group(Truth::Good);
        let beside_others = group(Truth::FaultyBesideOthers);
        let judged = clauses.iter().flatten().any(|clause| clause.judge.is_some());
        let measurable = faulty.photos.len() >= MEASURABLE;
        let severities = clauses.iter().flatten().map(|clause| clause.severity);
        Self {
            rule: fault.join("|"),
            severity: severities.min(),
            faulty: faulty.photos.len(),
            synthetic: faulty.photos.iter().filter(|photo| photo.label.is_synthetic()).count(),
            good: good.photos.len(),
            measurable,
            missed: (judged && measurable).then(|| faulty.share(Outcome::Pass)),
            false_alarms: judged.then(|| good.share(Outcome::Fail)),
            missed_beside_others: judged.then(|| beside_others.share(Outcome::Pass)),
            untold_faulty: faulty.untold(fault),
            untold_good: good.untold(fault),
            equal_error_rate: if measurable { rate(fault, &clauses, &good, &faulty) } else { None },
            missed_files: faulty.files(Outcome::Pass),
            false_alarm_files: good.files(Outcome::Fail),
        }
    }
}

/// The clause of the profile that judges by this rule, the strictest if there are several.
pub fn clause_of<'a>(profile: &'a Profile, rule: &str) -> Option<&'a Clause> {
    let own = profile.clauses.iter().filter(|clause| clause.rule.is_some_and(|entry| entry.id == rule));
    own.min_by_key(|clause| clause.severity)
}

/// The clause of each rule.
pub fn clauses_of<'a>(profile: &'a Profile, fault: &Fault) -> Vec<Option<&'a Clause>> {
    fault.iter().map(|rule| clause_of(profile, rule)).collect()
}

impl<'a> Group<'a> {
    fn of(photos: &'a [Photo], belongs: impl Fn(&Photo) -> bool, clauses: &[Option<&Clause>]) -> Self {
        let photos: Vec<&Photo> = photos.iter().filter(|photo| belongs(photo)).collect();
        let outcomes = photos.iter().map(|photo| together(photo, clauses)).collect();
        Self { photos, outcomes }
    }

    /// Photos that end so, of those that were assessed.
    fn share(&self, outcome: Outcome) -> Share {
        let assessed = self.outcomes.iter().filter(|outcome| **outcome != Outcome::NotAssessed);
        Share::of(assessed, |own| *own == outcome)
    }

    fn files(&self, outcome: Outcome) -> Vec<String> {
        let those = self.photos.iter().zip(&self.outcomes).filter(|(_, own)| **own == outcome);
        those.map(|(photo, _)| photo.label.file.clone()).collect()
    }

    fn untold(&self, fault: &Fault) -> Share {
        Share::of(&self.photos, |photo| fault.iter().all(|rule| photo.measurements.value(rule).is_none()))
    }

    /// The numbers of one rule.
    fn values(&self, rule: &str) -> Vec<f64> {
        self.photos.iter().filter_map(|photo| photo.measurements.value(rule)).collect()
    }
}

/// Fails if any clause fails; cannot be told if none does and one cannot be.
pub fn together(photo: &Photo, clauses: &[Option<&Clause>]) -> Outcome {
    let outcomes = clauses
        .iter()
        .map(|clause| clause.map_or(Outcome::NotAssessed, |clause| photo.measurements.outcome(clause)));
    outcomes.min().unwrap_or(Outcome::NotAssessed)
}

/// The equal error rate of the rule; of several, that of the worst of their ranks among the good photos.
fn rate(fault: &Fault, clauses: &[Option<&Clause>], good: &Group, faulty: &Group) -> Option<f64> {
    if let [rule] = fault.as_slice() {
        let score = score_of(rule, clauses.first().copied().flatten(), good, faulty);
        let scores = |group: &Group| score.of_all(&group.values(rule));
        return equal_error_rate(&scores(good), &scores(faulty));
    }
    let ranks: Vec<_> =
        fault.iter().zip(clauses).map(|(rule, clause)| Ranks::new(rule, *clause, good, faulty)).collect();
    let worst = |group: &Group| -> Vec<f64> {
        let of_photo = |photo: &&Photo| ranks.iter().filter_map(|r| r.of(photo)).max_by(f64::total_cmp);
        group.photos.iter().filter_map(of_photo).collect()
    };
    equal_error_rate(&worst(good), &worst(faulty))
}

/// As the limits judge; without limits, as the photos tell.
fn score_of(rule: &str, clause: Option<&Clause>, good: &Group, faulty: &Group) -> Score {
    let told = || Score::told_by(&good.values(rule), &faulty.values(rule));
    clause.and_then(Score::judged_by).unwrap_or_else(told)
}

/// A rule's scores of the good photos, by which numbers of different units can be compared.
struct Ranks<'a> {
    rule: &'a str,
    score: Score,
    good: Vec<f64>,
}

impl<'a> Ranks<'a> {
    fn new(rule: &'a str, clause: Option<&Clause>, good: &Group, faulty: &Group) -> Self {
        let score = score_of(rule, clause, good, faulty);
        let mut good = score.of_all(&good.values(rule));
        good.sort_by(f64::total_cmp);
        Self { rule, score, good }
    }

    /// The share of good photos that score less.
    fn of(&self, photo: &Photo) -> Option<f64> {
        let score = self.score.of(photo.measurements.value(self.rule)?);
        Some(self.good.partition_point(|good| *good < score) as f64 / self.good.len() as f64)
    }
}
