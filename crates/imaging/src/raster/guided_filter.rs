//! Fits a coarse map to the edges of the picture: a guided filter.
//!
//! K. He, J. Sun, X. Tang, "Guided Image Filtering", IEEE TPAMI 35 (2013): in every small window the map is
//! taken for a linear function of the guide, so it may change only where the guide does.

use crate::colour::Lab;

/// Variance of brightness below which a window counts as flat: the square of 2.5 steps of lightness, about
/// what shading and JPEG do to a plain wall.
const FLAT: f32 = 6.25;

/// A map, row by row of `width`, fitted to the edges of a picture of one brightness (0 to 100) for each cell; it
/// keeps its range of 0 to 1. Windows reach `radius` cells to each side.
// Kept whole, like the others here: inlined into a caller that is built for size, it would be built for size too.
#[inline(never)]
pub fn guided_filter(map: &[f32], brightness: &[f32], width: usize, radius: usize) -> Vec<f32> {
    fitted::<1>(map.as_chunks().0, brightness, width, radius).into_flattened()
}

/// Six maps at once.
#[inline(never)]
pub fn guided_filter_shares(
    maps: &[[f32; 6]],
    brightness: &[f32],
    width: usize,
    radius: usize,
) -> Vec<[f32; 6]> {
    fitted(maps, brightness, width, radius)
}

/// The mean of all values up to `radius` columns and rows away, in rows of `width`; beyond the edge there are none.
#[inline(never)]
pub fn box_blur(values: &[f32], width: usize, radius: usize) -> Vec<f32> {
    blurred::<1>(values.as_chunks().0, width, radius).into_flattened()
}

/// The colours without their noise: the same mean of each coordinate, twice.
#[inline(never)]
pub fn smooth_colours(colours: &[Lab], width: usize, radius: usize) -> Vec<Lab> {
    let cells: Vec<[f32; 3]> =
        colours.iter().map(|lab| [lab.l, lab.a, lab.b].map(|value| value as f32)).collect();
    let smooth = blurred(&blurred(&cells, width, radius), width, radius);
    smooth.into_iter().map(|cell| cell.map(f64::from)).map(|[l, a, b]| Lab { l, a, b }).collect()
}

fn fitted<const N: usize>(
    maps: &[[f32; N]],
    brightness: &[f32],
    width: usize,
    radius: usize,
) -> Vec<[f32; N]> {
    let blur = |cells: &[[f32; N]]| blurred(cells, width, radius);
    let guide: Vec<[f32; 2]> = brightness.iter().map(|light| [*light, light * light]).collect();
    let guide = blurred(&guide, width, radius);
    let products: Vec<[f32; N]> =
        maps.iter().zip(brightness).map(|(map, light)| map.map(|value| value * light)).collect();
    let mut slopes = blur(&products);
    let mut offsets = blur(maps);
    for ((slope, offset), [mean, mean_square]) in slopes.iter_mut().zip(&mut offsets).zip(guide) {
        let share = 1.0 / ((mean_square - mean * mean).max(0.0) + FLAT);
        for (slope, offset) in slope.iter_mut().zip(offset) {
            *slope = (*slope - mean * *offset) * share;
            *offset -= *slope * mean;
        }
    }
    let (mut fitted, offsets) = (blur(&slopes), blur(&offsets));
    for ((cell, offset), light) in fitted.iter_mut().zip(&offsets).zip(brightness) {
        for (value, offset) in cell.iter_mut().zip(offset) {
            *value = (*value * light + offset).clamp(0.0, 1.0);
        }
    }
    fitted
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

/// Appends the mean of each cell of a row and those up to `radius` columns from it.
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

/// Adds a row so many times to the sums of its columns.
#[inline(never)]
fn add_row<const N: usize>(sums: &mut [[f32; N]], row: &[[f32; N]], times: f32) {
    sums.iter_mut().zip(row).for_each(|(sum, cell)| add(sum, cell, times));
}

/// How many places of `0..length` are at most `radius` from `place`.
fn near(place: usize, length: usize, radius: usize) -> f32 {
    ((place + radius + 1).min(length) - place.saturating_sub(radius)) as f32
}

fn add<const N: usize>(sum: &mut [f32; N], cell: &[f32; N], times: f32) {
    sum.iter_mut().zip(cell).for_each(|(sum, value)| *sum += times * value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blur_is_the_mean_of_what_is_there() {
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
        let brightness: Vec<f32> = (0..40 * 40).map(|i| if i % 40 < 20 { 20.0 } else { 90.0 }).collect();
        let coarse: Vec<f32> =
            (0..40 * 40).map(|i| ((i % 40) as f32 - 15.0).clamp(0.0, 10.0) / 10.0).collect();
        let fitted = guided_filter(&coarse, &brightness, 40, 6);
        let row = &fitted[20 * 40..21 * 40];
        assert!(row[18] < 0.4 && row[21] > 0.6, "{row:?}");
        assert!(row[21] - row[18] > 2.0 * (coarse[21] - coarse[18]), "{row:?}");
        let shares: Vec<[f32; 6]> = coarse.iter().map(|map| [*map, 0.0, 1.0, 0.5, 0.0, 0.0]).collect();
        let together: Vec<f32> =
            guided_filter_shares(&shares, &brightness, 40, 6).iter().map(|cell| cell[0]).collect();
        assert_eq!(together, fitted);
    }
}
