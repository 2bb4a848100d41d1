//! Which way a rule's number grows when a photo becomes worse.

use super::statistics::equal_error_rate;
use portrait_precheck::profile::Clause;
use portrait_precheck::rules::Verdict;
use serde::Serialize;
use serde_json::Value;

/// Turns a rule's number into a score that is higher for what is more faulty.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Score {
    /// Large numbers are faulty.
    High,
    /// Small numbers are faulty.
    Low,
    /// Numbers far from this one are faulty.
    AwayFrom(f64),
}

/// A number beyond all that rules measure.
const EXTREME: f64 = 1e9;

impl Score {
    /// The score of a number.
    pub fn of(self, value: f64) -> f64 {
        match self {
            Self::High => value,
            Self::Low => -value,
            Self::AwayFrom(middle) => (value - middle).abs(),
        }
    }

    /// The scores of numbers.
    pub fn of_all(self, values: &[f64]) -> Vec<f64> {
        values.iter().map(|value| self.of(*value)).collect()
    }

    /// As the rule judges with these limits; `None` without limits, or if it is not to be seen from them.
    pub fn judged_by(clause: &Clause) -> Option<Self> {
        let judge = clause.judge.as_ref()?;
        let limit = |name| clause.limits.get(name).and_then(Value::as_f64);
        match (judge(-EXTREME), judge(EXTREME), limit("min"), limit("max")) {
            (Verdict::Fail, Verdict::Fail, Some(min), Some(max)) => Some(Self::AwayFrom((min + max) / 2.0)),
            (Verdict::Pass, Verdict::Fail, ..) => Some(Self::High),
            (Verdict::Fail, Verdict::Pass, ..) => Some(Self::Low),
            _ => None,
        }
    }

    /// The one that tells good from faulty best.
    pub fn told_by(good: &[f64], faulty: &[f64]) -> Self {
        let all = [Self::High, Self::Low, Self::AwayFrom(median(good))];
        let rate = |score: &Self| {
            equal_error_rate(&score.of_all(good), &score.of_all(faulty)).unwrap_or(f64::INFINITY)
        };
        all.into_iter().min_by(|a, b| rate(a).total_cmp(&rate(b))).unwrap_or(Self::High)
    }
}

/// The middle one of the numbers, 0 of none.
pub fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use portrait_precheck::profile;

    #[test]
    fn the_direction_is_that_of_the_limits() {
        let beijing = profile::builtin("beijing-zikao-2022").unwrap();
        let of = |rule: &str| {
            let clause = beijing.clauses.iter().find(|c| c.rule.is_some_and(|entry| entry.id == rule));
            Score::judged_by(clause.unwrap())
        };
        assert_eq!(of("noise-free"), Some(Score::High));
        assert_eq!(of("file-size"), Some(Score::Low));
        assert_eq!(of("file-format"), None);
    }

    #[test]
    fn without_limits_the_photos_tell_the_direction() {
        let good = [4.0, 5.0, 6.0];
        assert_eq!(Score::told_by(&good, &[7.0, 8.0]), Score::High);
        assert_eq!(Score::told_by(&good, &[1.0, 2.0]), Score::Low);
        assert_eq!(Score::told_by(&good, &[1.0, 9.0]), Score::AwayFrom(5.0));
    }
}
