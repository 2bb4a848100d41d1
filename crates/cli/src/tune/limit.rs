//! A limit from the numbers of good and faulty photos.

use crate::evaluate::score::Score;
use portrait_precheck::rules::Verdict;
use precheck_foundation::num;
use serde_json::{Value, json};

/// A proposed limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    score: Score,
    /// The largest score that passes.
    most: f64,
    /// Whether good and faulty photos leave a gap in whose middle the limit lies.
    pub in_a_gap: bool,
}

impl Limit {
    /// The limit at which the share `rate` of the good photos fails, or fewer; where the faulty ones begin
    /// only beyond it, the middle between the two. `None` without good photos.
    pub fn propose(score: Score, good: &[f64], faulty: &[f64], rate: f64) -> Option<Self> {
        let mut good = score.of_all(good);
        good.sort_by(f64::total_cmp);
        let mildest = score.of_all(faulty).into_iter().min_by(f64::total_cmp);
        let worst = *good.last()?;
        let failing = (good.len() as f64 * rate) as usize;
        let at_rate = *good.get(good.len().checked_sub(1 + failing)?)?;
        let begins = |end: f64| mildest.filter(|mildest| *mildest > end).map(|mildest| (end + mildest) / 2.0);
        let gap = begins(worst);
        let most = gap.or_else(|| begins(at_rate)).unwrap_or(at_rate);
        Some(Self { score, most, in_a_gap: gap.is_some() })
    }

    /// The opinion about a number.
    pub fn judge(self, value: f64) -> Verdict {
        Verdict::pass_if(self.score.of(value) <= self.most)
    }

    /// As a profile writes it.
    pub fn to_json(self) -> Value {
        let shown = |limit| match num::canonical(limit) {
            Some(whole) if whole.fract() == 0.0 => Value::from(whole as i64),
            other => Value::from(other),
        };
        match self.score {
            Score::High => json!({ "max": shown(self.most) }),
            Score::Low => json!({ "min": shown(-self.most) }),
            Score::AwayFrom(middle) => {
                json!({ "min": shown(middle - self.most), "max": shown(middle + self.most) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposed(score: Score, good: &[f64], faulty: &[f64], rate: f64) -> (Value, bool) {
        let limit = Limit::propose(score, good, faulty, rate).unwrap();
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
    fn nothing_is_proposed_without_good_photos() {
        assert_eq!(Limit::propose(Score::High, &[], &[1.0], 0.01), None);
    }
}
