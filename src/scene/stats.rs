//! Statistics used by the scene and the rules. Sums are computed in the order of the values.

/// The quantile at `share` (0 to 1), without interpolation; `None` without values. Reorders the values.
pub fn quantile(values: &mut [f64], share: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let place = (share * last as f64).round() as usize;
    Some(*values.select_nth_unstable_by(place.min(last), f64::total_cmp).1)
}

/// The median, without interpolation; `None` without values. Reorders the values.
pub fn median(values: &mut [f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The arithmetic mean; `None` without values.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The share (0 to 1) of items for which `holds`; `None` without items.
pub fn share<T>(all: impl IntoIterator<Item = T>, mut holds: impl FnMut(T) -> bool) -> Option<f64> {
    let (mut holding, mut count) = (0_u32, 0_u32);
    for item in all {
        count += 1;
        holding += u32::from(holds(item));
    }
    (count > 0).then(|| f64::from(holding) / f64::from(count))
}

/// Slope and intercept of the least squares line through points (x, y); `None` if all x are equal.
pub fn line_through(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    let count = points.len() as f64;
    let (sx, sy) = points.iter().fold((0.0, 0.0), |(sx, sy), (x, y)| (sx + x, sy + y));
    let (mx, my) = (sx / count, sy / count);
    let (sxx, sxy) = points
        .iter()
        .fold((0.0, 0.0), |(sxx, sxy), (x, y)| (sxx + (x - mx) * (x - mx), sxy + (x - mx) * (y - my)));
    (sxx > 0.0).then(|| (sxy / sxx, my - sxy / sxx * mx))
}

/// The solution of a symmetric, positive system of linear equations by elimination; `None` if it has none or many.
pub fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> Option<[f64; N]> {
    for pivot in 0..N {
        let row = matrix[pivot];
        if row[pivot] <= SINGULAR {
            return None;
        }
        for below in pivot + 1..N {
            let factor = matrix[below][pivot] / row[pivot];
            matrix[below].iter_mut().zip(row).for_each(|(value, above)| *value -= factor * above);
            right[below] -= factor * right[pivot];
        }
    }
    for pivot in (0..N).rev() {
        let known: f64 = (pivot + 1..N).map(|column| matrix[pivot][column] * right[column]).sum();
        right[pivot] = (right[pivot] - known) / matrix[pivot][pivot];
    }
    Some(right)
}

/// A pivot of a positive matrix this small is 0 but for rounding.
const SINGULAR: f64 = 1e-9;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_among_the_values() {
        let of = |share| quantile(&mut [3.0, 1.0, 2.0, 5.0, 4.0], share);
        assert_eq!([of(0.0), of(0.5), of(1.0)], [Some(1.0), Some(3.0), Some(5.0)]);
        assert_eq!(median(&mut []), None);
    }

    #[test]
    fn shares_and_means_of_nothing_are_none() {
        assert_eq!((share([0; 0], |_| true), mean(&[])), (None, None));
        assert_eq!(share(0..4, |n| n < 1), Some(0.25));
    }

    #[test]
    fn the_line_through_points_on_a_line_is_that_line() {
        assert_eq!(line_through(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]), Some((2.0, 1.0)));
        assert_eq!(line_through(&[(1.0, 1.0), (1.0, 3.0)]), None);
    }

    #[test]
    fn a_system_of_equations_is_solved_or_refused() {
        assert_eq!(solve([[4.0, 2.0], [2.0, 3.0]], [8.0, 8.0]), Some([1.0, 2.0]));
        assert_eq!(solve([[1.0, 1.0], [1.0, 1.0]], [1.0, 1.0]), None);
    }
}
