//! Limits set on some people and applied to others: five folds by person.

use super::folds::{FOLDS, folds};
use super::labels::Truth;
use super::limit::Limit;
use super::photo::{Photo, judge_by_profile};
use super::rule_metrics::clause_of;
use super::score::Score;
use crate::args::Rates;
use portrait_precheck::Profile;
use portrait_precheck::profile::Severity;
use portrait_precheck::rules::{self, Group, Judgement, RuleDef};
use std::collections::BTreeMap;

/// The limits of some rules.
pub type Limits = BTreeMap<&'static str, Limit>;

/// The limits proposed from these photos.
pub fn limits(photos: &[&Photo], profile: &Profile, rates: Rates) -> Limits {
    let tuned = rules::all().filter(|rule| rule.group != Group::File);
    tuned.filter_map(|rule: &RuleDef| Some((rule.id, limit(rule.id, photos, profile, rates)?))).collect()
}

fn limit(rule: &str, photos: &[&Photo], profile: &Profile, rates: Rates) -> Option<Limit> {
    let fault = [rule.to_owned()];
    let values = |selects: &dyn Fn(&Photo) -> bool| -> Vec<f64> {
        let selected = photos.iter().filter(|photo| selects(photo));
        selected.filter_map(|photo| photo.value(rule)).collect()
    };
    let good = values(&|photo| photo.label.truth(&fault) == Truth::Good);
    let mut faulty = values(&|photo| photo.label.truth(&fault) == Truth::Faulty);
    if faulty.is_empty() {
        faulty = values(&|photo| has_shared_fault(photo, rule));
    }
    let best = || Score::best_separating(&good, &faulty);
    let clause = clause_of(profile, rule);
    let score = clause.and_then(Score::of_limits).unwrap_or_else(best);
    let rejects = clause.is_some_and(|clause| clause.severity == Severity::Reject);
    let rate = if rejects { rates.rate } else { rates.warn_rate };
    Limit::propose(score, &good, &faulty, rate)
}

/// Whether the only fault is one for which this rule or another has to fail.
fn has_shared_fault(photo: &Photo, rule: &str) -> bool {
    let [fault] = photo.label.faults.as_slice() else { return false };
    fault.len() > 1 && fault.iter().any(|name| name == rule)
}

/// Every photo, judged by limits from the other folds.
pub fn out_of_fold(photos: &[Photo], profile: &Profile, rates: Rates) -> Vec<Photo> {
    let folds = folds(photos);
    let of_others = |fold| -> Vec<&Photo> {
        photos.iter().zip(&folds).filter(|(_, own)| **own != fold).map(|(photo, _)| photo).collect()
    };
    let by_fold: Vec<Limits> = (0..FOLDS).map(|fold| limits(&of_others(fold), profile, rates)).collect();
    let judged = photos.iter().zip(&folds).filter_map(|(photo, fold)| {
        let limits = by_fold.get(*fold)?;
        Some(photo.judged_again(profile, |clause, quantity| {
            let judged = judge_by_profile(clause, quantity)?;
            let limit = clause.rule.and_then(|rule| limits.get(rule.id)).zip(judged.value);
            let verdict = limit.map_or(judged.verdict, |(limit, value)| limit.judge(value));
            Some(Judgement { verdict, ..judged })
        }))
    });
    judged.collect()
}
