//! All metrics of an evaluation.

use super::doubt::Doubt;
use super::evidence::Evidence;
use super::fairness::{self, Disparity, GroupMetrics};
use super::labels::{Fault, Kind};
use super::photo::Photo;
use super::photo_metrics::PhotoMetrics;
use super::rule_metrics::RuleMetrics;
use super::source::{GENERATED, STUDIO, source};
use super::statistics::rounded;
use super::unseen::UnseenMetrics;
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
    /// How many labels were corrected.
    pub corrected: usize,
    /// On photographs of people outside the studio who did not set the limits, one per rule.
    pub unseen: Vec<UnseenMetrics>,
    /// The same on the photos of each source, by limits that no photo of it has set.
    pub sources: BTreeMap<String, Vec<UnseenMetrics>>,
    /// On the photos from a studio, with drawn faults and files made to test the format: one per rule, then one per fault
    /// with several rules.
    pub studio: Vec<RuleMetrics>,
    /// The same on all photos but painted ones.
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
    /// The same, judged by limits that others have set.
    pub whole_unseen: Vec<PhotoMetrics>,
    /// The rules in doubt about complying photos.
    pub doubt: Vec<Doubt>,
    /// By group of people.
    pub fairness: Vec<GroupMetrics>,
    /// How often each rule is wrong about each group with enough photos.
    pub disparities: Vec<Disparity>,
}

/// The same photos, judged in three ways.
pub struct Judged<'a> {
    /// By the profile's limits.
    pub by_profile: &'a [Photo],
    /// By limits from other people, where people set them.
    pub out_of_fold: &'a [Photo],
    /// By limits from other sources, where people set them; empty if all photos have one source.
    pub out_of_source: &'a [Photo],
}

impl Metrics {
    /// The metrics of these faults on these photos.
    pub fn of(judged: &Judged, faults: &[Fault], profile: &Profile) -> Self {
        let Judged { by_profile: photos, out_of_fold, out_of_source } = *judged;
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
        let is_unseen = |photo: &&Photo| photo.label.is_of_a_person() && source(&photo.label) != STUDIO;
        let unseen: Vec<&Photo> = out_of_fold.iter().filter(is_unseen).collect();
        let mut sources: BTreeMap<String, Vec<&Photo>> = BTreeMap::new();
        for photo in out_of_source {
            if photo.label.is_of_a_person() || source(&photo.label) == GENERATED {
                sources.entry(source(&photo.label).to_owned()).or_default().push(photo);
            }
        }
        Self {
            profile: profile.id.clone(),
            sha256: profile.sha256.clone(),
            photos: by_kind,
            measurable: rates.len(),
            mean_equal_error_rate: (!rates.is_empty()).then(|| rounded(mean)),
            corrected: photos.iter().filter(|photo| photo.label.is_corrected()).count(),
            unseen: UnseenMetrics::of_rules(&unseen, profile),
            sources: sources
                .into_iter()
                .map(|(source, photos)| (source, UnseenMetrics::of_rules(&photos, profile)))
                .collect(),
            studio: metrics(&|photo| source(&photo.label) == STUDIO),
            rules,
            evidence: rules::all().map(|rule| Evidence::of(rule, photos, out_of_fold)).collect(),
            whole: whole_photos(photos, profile),
            whole_unseen: whole_photos(out_of_fold, profile),
            doubt: Doubt::of_all(photos),
            fairness: GroupMetrics::of_all(photos),
            disparities: fairness::disparities(photos, profile),
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
