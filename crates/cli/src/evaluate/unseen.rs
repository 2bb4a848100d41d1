//! How the rules judge photographs of people who did not set their limits and did not train their networks.

use super::cross_validation::is_set_on_people;
use super::labels::{Label, Truth};
use super::photo::Photo;
use super::rule_metrics::clause_of;
use super::statistics::Proportion;
use portrait_precheck::Outcome;
use portrait_precheck::profile::{Profile, Severity};
use portrait_precheck::rules::{self, Group, RuleDef};
use precheck_foundation::json::EnumName;
use precheck_foundation::text::LocalizedStr;
use serde::Serialize;
use std::collections::BTreeSet;

/// With fewer faulty photographs a share of missed ones says too little.
const MIN_FAULTY: usize = 10;

/// The verdicts of one rule. People rarely have one fault alone: a photo with others beside this one is faulty too.
#[derive(Debug, Clone, Serialize)]
pub struct UnseenMetrics {
    /// The rule.
    pub rule: &'static str,
    /// What it demands, in a few words.
    #[serde(skip)]
    pub name: LocalizedStr,
    /// Whether photographs of people set its limits.
    pub is_set_on_people: bool,
    /// The severity of its clause.
    pub severity: &'static str,
    /// Photographs with the fault.
    pub faulty: Verdicts,
    /// Photographs without it.
    pub good: Verdicts,
    /// By the labels as they were stored, before corrections: faulty photos that pass, and good ones that fail.
    pub by_stored_labels: (Proportion, Proportion),
}

/// The verdicts on photos with the same truth.
#[derive(Debug, Clone, Serialize)]
pub struct Verdicts {
    /// The people on those that were assessed.
    pub people: usize,
    /// Shares of those that were assessed.
    pub pass: Proportion,
    pub doubtful: Proportion,
    pub fail: Proportion,
    /// Those that were not, of all.
    pub not_assessed: Proportion,
}

impl UnseenMetrics {
    /// The verdicts of every rule about the picture that the profile uses.
    pub fn of_rules(photos: &[&Photo], profile: &Profile) -> Vec<Self> {
        let used = rules::all().filter(|rule| rule.group != Group::File);
        let used = used.filter_map(|rule| Some((rule, clause_of(profile, rule.id)?.severity)));
        used.map(|(rule, severity)| Self::of(rule, severity, photos)).collect()
    }

    fn of(rule: &'static RuleDef, severity: Severity, photos: &[&Photo]) -> Self {
        let verdicts = |label: fn(&Photo) -> &Label, is_faulty| {
            let own = photos.iter().copied().filter(|photo| is_this(label(photo), rule.id, is_faulty));
            Verdicts::of(rule.id, &own.collect::<Vec<_>>())
        };
        let stored = |is_faulty| verdicts(|photo| photo.label.stored(), is_faulty);
        Self {
            rule: rule.id,
            name: rule.name,
            is_set_on_people: is_set_on_people(rule),
            severity: severity.name(),
            faulty: verdicts(|photo| &photo.label, true),
            good: verdicts(|photo| &photo.label, false),
            by_stored_labels: (stored(true).pass, stored(false).fail),
        }
    }

    /// Whether there are enough faulty photographs to say how many are missed.
    pub fn shows_what_is_missed(&self) -> bool {
        self.faulty.pass.of >= MIN_FAULTY
    }
}

/// Whether the label says that the rule has its fault here, or that it has not.
fn is_this(label: &Label, rule: &str, is_faulty: bool) -> bool {
    match label.truth(&[rule.to_owned()]) {
        Truth::Faulty | Truth::FaultyBesideOthers => is_faulty,
        Truth::Good => !is_faulty,
        Truth::Unlabelled => false,
    }
}

impl Verdicts {
    fn of(rule: &str, photos: &[&Photo]) -> Self {
        let is_assessed = |photo: &&&Photo| photo.outcome(rule) != Outcome::NotAssessed;
        let assessed: Vec<&Photo> = photos.iter().filter(is_assessed).copied().collect();
        let share = |outcome| Proportion::of(&assessed, |photo| photo.outcome(rule) == outcome);
        Self {
            people: assessed.iter().map(|photo| photo.label.person()).collect::<BTreeSet<_>>().len(),
            pass: share(Outcome::Pass),
            doubtful: share(Outcome::Doubtful),
            fail: share(Outcome::Fail),
            not_assessed: Proportion::new(photos.len() - assessed.len(), photos.len()),
        }
    }
}
