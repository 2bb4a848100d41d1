//! Proportions with confidence intervals, rates relative to one another, the equal error rate, and the median.

use precheck_foundation::num;
use serde::Serialize;

/// A count of a total, with the 95 % confidence interval of the proportion (Wilson score interval).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Proportion {
    pub count: usize,
    pub of: usize,
    /// `count / of`; `None` if `of` is 0.
    pub rate: Option<f64>,
    pub low: f64,
    pub high: f64,
}

/// The 97.5 % quantile of the standard normal distribution: 95 % lie between it and its negative.
const Z: f64 = 1.959_964;

impl Proportion {
    pub fn new(count: usize, of: usize) -> Self {
        if of == 0 {
            return Self { count, of, rate: None, low: 0.0, high: 1.0 };
        }
        let (n, rate, z2) = (of as f64, count as f64 / of as f64, Z * Z);
        let middle = rate + z2 / (2.0 * n);
        let half = Z * (rate * (1.0 - rate) / n + z2 / (4.0 * n * n)).sqrt();
        let scale = 1.0 + z2 / n;
        Self {
            count,
            of,
            rate: Some(rounded(rate)),
            low: rounded(((middle - half) / scale).max(0.0)),
            high: rounded(((middle + half) / scale).min(1.0)),
        }
    }

    /// The proportion of items that satisfy the condition.
    pub fn of<T>(items: impl IntoIterator<Item = T>, mut condition: impl FnMut(T) -> bool) -> Self {
        let (mut count, mut of) = (0, 0);
        for item in items {
            of += 1;
            count += usize::from(condition(item));
        }
        Self::new(count, of)
    }
}

/// For each person the number of wrong photos, and of photos.
#[derive(Debug)]
pub struct Errors(pub Vec<(usize, usize)>);

impl Errors {
    pub fn wrong(&self) -> usize {
        self.0.iter().map(|(wrong, _)| wrong).sum()
    }

    pub fn of(&self) -> usize {
        self.0.iter().map(|(_, of)| of).sum()
    }

    pub fn proportion(&self) -> Proportion {
        Proportion::new(self.wrong(), self.of())
    }

    /// The logarithm of the rate, half an error and half a right photo added, and its variance. Photos of one person are not
    /// independent: the variance is the larger one of the binomial distribution and of the people's deviations.
    fn log_rate(&self) -> (f64, f64) {
        let (wrong, of) = (self.wrong() as f64 + 0.5, self.of() as f64 + 1.0);
        let deviation = |(own_wrong, own_of): &(usize, usize)| {
            let deviation = *own_wrong as f64 / wrong - *own_of as f64 / of;
            deviation * deviation
        };
        let of_people: f64 = self.0.iter().map(deviation).sum();
        (num::ln(wrong / of), of_people.max(1.0 / wrong - 1.0 / of))
    }
}

/// The rate of errors in a group divided by that in all, with its 95 % confidence interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RelativeRate {
    pub ratio: f64,
    pub low: f64,
    pub high: f64,
}

impl RelativeRate {
    /// The rate of a group to that of the group and the others; `None` if nobody is wrong.
    ///
    /// The interval is that of the ratio r of the group's rate to the others' (Katz, Baptista, Azen, Pike 1978): with a share w
    /// of the photos, the group's rate is r / (w r + 1 - w) times that of all, which grows with r.
    pub fn to_all(group: &Errors, others: &Errors) -> Option<Self> {
        let (wrong, of) = (group.wrong() + others.wrong(), group.of() + others.of());
        if wrong == 0 || group.of() == 0 {
            return None;
        }
        let share = group.of() as f64 / of as f64;
        let to_all = |r: f64| rounded(r / (share * r + 1.0 - share));
        let ((own, own_variance), (other, other_variance)) = (group.log_rate(), others.log_rate());
        let half = Z * (own_variance + other_variance).sqrt();
        let end = |log: f64| to_all(num::exp(log));
        let ratio = rounded((group.wrong() as f64 / group.of() as f64) / (wrong as f64 / of as f64));
        let (low, high) = (end(own - other - half), end(own - other + half));
        // Half a photo more or less moves an interval of few photos.
        Some(Self { ratio, low: low.min(ratio), high: high.max(ratio) })
    }
}

/// The equal error rate: the error at the limit where the same share of faulty photos passes as of good photos fails.
/// Scores are higher for more faulty photos. If no limit makes the two errors equal, their mean where they are
/// closest; `None` if there are no good or no faulty photos.
pub fn equal_error_rate(good: &[f64], faulty: &[f64]) -> Option<f64> {
    if good.is_empty() || faulty.is_empty() {
        return None;
    }
    let sorted = |scores: &[f64]| {
        let mut scores = scores.to_vec();
        scores.sort_by(f64::total_cmp);
        scores
    };
    let (good, faulty) = (sorted(good), sorted(faulty));
    let limits = good.iter().chain(&faulty).copied().chain([f64::INFINITY]);
    let errors = limits.map(|limit| {
        let passing = |scores: &[f64]| scores.partition_point(|score| *score < limit) as f64;
        let missed = passing(&faulty) / faulty.len() as f64;
        let false_alarms = 1.0 - passing(&good) / good.len() as f64;
        ((missed - false_alarms).abs(), (missed + false_alarms) / 2.0)
    });
    let closest = errors.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    closest.map(|(_, rate)| rounded(rate))
}

/// The median, of an even number of values the upper one; `None` of none.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Rounded to four decimals, as all numbers of the output.
pub fn rounded(x: f64) -> f64 {
    precheck_foundation::num::canonical(x).unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_literature() {
        // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        let cases = [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|case| (case, Proportion::new(case.0, case.1)))
            .filter(|(case, share)| (share.low, share.high) != (case.2, case.3))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    /// `wrong` people with one wrong photo each, and `right` with one right photo each.
    fn errors(wrong: usize, right: usize) -> Errors {
        Errors([vec![(1, 1); wrong], vec![(0, 1); right]].concat())
    }

    #[test]
    fn a_group_is_compared_with_all() {
        let same = RelativeRate::to_all(&errors(10, 90), &errors(90, 810)).unwrap();
        assert!(same.ratio == 1.0 && same.low < 0.6 && same.high > 1.6, "{same:?}");
        let worse = RelativeRate::to_all(&errors(40, 160), &errors(20, 780)).unwrap();
        assert!(worse.ratio == 3.3333 && worse.low > 2.0 && worse.high < 5.0, "{worse:?}");
        let once = RelativeRate::to_all(&errors(1, 99), &errors(0, 900)).unwrap();
        assert!(once.ratio == 10.0 && once.low < 1.5, "one photo proves nothing: {once:?}");
        let one_person = Errors([vec![(40, 40)], vec![(0, 1); 160]].concat());
        let one_person = RelativeRate::to_all(&one_person, &errors(20, 780)).unwrap();
        assert!(one_person.low < 1.5 && one_person.low < worse.low, "{one_person:?}");
        assert_eq!(RelativeRate::to_all(&errors(0, 10), &errors(0, 10)), None);
    }

    #[test]
    fn a_proportion_of_nothing_may_be_anything() {
        assert_eq!(Proportion::new(0, 0), Proportion { count: 0, of: 0, rate: None, low: 0.0, high: 1.0 });
    }

    #[test]
    fn the_equal_error_rate_of_known_scores() {
        let cases: [(&[f64], &[f64], Option<f64>); 7] = [
            (&[1.0, 2.0, 3.0], &[4.0, 5.0], Some(0.0)),
            (&[4.0, 5.0], &[1.0, 2.0, 3.0], Some(1.0)),
            (&[1.0, 2.0, 3.0, 6.0], &[4.0, 5.0, 7.0, 3.0], Some(0.25)),
            (&[1.0, 1.0], &[1.0, 1.0], Some(0.5)),
            (&[1.0, 2.0, 3.0, 4.0], &[4.0, 5.0], Some(0.125)),
            (&[], &[1.0], None),
            (&[1.0], &[], None),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(good, faulty, rate)| (equal_error_rate(good, faulty), *rate))
            .filter(|(is, should)| is != should)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
