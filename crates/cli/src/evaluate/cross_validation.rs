//! Photos judged by limits that others have set.

use super::photo::{Photo, judge_by_profile};
use super::tuning::{Limits, limits};
use portrait_precheck::Profile;
use portrait_precheck::profile::Budget;
use portrait_precheck::rules::{Judgement, Proof, RuleDef};
use std::collections::BTreeMap;

/// Every photo, judged by limits from the photos of all other groups; `groups` has the group of each. A photo without a group
/// is judged by limits from all that have one. Rules that `is_tuned` excludes are judged by the profile's limits.
pub fn judged_by_others(
    photos: &[Photo],
    groups: &[Option<usize>],
    profile: &Profile,
    budget: Budget,
    is_tuned: fn(&RuleDef) -> bool,
) -> Vec<Photo> {
    let of_others = |group: Option<usize>| -> Limits {
        let others = photos.iter().zip(groups).filter(|(_, own)| own.is_some() && **own != group);
        limits(&others.map(|(photo, _)| photo).collect::<Vec<_>>(), profile, budget)
    };
    let mut by_group: BTreeMap<Option<usize>, Limits> = BTreeMap::new();
    let judged = photos.iter().zip(groups).map(|(photo, group)| {
        let limits = by_group.entry(*group).or_insert_with(|| of_others(*group));
        photo.judged_again(profile, |clause, quantity| {
            let judged = judge_by_profile(clause, quantity)?;
            let limit = clause.rule.filter(|rule| is_tuned(rule)).and_then(|rule| limits.get(rule.id));
            let limit = limit.zip(judged.value);
            let verdict = limit.map_or(judged.verdict, |(limit, value)| limit.judge(value));
            Some(Judgement { verdict, ..judged })
        })
    });
    judged.collect()
}

/// Whether photographs of people set a rule's limits. Those of light, colour and place follow from simulated faults, and a
/// sample of people that is left out changes nothing of them.
pub fn is_set_on_people(rule: &RuleDef) -> bool {
    rule.proof == Proof::Photographs
}
