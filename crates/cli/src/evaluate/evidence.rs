//! The evidence for every rule, and the strictest severity that it carries.
//!
//! A rule that rejects on what a person wears or does needs [`MIN_FAULTY`] photographs with this fault alone, of
//! [`MIN_PEOPLE`] people, and false rejections of good photographs that are at most [`MAX_FALSE_REJECTS`] with 95 %
//! confidence, under the profile's limits and under limits set on other people. A rule of light, colour or geometry
//! needs the latter alone, and only under the profile's limits, which no sample of people has set: its faults are
//! simulated (`precheck curves`), and photos with another drawn fault count as good ones. Exact facts of the file need
//! no evidence.

use super::labels::{Kind, Truth};
use super::photo::Photo;
use super::statistics::Proportion;
use portrait_precheck::Outcome;
use portrait_precheck::profile::Severity;
use portrait_precheck::rules::{Proof, RuleDef};
use precheck_foundation::json::EnumName;
use serde::Serialize;
use std::collections::BTreeSet;

/// Fewest photographs with the fault alone.
const MIN_FAULTY: usize = 20;

/// Fewest people on them.
const MIN_PEOPLE: usize = 10;

/// Largest upper bound of the share of good photographs that fail.
const MAX_FALSE_REJECTS: f64 = 0.01;

/// What is known of one rule.
#[derive(Debug, Serialize)]
pub struct Evidence {
    /// The rule.
    pub rule: &'static str,
    /// What it takes to prove it.
    pub proof: &'static str,
    /// Photos with this fault alone.
    pub faulty: usize,
    /// The people on them.
    pub people: usize,
    /// Those that pass, of those that were assessed, under limits set on other people.
    pub missed: Proportion,
    /// Good photos that fail, of those that were assessed, under the profile's limits.
    pub false_rejects: Proportion,
    /// The same under limits set on other people.
    pub false_rejects_out_of_fold: Proportion,
    /// The strictest severity that this carries.
    pub severity: &'static str,
}

impl Evidence {
    /// The evidence from these photos, judged by the profile and out of fold.
    pub fn of(rule: &'static RuleDef, photos: &[Photo], out_of_fold: &[Photo]) -> Self {
        let fault = [rule.id.to_owned()];
        let people = |photos: &mut dyn Iterator<Item = &Photo>| -> usize {
            photos.map(|photo| photo.label.person().to_owned()).collect::<BTreeSet<_>>().len()
        };
        let with = |photos: &'_ [Photo], truth| -> Vec<usize> {
            let own = photos.iter().enumerate();
            let own =
                own.filter(|(_, photo)| counts(rule.proof, photo) && photo.label.truth(&fault) == truth);
            own.map(|(index, _)| index).collect()
        };
        let (faulty, good) = (with(photos, Truth::Faulty), with(photos, Truth::Good));
        let share = |judged: &[Photo], selected: &[usize], outcome| {
            let outcomes = selected.iter().filter_map(|index| judged.get(*index)).map(|p| p.outcome(rule.id));
            Proportion::of(outcomes.filter(|own| *own != Outcome::NotAssessed), |own| own == outcome)
        };
        let mut evidence = Self {
            rule: rule.id,
            proof: rule.proof.name(),
            faulty: faulty.len(),
            people: people(&mut faulty.iter().filter_map(|index| photos.get(*index))),
            missed: share(out_of_fold, &faulty, Outcome::Pass),
            false_rejects: share(photos, &good, Outcome::Fail),
            false_rejects_out_of_fold: share(out_of_fold, &good, Outcome::Fail),
            severity: Severity::Warn.name(),
        };
        if evidence.proves(rule.proof) {
            evidence.severity = Severity::Reject.name();
        }
        evidence
    }

    fn proves(&self, proof: Proof) -> bool {
        let rarely_wrong = |share: Proportion| share.of > 0 && share.high <= MAX_FALSE_REJECTS;
        match proof {
            Proof::Exact => true,
            Proof::Simulation => rarely_wrong(self.false_rejects),
            Proof::Photographs => {
                self.faulty >= MIN_FAULTY
                    && self.people >= MIN_PEOPLE
                    && rarely_wrong(self.false_rejects)
                    && rarely_wrong(self.false_rejects_out_of_fold)
            }
        }
    }
}

/// Whether a photo is evidence for such a rule. What is drawn proves nothing of what a person wears or does.
pub fn counts(proof: Proof, photo: &Photo) -> bool {
    match proof {
        Proof::Photographs => photo.label.is_of_a_person(),
        Proof::Exact | Proof::Simulation => !matches!(photo.label.kind, Kind::Container | Kind::Generated),
    }
}

/// The table that `profiles/evidence.csv` is, for the test that compares it with the profiles' severities.
pub fn table(evidence: &[Evidence]) -> String {
    let mut text = String::from(
        "rule,proof,faulty,people,missed,false_rejects,upper,out_of_fold,upper_out_of_fold,severity\n",
    );
    for row in evidence {
        let share = |share: Proportion| format!("{}/{}", share.count, share.of);
        let cells = [
            row.rule.to_owned(),
            row.proof.to_owned(),
            row.faulty.to_string(),
            row.people.to_string(),
            share(row.missed),
            share(row.false_rejects),
            row.false_rejects.high.to_string(),
            share(row.false_rejects_out_of_fold),
            row.false_rejects_out_of_fold.high.to_string(),
            row.severity.to_owned(),
        ];
        text += &cells.join(",");
        text.push('\n');
    }
    text
}
