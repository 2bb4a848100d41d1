//! All metrics of an evaluation.

use super::evidence::Evidence;
use super::fairness::{self, GroupMetrics};
use super::labels::{Fault, Kind};
use super::photo::Photo;
use super::photo_metrics::PhotoMetrics;
use super::rule_metrics::RuleMetrics;
use super::statistics::rounded;
use portrait_precheck::Profile;
use portrait_precheck::rules::{self, Group};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// All metrics.
#[derive(Serialize)]
pub struct Metrics {
    /// Id of the profile whose limits judged.
    pub profile: String,
    /// Its hash.
    pub sha256: String,
    /// Number of labelled photos, by kind.
    pub photos: BTreeMap<Kind, usize>,
    /// On photographs of people alone: one per rule, then one per fault with several rules.
    pub people: Vec<RuleMetrics>,
    /// The same on all photos but painted ones, also drawn faults and files made to test the format.
    pub rules: Vec<RuleMetrics>,
    /// What evidence each rule has.
    pub evidence: Vec<Evidence>,
    /// Mean equal error rate over the measurable rules about the picture. Rules about the file are exact and would
    /// only lower it.
    pub mean_equal_error_rate: Option<f64>,
    /// The number of these rules.
    pub measurable: usize,
    /// All kinds but `container` together, then each kind.
    pub whole: Vec<PhotoMetrics>,
    /// By group of people.
    pub fairness: Vec<GroupMetrics>,
}

impl Metrics {
    /// The metrics of these faults on these photos, and on the same photos judged out of fold.
    pub fn of(photos: &[Photo], out_of_fold: &[Photo], faults: &[Fault], profile: &Profile) -> Self {
        let metrics = |selects: &dyn Fn(&Photo) -> bool| -> Vec<_> {
            let selected: Vec<&Photo> = photos.iter().filter(|photo| selects(photo)).collect();
            faults.iter().map(|fault| RuleMetrics::of(fault, &selected, profile)).collect()
        };
        let rules = metrics(&|photo| photo.label.kind != Kind::Generated);
        let of_picture = faults.iter().zip(&rules).filter(|(fault, _)| !is_about_the_file(fault));
        let rates: Vec<f64> = of_picture.filter_map(|(_, metrics)| metrics.equal_error_rate).collect();
        let mean = rates.iter().sum::<f64>() / rates.len() as f64;
        let mut by_kind = BTreeMap::new();
        for photo in photos {
            *by_kind.entry(photo.label.kind).or_insert(0) += 1;
        }
        Self {
            profile: profile.id.clone(),
            sha256: profile.sha256.clone(),
            photos: by_kind,
            measurable: rates.len(),
            mean_equal_error_rate: (!rates.is_empty()).then(|| rounded(mean)),
            people: metrics(&|photo| photo.label.is_of_a_person()),
            rules,
            evidence: rules::all().map(|rule| Evidence::of(rule, photos, out_of_fold)).collect(),
            whole: whole_photos(photos, profile),
            fairness: fairness::by_group(photos, profile),
        }
    }
}

/// The metrics of whole photos: of all kinds but `container` together, then of each kind.
pub fn whole_photos(photos: &[Photo], profile: &Profile) -> Vec<PhotoMetrics> {
    let kinds: BTreeSet<Kind> = photos.iter().map(|photo| photo.label.kind).collect();
    let with_people: Vec<Kind> = kinds.iter().copied().filter(|kind| *kind != Kind::Container).collect();
    let together = (with_people.len() > 1).then_some(with_people);
    let groups = together.into_iter().chain(kinds.iter().map(|kind| vec![*kind]));
    groups.map(|kinds| PhotoMetrics::of(&kinds, photos, profile)).collect()
}

fn is_about_the_file(fault: &Fault) -> bool {
    fault.iter().all(|rule| rules::by_id(rule).is_some_and(|entry| entry.group == Group::File))
}
