//! Whether high or low values of a rule are faulty.

use super::statistics::{equal_error_rate, median};
use portrait_precheck::profile::Clause;
use serde::Serialize;

/// Turns the value of a rule into a score that is higher for more faulty photos.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Score {
    /// High values are faulty.
    High,
    /// Low values are faulty.
    Low,
    /// Values far from this one are faulty.
    AwayFrom(f64),
}

impl Score {
    /// The score of a value.
    pub fn of(self, value: f64) -> f64 {
        match self {
            Self::High => value,
            Self::Low => -value,
            Self::AwayFrom(middle) => (value - middle).abs(),
        }
    }

    /// The scores of values.
    pub fn of_all(self, values: &[f64]) -> Vec<f64> {
        values.iter().map(|value| self.of(*value)).collect()
    }

    /// The score that the limits of a clause imply; `None` without limits of a number.
    pub fn of_limits(clause: &Clause) -> Option<Self> {
        match clause.demand.as_ref()?.ends() {
            (Some(min), Some(max)) => Some(Self::AwayFrom((min + max) / 2.0)),
            (None, Some(_)) => Some(Self::High),
            (Some(_), None) => Some(Self::Low),
            (None, None) => None,
        }
    }

    /// The score that separates good from faulty values best.
    pub fn best_separating(good: &[f64], faulty: &[f64]) -> Self {
        let all = [Self::High, Self::Low, Self::AwayFrom(median(good).unwrap_or(0.0))];
        let rate = |score: &Self| {
            equal_error_rate(&score.of_all(good), &score.of_all(faulty)).unwrap_or(f64::INFINITY)
        };
        all.into_iter().min_by(|a, b| rate(a).total_cmp(&rate(b))).unwrap_or(Self::High)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portrait_precheck::profile;

    #[test]
    fn limits_imply_the_direction() {
        let beijing = profile::builtin("beijing-zikao-2022").unwrap();
        let of = |rule: &str| {
            let clause = beijing.clauses.iter().find(|c| c.rule.is_some_and(|entry| entry.id == rule));
            Score::of_limits(clause.unwrap())
        };
        assert_eq!(of("noise-free"), Some(Score::High));
        assert_eq!(of("file-size"), Some(Score::Low));
        assert_eq!(of("file-format"), None);
    }

    #[test]
    fn without_limits_the_photos_show_the_direction() {
        let good = [4.0, 5.0, 6.0];
        assert_eq!(Score::best_separating(&good, &[7.0, 8.0]), Score::High);
        assert_eq!(Score::best_separating(&good, &[1.0, 2.0]), Score::Low);
        assert_eq!(Score::best_separating(&good, &[1.0, 9.0]), Score::AwayFrom(5.0));
    }
}
