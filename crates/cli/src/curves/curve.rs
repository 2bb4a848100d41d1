//! A curve: how many photos fail at each strength of a fault, and what was measured.

use super::sample::Group;
use super::strengths::{CURVES, Planned, STRENGTHS};
use crate::evaluate::statistics::median;
use portrait_precheck::rules::Verdict;
use serde::Serialize;

/// What was judged on one photo without a fault, then at each strength; `None` where nothing could be measured.
pub type Judged = [Option<(f64, Verdict)>; STRENGTHS + 1];

/// The curve of one rule and one fault on one group of photos.
#[derive(Serialize)]
pub struct Curve {
    /// Index in [`CURVES`].
    #[serde(skip)]
    pub planned: usize,
    /// The rule.
    pub rule: &'static str,
    /// Whether the photos comply.
    pub complying: bool,
    /// Number of photos.
    pub photos: usize,
    /// Without fault, then at each strength.
    pub points: Vec<Point>,
}

/// One point of a curve.
#[derive(Debug, PartialEq, Serialize)]
pub struct Point {
    /// The strength; 0 without a fault.
    pub strength: f64,
    /// Photos that could be assessed.
    pub assessed: usize,
    /// Of these, how many fail.
    pub fail: usize,
    /// How many are doubtful.
    pub doubtful: usize,
    /// The median of the measured values.
    pub median: Option<f64>,
}

/// All curves, from what was judged on each photo: for each of [`CURVES`], unless it was left out.
pub fn curves(photos: &[(Group, Vec<Option<Judged>>)]) -> Vec<Curve> {
    let groups = [Group::Complying, Group::Real];
    let each = CURVES.iter().enumerate().flat_map(|plan| groups.map(|group| (plan, group)));
    each.filter_map(|((index, planned), group)| {
        let of_group = photos.iter().filter(|(own, _)| *own == group);
        let judged: Vec<&Judged> = of_group.filter_map(|(_, judged)| judged.get(index)?.as_ref()).collect();
        (!judged.is_empty()).then(|| curve(index, planned, group, &judged))
    })
    .collect()
}

fn curve(index: usize, planned: &Planned, group: Group, judged: &[&Judged]) -> Curve {
    let strengths = [0.0].into_iter().chain(planned.strengths);
    let points = strengths.enumerate().map(|(place, strength)| {
        let here: Vec<(f64, Verdict)> = judged.iter().filter_map(|judged| judged[place]).collect();
        let count = |verdict| here.iter().filter(|(_, own)| *own == verdict).count();
        Point {
            strength,
            assessed: here.len(),
            fail: count(Verdict::Fail),
            doubtful: count(Verdict::Doubtful),
            median: median(&here.iter().map(|(value, _)| *value).collect::<Vec<_>>()),
        }
    });
    Curve {
        planned: index,
        rule: planned.rule,
        complying: group == Group::Complying,
        photos: judged.len(),
        points: points.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_counts_its_group_and_leaves_out_what_could_not_be_measured() {
        let judged = |verdict| {
            let mut all = [Some((1.0, Verdict::Pass)); STRENGTHS + 1];
            all[1] = Some((9.0, verdict));
            all[2] = None;
            let mut curves: Vec<Option<Judged>> = vec![None; CURVES.len()];
            curves[3] = Some(all);
            curves
        };
        let photos = [
            (Group::Complying, judged(Verdict::Fail)),
            (Group::Complying, judged(Verdict::Doubtful)),
            (Group::Real, judged(Verdict::Pass)),
        ];
        let all = curves(&photos);
        assert_eq!(
            all.iter().map(|curve| (curve.planned, curve.photos)).collect::<Vec<_>>(),
            [(3, 2), (3, 1)]
        );
        let at = |place: usize| {
            let point = &all[0].points[place];
            (point.assessed, point.fail, point.doubtful, point.median)
        };
        assert_eq!([at(0), at(1), at(2)], [(2, 0, 0, Some(1.0)), (2, 1, 1, Some(9.0)), (0, 0, 0, None)]);
    }
}
