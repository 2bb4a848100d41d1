//! Limits set on some people and applied to others: five folds by person.

use super::evidence::counts;
use super::folds::{FOLDS, folds};
use super::labels::Truth;
use super::limit::Limit;
use super::photo::{Photo, judge_by_profile};
use super::rule_metrics::{MIN_FAULTY, clause_of};
use super::score::Score;
use crate::args::Rates;
use portrait_precheck::Profile;
use portrait_precheck::profile::Severity;
use portrait_precheck::rules::{self, Group, Judgement, Proof, RuleDef, Verdict};
use std::collections::BTreeMap;

/// The limits of some rules.
pub type Limits = BTreeMap<&'static str, Limit>;

/// The shares of good photos that a rule may leave in doubt or fail.
const SHARES: [f64; 5] = [0.0, 0.01, 0.02, 0.03, 0.04];

/// The limits proposed from these photos. All rules that only photographs can prove, and with photographs of the fault,
/// share the budget of doubt on complying photos: again and again it goes to the rule that finds most faulty photos for it.
pub fn limits(photos: &[&Photo], profile: &Profile, rates: Rates) -> Limits {
    let tuned = rules::all().filter(|rule| rule.group != Group::File);
    let tuned: Vec<(&'static RuleDef, Samples)> =
        tuned.map(|rule| (rule, Samples::of(rule, photos))).collect();
    let limit = |rule: &RuleDef, samples: &Samples, share| samples.limit(rule.id, profile, rates, share);
    let without_doubt =
        |(rule, samples): &(&'static RuleDef, Samples)| Some((rule.id, limit(rule, samples, 0.0)?));
    let mut limits: Limits = tuned.iter().filter_map(without_doubt).collect();
    let may_ask = |rule: &RuleDef, samples: &Samples| {
        let provable = rule.proof == Proof::Photographs && samples.faulty.len() >= MIN_FAULTY;
        provable && clause_of(profile, rule.id).is_some()
    };
    let asking =
        tuned.iter().filter(|(rule, samples)| may_ask(rule, samples)).map(|(rule, samples)| Asking {
            rule: rule.id,
            limits: SHARES.iter().filter_map(|share| limit(rule, samples, *share)).collect(),
            faulty: &samples.faulty,
        });
    let asking: Vec<Asking> = asking.collect();
    let complying: Vec<&Photo> =
        photos.iter().copied().filter(|photo| photo.label.complies == Some(true)).collect();
    let asked_about = |limits: &Limits| {
        let doubtful = |photo: &Photo, rule| match (photo.value(rule), limits.get(rule)) {
            (Some(value), Some(limit)) => limit.judge(value) == Verdict::Doubtful,
            _ => false,
        };
        complying.iter().filter(|photo| asking.iter().any(|own| doubtful(photo, own.rule))).count()
    };
    let most = (rates.doubt * complying.len() as f64) as usize;
    loop {
        let asked = asked_about(&limits);
        let steps = asking.iter().flat_map(|own| own.limits.iter().map(move |limit| (own, *limit)));
        let useful = steps.filter_map(|(own, limit)| {
            let more = own.found(limit) - own.found(*limits.get(own.rule)?);
            let mut next = limits.clone();
            next.insert(own.rule, limit);
            let then = asked_about(&next);
            // Half a photo for a step that costs none of these photos.
            let cost = then.saturating_sub(asked) as f64 + 0.5;
            (more > 0.0 && then <= most).then_some((more / cost, next))
        });
        match useful.max_by(|a, b| a.0.total_cmp(&b.0)) {
            Some((_, next)) => limits = next,
            None => return limits,
        }
    }
}

/// A rule that may ask, and its limits with each share of doubt.
struct Asking<'a> {
    rule: &'static str,
    limits: Vec<Limit>,
    faulty: &'a [f64],
}

impl Asking<'_> {
    /// The share of the faulty photos that fail or are asked about.
    fn found(&self, limit: Limit) -> f64 {
        let found = self.faulty.iter().filter(|value| limit.judge(**value) != Verdict::Pass);
        found.count() as f64 / self.faulty.len() as f64
    }
}

/// The values of a rule on the photos that prove something of it.
struct Samples {
    good: Vec<f64>,
    faulty: Vec<f64>,
}

impl Samples {
    fn of(rule: &RuleDef, photos: &[&Photo]) -> Self {
        let fault = [rule.id.to_owned()];
        let values = |selects: &dyn Fn(&Photo) -> bool| -> Vec<f64> {
            let selected = photos.iter().filter(|photo| counts(rule.proof, photo) && selects(photo));
            selected.filter_map(|photo| photo.value(rule.id)).collect()
        };
        // People rarely have one fault alone; what a person wears or does is the same beside others.
        let is_faulty = |truth| match rule.proof {
            Proof::Photographs => matches!(truth, Truth::Faulty | Truth::FaultyBesideOthers),
            _ => truth == Truth::Faulty,
        };
        let good = values(&|photo| photo.label.truth(&fault) == Truth::Good);
        let mut faulty = values(&|photo| is_faulty(photo.label.truth(&fault)));
        if faulty.is_empty() {
            faulty = values(&|photo| has_shared_fault(photo, rule.id));
        }
        Self { good, faulty }
    }

    fn limit(&self, rule: &str, profile: &Profile, rates: Rates, doubtful: f64) -> Option<Limit> {
        let best = || Score::best_separating(&self.good, &self.faulty);
        let clause = clause_of(profile, rule);
        let score = clause.and_then(Score::of_limits).unwrap_or_else(best);
        let rejects = clause.is_some_and(|clause| clause.severity == Severity::Reject);
        let rate = if rejects { rates.rate } else { rates.warn_rate };
        Limit::propose(score, &self.good, &self.faulty, doubtful, rate)
    }
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
