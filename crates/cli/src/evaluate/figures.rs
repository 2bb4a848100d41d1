//! All figures of an evaluation.

use super::fairness::{self, GroupFigures};
use super::labels::{Fault, Kind};
use super::photo::Photo;
use super::rule_figures::RuleFigures;
use super::statistics::rounded;
use super::whole_figures::WholeFigures;
use portrait_precheck::Profile;
use portrait_precheck::rules::{self, Group};
use serde::Serialize;
use std::collections::BTreeMap;

/// All figures.
#[derive(Serialize)]
pub struct Figures {
    /// The profile whose limits judged.
    pub profile: String,
    /// Its hash.
    pub sha256: String,
    /// Number of labelled photos, by kind.
    pub photos: BTreeMap<Kind, usize>,
    /// One a rule of the engine, then one a fault of several rules.
    pub rules: Vec<RuleFigures>,
    /// Mean equal error rate over the measurable ones that look at the picture: the exact rules about the file
    /// would only embellish it.
    pub mean_equal_error_rate: Option<f64>,
    /// How many these are.
    pub measurable: usize,
    /// All kinds but the container together, then each kind.
    pub whole: Vec<WholeFigures>,
    /// By groups of people.
    pub fairness: Vec<GroupFigures>,
}

impl Figures {
    /// The figures of these faults on these photos.
    pub fn of(photos: &[Photo], faults: &[Fault], profile: &Profile) -> Self {
        let rules: Vec<_> = faults.iter().map(|fault| RuleFigures::of(fault, photos, profile)).collect();
        let of_picture = faults.iter().zip(&rules).filter(|(fault, _)| !is_about_the_file(fault));
        let rates: Vec<f64> = of_picture.filter_map(|(_, figures)| figures.equal_error_rate).collect();
        let mean = rates.iter().sum::<f64>() / rates.len() as f64;
        let mut by_kind = BTreeMap::new();
        for photo in photos {
            *by_kind.entry(photo.label.kind).or_insert(0) += 1;
        }
        let kinds: Vec<Kind> = by_kind.keys().copied().collect();
        let with_people: Vec<Kind> = kinds.iter().copied().filter(|kind| *kind != Kind::Container).collect();
        let together = (with_people.len() > 1).then_some(with_people);
        let groups = together.into_iter().chain(kinds.iter().map(|kind| vec![*kind]));
        Self {
            profile: profile.id.clone(),
            sha256: profile.sha256.clone(),
            photos: by_kind,
            measurable: rates.len(),
            mean_equal_error_rate: (!rates.is_empty()).then(|| rounded(mean)),
            rules,
            whole: groups.map(|kinds| WholeFigures::of(&kinds, photos, profile)).collect(),
            fairness: fairness::figures(photos, profile),
        }
    }
}

fn is_about_the_file(fault: &Fault) -> bool {
    fault.iter().all(|rule| rules::by_id(rule).is_some_and(|entry| entry.group == Group::File))
}
