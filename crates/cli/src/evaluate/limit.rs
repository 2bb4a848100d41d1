//! A limit from the values of good and faulty photos.

use crate::evaluate::score::Score;
use portrait_precheck::rules::Verdict;
use precheck_foundation::num;
use serde_json::{Value, json};

/// A proposed limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    score: Score,
    /// The highest score that passes.
    passes_to: f64,
    /// The highest score that does not fail: from [`Self::passes_to`] to here it is in doubt.
    doubtful_to: f64,
    /// Whether no scores of good and faulty photos overlap; the limit is then in the middle between them.
    pub in_a_gap: bool,
}

impl Limit {
    /// The limit at which at most the share `fails` of the good photos fails, and at most the share `doubtful` fails or is
    /// in doubt. If all faulty photos are beyond a limit, the middle between it and the first of them. `None` without good
    /// photos.
    pub fn propose(score: Score, good: &[f64], faulty: &[f64], doubtful: f64, fails: f64) -> Option<Self> {
        let mut good = score.of_all(good);
        good.sort_by(f64::total_cmp);
        let lowest_faulty = score.of_all(faulty).into_iter().min_by(f64::total_cmp);
        let highest_good = *good.last()?;
        let middle_after =
            |end: f64| lowest_faulty.filter(|lowest| *lowest > end).map(|lowest| (end + lowest) / 2.0);
        let gap = middle_after(highest_good);
        let at_share = |share: f64| {
            let beyond = (good.len() as f64 * share) as usize;
            let end = *good.get(good.len().checked_sub(1 + beyond)?)?;
            Some(gap.or_else(|| middle_after(end)).unwrap_or(end))
        };
        let (passes_to, doubtful_to) = (at_share(doubtful.max(fails))?, at_share(fails)?);
        Some(Self { score, passes_to, doubtful_to, in_a_gap: gap.is_some() })
    }

    /// The verdict on a value.
    pub fn judge(self, value: f64) -> Verdict {
        match self.score.of(value) {
            score if score <= self.passes_to => Verdict::Pass,
            score if score <= self.doubtful_to => Verdict::Doubtful,
            _ => Verdict::Fail,
        }
    }

    /// The margin as it is written in a profile; 0 without doubt.
    pub fn margin(self) -> f64 {
        num::canonical(self.doubtful_to - self.passes_to).unwrap_or(0.0)
    }

    /// The limit as it is written in a profile.
    pub fn to_json(self) -> Value {
        let number = |limit| match num::canonical(limit) {
            Some(whole) if whole.fract() == 0.0 => Value::from(whole as i64),
            other => Value::from(other),
        };
        match self.score {
            Score::High => json!({ "max": number(self.passes_to) }),
            Score::Low => json!({ "min": number(-self.passes_to) }),
            Score::AwayFrom(middle) => {
                json!({ "min": number(middle - self.passes_to), "max": number(middle + self.passes_to) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposed(score: Score, good: &[f64], faulty: &[f64], rate: f64) -> (Value, bool) {
        let limit = Limit::propose(score, good, faulty, rate, rate).unwrap();
        (limit.to_json(), limit.in_a_gap)
    }

    #[test]
    fn a_gap_is_split_in_the_middle() {
        let good = [1.0, 2.0, 3.0];
        assert_eq!(proposed(Score::High, &good, &[5.0, 9.0], 0.5), (json!({ "max": 4 }), true));
        assert_eq!(proposed(Score::Low, &good, &[-1.0], 0.0), (json!({ "min": 0 }), true));
        let both_sides = proposed(Score::AwayFrom(2.0), &good, &[-1.0, 5.5], 0.0);
        assert_eq!(both_sides, (json!({ "min": 0, "max": 4 }), true));
    }

    #[test]
    fn without_a_gap_no_more_good_photos_fail_than_wanted() {
        let good: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!(proposed(Score::High, &good, &[50.0], 0.05), (json!({ "max": 94 }), false));
        assert_eq!(proposed(Score::High, &good, &[], 0.0), (json!({ "max": 99 }), false));
        assert_eq!(proposed(Score::High, &good, &[98.0], 0.05), (json!({ "max": 96 }), false));
    }

    #[test]
    fn between_the_two_shares_lies_the_doubt() {
        let good: Vec<f64> = (0..100).map(f64::from).collect();
        let limit = Limit::propose(Score::High, &good, &[50.0, 120.0], 0.04, 0.01).unwrap();
        assert_eq!((limit.to_json(), limit.margin()), (json!({ "max": 95 }), 3.0));
        let verdicts = [95.0, 95.5, 98.0, 98.5].map(|value| limit.judge(value));
        assert_eq!(verdicts, [Verdict::Pass, Verdict::Doubtful, Verdict::Doubtful, Verdict::Fail]);
    }

    #[test]
    fn nothing_is_proposed_without_good_photos() {
        assert_eq!(Limit::propose(Score::High, &[], &[1.0], 0.04, 0.01), None);
    }
}
