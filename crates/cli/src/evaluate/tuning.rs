//! Proposes limits that keep a budget of doubt and of wrong verdicts, and miss as little as it allows.

use super::cross_validation::is_set_on_people;
use super::evidence::counts;
use super::labels::Truth;
use super::limit::Limit;
use super::photo::Photo;
use super::rule_metrics::{MIN_FAULTY, clause_of};
use super::score::Score;
use portrait_precheck::profile::{Budget, Severity};
use portrait_precheck::rules::{self, Group, Proof, RuleDef, Verdict};
use portrait_precheck::{Outcome, Profile};
use std::collections::BTreeMap;

/// The limits of some rules.
pub type Limits = BTreeMap<&'static str, Limit>;

/// The shares of good photos that a rule may leave in doubt or fail.
const SHARES: [f64; 5] = [0.0, 0.01, 0.02, 0.03, 0.04];

/// The shares of the budget of wrong rejections that a rule at reject level has if the whole is too much.
const FEWER: [f64; 3] = [0.5, 0.25, 0.0];

/// The limits proposed from these photos. The rules at reject level keep the budget of wrong rejections, each alone and all of
/// them together. All rules that only photographs can prove, and with photographs of the fault, share
/// the budget of doubt on complying photos, of which the other rules' margins take their part first: again and again it goes
/// to the rule that finds most faulty photos for it.
pub fn limits(photos: &[&Photo], profile: &Profile, budget: Budget) -> Limits {
    let mut tuning = Tuning::of(photos, profile, budget);
    tuning.keep_rejections();
    let mut limits = tuning.without_doubt();
    let asking = tuning.asking();
    let asked_by_others = tuning.asked_by_others(&asking);
    let asked_about = |limits: &Limits| {
        let asks = |photo: &Photo, own: &Asking| verdict(photo, own.rule, limits) == Some(Verdict::Doubtful);
        let complying = tuning.complying.iter().zip(&asked_by_others);
        complying.filter(|(photo, others)| **others || asking.iter().any(|own| asks(photo, own))).count()
    };
    loop {
        let asked = asked_about(&limits);
        let most = tuning.most(budget.doubtful).max(asked);
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

/// What a rule with one of these limits says of a photo; `None` without a limit, or if it cannot tell.
fn verdict(photo: &Photo, rule: &str, limits: &Limits) -> Option<Verdict> {
    let limit = limits.get(rule).filter(|_| photo.outcome(rule) != Outcome::NotAssessed)?;
    Some(limit.judge(photo.value(rule)?))
}

/// What limits are tuned on.
struct Tuning<'a> {
    profile: &'a Profile,
    budget: Budget,
    rules: Vec<(&'static RuleDef, Samples)>,
    complying: Vec<&'a Photo>,
    /// See [`Tuning::share`].
    shares: BTreeMap<&'static str, f64>,
}

impl<'a> Tuning<'a> {
    fn of(photos: &[&'a Photo], profile: &'a Profile, budget: Budget) -> Self {
        let tuned = rules::all().filter(|rule| rule.group != Group::File);
        Self {
            profile,
            budget,
            rules: tuned.map(|rule| (rule, Samples::of(rule, photos))).collect(),
            complying: photos.iter().copied().filter(|own| own.label.complies == Some(true)).collect(),
            shares: BTreeMap::new(),
        }
    }

    /// The number of complying photos that this share is.
    fn most(&self, share: f64) -> usize {
        (share * self.complying.len() as f64) as usize
    }

    fn rejects(&self, rule: &str) -> bool {
        clause_of(self.profile, rule).is_some_and(|clause| clause.severity == Severity::Reject)
    }

    /// Whether the rule is at reject level and rejects the photo.
    fn is_rejected_by(&self, photo: &Photo, rule: &str, limits: &Limits) -> bool {
        self.rejects(rule) && verdict(photo, rule, limits) == Some(Verdict::Fail)
    }

    /// Takes from the rule that rejects most complying photos, until all together reject no more than the budget allows.
    fn keep_rejections(&mut self) {
        loop {
            let limits = self.without_doubt();
            let rejected = |rule: &str| {
                self.complying.iter().filter(|photo| self.is_rejected_by(photo, rule, &limits)).count()
            };
            let is_rejected =
                |photo: &&&Photo| limits.keys().any(|rule| self.is_rejected_by(photo, rule, &limits));
            let all = self.complying.iter().filter(is_rejected).count();
            let worst =
                limits.keys().copied().filter(|rule| rejected(rule) > 0).max_by_key(|rule| rejected(rule));
            let lower = |rule: &str| FEWER.into_iter().find(|share| *share < self.share(rule));
            match worst.and_then(|rule| Some((rule, lower(rule)?))) {
                Some((rule, share)) if all > self.most(self.budget.wrongly_rejected) => {
                    self.shares.insert(rule, share);
                }
                _ => return,
            }
        }
    }

    /// The share of the budget of wrong rejections that the rule has.
    fn share(&self, rule: &str) -> f64 {
        self.shares.get(rule).copied().unwrap_or(1.0)
    }

    fn without_doubt(&self) -> Limits {
        let own =
            |(rule, samples): &(&'static RuleDef, Samples)| Some((rule.id, self.limit(rule, samples, 0.0)?));
        self.rules.iter().filter_map(own).collect()
    }

    /// The rules that may ask.
    fn asking(&self) -> Vec<Asking<'_>> {
        let may_ask = |(rule, samples): &&(&'static RuleDef, Samples)| {
            let provable = is_set_on_people(rule) && samples.faulty.len() >= MIN_FAULTY;
            provable && clause_of(self.profile, rule.id).is_some()
        };
        let asking = self.rules.iter().filter(may_ask).map(|(rule, samples)| Asking {
            rule: rule.id,
            limits: SHARES.iter().filter_map(|share| self.limit(rule, samples, *share)).collect(),
            faulty: &samples.faulty,
        });
        asking.collect()
    }

    /// Whether each complying photo is asked about by a rule whose margin is not proposed here, as those of light, colour and
    /// place: they ask as the profile has them.
    fn asked_by_others(&self, asking: &[Asking]) -> Vec<bool> {
        let asks = |photo: &Photo| {
            let mut others = rules::all().filter(|rule| asking.iter().all(|own| own.rule != rule.id));
            others.any(|rule| photo.outcome(rule.id) == Outcome::Doubtful)
        };
        self.complying.iter().map(|photo| asks(photo)).collect()
    }

    /// The limit at which the rule fails the share of its good photos that the budget allows, and fails or leaves in doubt the
    /// share `doubtful`.
    fn limit(&self, rule: &RuleDef, samples: &Samples, doubtful: f64) -> Option<Limit> {
        let Budget { wrongly_rejected, wrongly_warned, .. } = self.budget;
        let fails =
            if self.rejects(rule.id) { self.share(rule.id) * wrongly_rejected } else { wrongly_warned };
        let best = || Score::best_separating(&samples.good, &samples.faulty);
        let score = clause_of(self.profile, rule.id).and_then(Score::of_limits).unwrap_or_else(best);
        Limit::propose(score, &samples.good, &samples.faulty, doubtful, fails)
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
}

/// Whether the only fault is one for which this rule or another has to fail.
fn has_shared_fault(photo: &Photo, rule: &str) -> bool {
    let [fault] = photo.label.faults.as_slice() else { return false };
    fault.len() > 1 && fault.iter().any(|name| name == rule)
}
