//! Guided filter: aligns a coarse map with the edges of the picture. And the box blur that it is made of.
//!
//! K. He, J. Sun, X. Tang, "Guided Image Filtering", IEEE TPAMI 35 (2013): within each box the map is modelled as a linear
//! function of the guide, so it can change only where the guide does.

use crate::colour::Lab;

/// The filter's regularisation epsilon: a variance of lightness below which a box counts as flat. The square of 2.5 L*,
/// about what shading and compression do to a plain wall.
const EPSILON: f32 = 6.25;

/// Filters a map with values from 0 to 1, in rows of `width`, by a guide of one lightness (0 to 100) for each cell. Boxes
/// extend `radius` cells to each side.
// Not inlined, like the others here: inlined into a crate that is compiled for size, it would be compiled for size.
#[inline(never)]
pub fn guided_filter(map: &[f32], lightness: &[f32], width: usize, radius: usize) -> Vec<f32> {
    filtered::<1>(map.as_chunks().0, lightness, width, radius).into_flattened()
}

/// Filters six maps at once.
#[inline(never)]
pub fn guided_filter_shares(
    maps: &[[f32; 6]],
    lightness: &[f32],
    width: usize,
    radius: usize,
) -> Vec<[f32; 6]> {
    filtered(maps, lightness, width, radius)
}

/// The mean of all values up to `radius` columns and rows away, in rows of `width`. At the edges the box is cut.
#[inline(never)]
pub fn box_blur(values: &[f32], width: usize, radius: usize) -> Vec<f32> {
    blurred::<1>(values.as_chunks().0, width, radius).into_flattened()
}

/// Removes noise: the box blur of each coordinate, applied twice.
#[inline(never)]
pub fn smooth_colours(colours: &[Lab], width: usize, radius: usize) -> Vec<Lab> {
    let cells: Vec<[f32; 3]> =
        colours.iter().map(|lab| [lab.l, lab.a, lab.b].map(|value| value as f32)).collect();
    let smooth = blurred(&blurred(&cells, width, radius), width, radius);
    smooth.into_iter().map(|cell| cell.map(f64::from)).map(|[l, a, b]| Lab { l, a, b }).collect()
}

fn filtered<const N: usize>(
    maps: &[[f32; N]],
    lightness: &[f32],
    width: usize,
    radius: usize,
) -> Vec<[f32; N]> {
    let blur = |cells: &[[f32; N]]| blurred(cells, width, radius);
    let guide: Vec<[f32; 2]> = lightness.iter().map(|l| [*l, l * l]).collect();
    let guide = blurred(&guide, width, radius);
    let products: Vec<[f32; N]> =
        maps.iter().zip(lightness).map(|(map, light)| map.map(|value| value * light)).collect();
    let mut slopes = blur(&products);
    let mut offsets = blur(maps);
    for ((slope, offset), [mean, mean_square]) in slopes.iter_mut().zip(&mut offsets).zip(guide) {
        let share = 1.0 / ((mean_square - mean * mean).max(0.0) + EPSILON);
        for (slope, offset) in slope.iter_mut().zip(offset) {
            *slope = (*slope - mean * *offset) * share;
            *offset -= *slope * mean;
        }
    }
    let (mut filtered, offsets) = (blur(&slopes), blur(&offsets));
    for ((cell, offset), light) in filtered.iter_mut().zip(&offsets).zip(lightness) {
        for (value, offset) in cell.iter_mut().zip(offset) {
            *value = (*value * light + offset).clamp(0.0, 1.0);
        }
    }
    filtered
}

fn blurred<const N: usize>(cells: &[[f32; N]], width: usize, radius: usize) -> Vec<[f32; N]> {
    let width = width.max(1);
    let mut across = Vec::with_capacity(cells.len());
    cells.chunks_exact(width).for_each(|row| blur_row(row, radius, &mut across));
    let rows: Vec<&[[f32; N]]> = across.chunks_exact(width).collect();
    let mut sums = vec![[0.0; N]; width];
    rows.iter().take(radius).for_each(|row| add_row(&mut sums, row, 1.0));
    let mut result = Vec::with_capacity(cells.len());
    for y in 0..rows.len() {
        if let Some(entering) = rows.get(y + radius) {
            add_row(&mut sums, entering, 1.0);
        }
        if let Some(leaving) = y.checked_sub(radius + 1).and_then(|y| rows.get(y)) {
            add_row(&mut sums, leaving, -1.0);
        }
        let share = 1.0 / near(y, rows.len(), radius);
        result.extend(sums.iter().map(|sum| sum.map(|value| value * share)));
    }
    result
}

/// Appends the mean of each cell of a row and those up to `radius` columns away.
#[inline(never)]
fn blur_row<const N: usize>(row: &[[f32; N]], radius: usize, blurred: &mut Vec<[f32; N]>) {
    let mut sum = [0.0; N];
    row.iter().take(radius).for_each(|cell| add(&mut sum, cell, 1.0));
    for x in 0..row.len() {
        if let Some(entering) = row.get(x + radius) {
            add(&mut sum, entering, 1.0);
        }
        if let Some(leaving) = x.checked_sub(radius + 1).and_then(|x| row.get(x)) {
            add(&mut sum, leaving, -1.0);
        }
        let share = 1.0 / near(x, row.len(), radius);
        blurred.push(sum.map(|value| value * share));
    }
}

/// Adds a row `times` times to the sums of its columns.
#[inline(never)]
fn add_row<const N: usize>(sums: &mut [[f32; N]], row: &[[f32; N]], times: f32) {
    sums.iter_mut().zip(row).for_each(|(sum, cell)| add(sum, cell, times));
}

/// How many indices of `0..length` are at most `radius` from `index`.
fn near(index: usize, length: usize, radius: usize) -> f32 {
    ((index + radius + 1).min(length) - index.saturating_sub(radius)) as f32
}

fn add<const N: usize>(sum: &mut [f32; N], cell: &[f32; N], times: f32) {
    sum.iter_mut().zip(cell).for_each(|(sum, value)| *sum += times * value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blur_is_the_mean_within_the_picture() {
        let values: Vec<[f32; 2]> = (0..12).map(|n| [n as f32, -n as f32]).collect();
        let mean_near = |x: usize, y: usize| {
            let all = (0..12).filter(|i| (i % 4_usize).abs_diff(x) <= 1 && (i / 4_usize).abs_diff(y) <= 1);
            let near: Vec<f32> = all.map(|i| i as f32).collect();
            near.iter().sum::<f32>() / near.len() as f32
        };
        let expected: Vec<f32> = (0..12).map(|i| mean_near(i % 4, i / 4)).collect();
        let is = blurred(&values, 4, 1);
        let off =
            is.iter().zip(&expected).any(|(is, must)| (is[0] - must).abs() + (is[1] + must).abs() > 1e-5);
        assert!(!off, "{is:?} is not {expected:?}");
        assert_eq!(box_blur(&[1.0, 3.0], 1, 9), [2.0, 2.0]);
    }

    #[test]
    fn a_coarse_border_moves_to_the_edge_of_the_picture() {
        let lightness: Vec<f32> = (0..40 * 40).map(|i| if i % 40 < 20 { 20.0 } else { 90.0 }).collect();
        let coarse: Vec<f32> =
            (0..40 * 40).map(|i| ((i % 40) as f32 - 15.0).clamp(0.0, 10.0) / 10.0).collect();
        let filtered = guided_filter(&coarse, &lightness, 40, 6);
        let row = &filtered[20 * 40..21 * 40];
        assert!(row[18] < 0.4 && row[21] > 0.6, "{row:?}");
        assert!(row[21] - row[18] > 2.0 * (coarse[21] - coarse[18]), "{row:?}");
        let shares: Vec<[f32; 6]> = coarse.iter().map(|map| [*map, 0.0, 1.0, 0.5, 0.0, 0.0]).collect();
        let together: Vec<f32> =
            guided_filter_shares(&shares, &lightness, 40, 6).iter().map(|cell| cell[0]).collect();
        assert_eq!(together, filtered);
    }
}
