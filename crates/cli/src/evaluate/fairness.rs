//! How often the checker is wrong about groups of people.

use super::groups::{Group, Members};
use super::labels::Truth;
use super::photo::Photo;
use super::rule_metrics::clause_of;
use super::statistics::{Errors, Proportion, RelativeRate};
use portrait_precheck::profile::Profile;
use portrait_precheck::rules;
use portrait_precheck::{Decision, Outcome};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// With fewer good photos of a group nothing is concluded of a rule.
pub const MIN_GOOD: usize = 100;

/// With fewer it is not even compared.
const FEWEST_GOOD: usize = 20;

/// How many times as often as about all people a rule may be wrong about a group.
pub const MOST: f64 = 1.5;

/// The verdicts on the complying photos of one group.
#[derive(Debug, Serialize)]
pub struct GroupMetrics {
    pub group: Group,
    /// The number of people, with complying photos or not.
    pub people: usize,
    /// Complying photos that are rejected.
    pub complying_rejected: Proportion,
    /// Complying photos that are rejected or undecided.
    pub complying_not_accepted: Proportion,
    /// Complying photos of which something is asked.
    pub complying_asked_about: Proportion,
}

/// How often a rule is wrong about the good photos of a group, and of all people of whom it is known whether they belong to
/// it.
#[derive(Debug, Clone, Serialize)]
pub struct Disparity {
    pub rule: &'static str,
    pub group: Group,
    /// What counts: a good photo that fails, or one that fails or is asked about.
    pub wrong: Wrong,
    /// The people of the group.
    pub people: usize,
    pub of_group: Proportion,
    pub of_all: Proportion,
    /// The first rate divided by the second; `None` if no photo at all is wrong.
    pub relative: Option<RelativeRate>,
    /// Whether its whole interval lies above [`MOST`], for a group of at least [`MIN_GOOD`] good photos.
    pub is_unfair: bool,
}

/// What counts as wrong on a good photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wrong {
    Fails,
    FailsOrAsks,
}

impl GroupMetrics {
    /// The metrics of every group that is not empty.
    pub fn of_all(photos: &[Photo]) -> Vec<Self> {
        let people: Vec<&Photo> = photos.iter().filter(|photo| photo.label.shows_somebody()).collect();
        let all = Members::of_all(&people).into_iter().map(|members| {
            let own =
                people.iter().zip(&members.is_member).filter(|(_, is_member)| **is_member == Some(true));
            Self::of(members.group, &own.map(|(photo, _)| *photo).collect::<Vec<_>>())
        });
        all.filter(|group| group.people > 0).collect()
    }

    fn of(group: Group, photos: &[&Photo]) -> Self {
        let complying = || photos.iter().filter(|photo| photo.label.complies == Some(true));
        Self {
            group,
            people: photos.iter().map(|photo| photo.label.person()).collect::<BTreeSet<_>>().len(),
            complying_rejected: Proportion::of(complying(), |photo| photo.decision == Decision::Rejected),
            complying_not_accepted: Proportion::of(complying(), |photo| photo.decision != Decision::Accepted),
            complying_asked_about: Proportion::of(complying(), |photo| photo.is_asked_about()),
        }
    }
}

/// The disparities of every rule of the profile about every group with some good photos, on photographs of people.
pub fn disparities(photos: &[Photo], profile: &Profile) -> Vec<Disparity> {
    let people: Vec<&Photo> = photos.iter().filter(|photo| photo.label.is_of_a_person()).collect();
    let groups = Members::of_all(&people);
    let used = rules::all().filter(|rule| clause_of(profile, rule.id).is_some());
    let all = used.flat_map(|rule| {
        let fault = [rule.id.to_owned()];
        let is_good: Vec<bool> = people
            .iter()
            .map(|photo| {
                photo.label.truth(&fault) == Truth::Good && photo.outcome(rule.id) != Outcome::NotAssessed
            })
            .collect();
        let of_group = |members: &Members| {
            let known = people.iter().zip(&is_good).zip(&members.is_member);
            let good: Vec<(&Photo, bool)> = known
                .filter_map(|((photo, is_good), is_member)| is_good.then_some((*photo, (*is_member)?)))
                .collect();
            let of = |wrong| Disparity::of(rule.id, members.group, wrong, &good);
            let (fails, asks) = (of(Wrong::Fails), of(Wrong::FailsOrAsks));
            let asks_nobody = fails.of_all == asks.of_all;
            [Some(fails), (!asks_nobody).then_some(asks)].into_iter().flatten()
        };
        groups.iter().flat_map(of_group).collect::<Vec<_>>()
    });
    all.filter(|disparity| disparity.of_group.of >= FEWEST_GOOD).collect()
}

impl Disparity {
    /// `good` are the good photos, and whether each shows one of the group.
    fn of(rule: &'static str, group: Group, wrong: Wrong, good: &[(&Photo, bool)]) -> Self {
        let is_wrong = |photo: &Photo| match photo.outcome(rule) {
            Outcome::Fail => true,
            Outcome::Doubtful => wrong == Wrong::FailsOrAsks,
            _ => false,
        };
        let errors = |belongs: bool| -> Errors {
            let mut by_person: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
            for (photo, _) in good.iter().filter(|(_, is_member)| *is_member == belongs) {
                let (wrong, of) = by_person.entry(photo.label.person()).or_default();
                *wrong += usize::from(is_wrong(photo));
                *of += 1;
            }
            Errors(by_person.into_values().collect())
        };
        let (own, others) = (errors(true), errors(false));
        let relative = RelativeRate::to_all(&own, &others);
        let of_group = own.proportion();
        let (others_wrong, others_of) = (others.wrong(), others.of());
        Self {
            rule,
            group,
            wrong,
            people: own.0.len(),
            of_all: Proportion::new(of_group.count + others_wrong, of_group.of + others_of),
            is_unfair: of_group.of >= MIN_GOOD && relative.is_some_and(|relative| relative.low > MOST),
            of_group,
            relative,
        }
    }
}
