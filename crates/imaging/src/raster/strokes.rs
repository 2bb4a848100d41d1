//! Thin strokes: pixels that are darker, or lighter, than what is on both sides of them.
//!
//! A closing (the erosion of the dilation by a square) fills dark strokes that are thinner than the square and leaves all
//! else; by how much it lightens a pixel is the stroke's contrast. Light strokes are dark ones of the inverted picture, and
//! an erosion is a dilation of it.

use super::Raster;
use super::lanes::{Lanes, larger, minus};

/// How much a stroke is lighter or darker than what is on both sides of it, of 255.
const MIN_CONTRAST: u8 = 36;

/// Bytes behind the values, so that these are whole [`Lanes`] from wherever one begins.
const BEHIND: usize = size_of::<Lanes>();

/// Bytes that are worked on in one call.
const PIECE: usize = 256 * size_of::<Lanes>();

/// Whether each pixel belongs to a stroke that is thinner than `2 * reach + 1` pixels: to a dark one, to a light one. Its
/// contrast is at least half of the strongest within `reach` columns and rows: JPEG smears colours into the gaps between
/// letters.
// Not inlined: inlined into a crate that is compiled for size, it would be compiled for size.
#[inline(never)]
pub fn thin_strokes(picture: &Raster, reach: usize) -> [Vec<bool>; 2] {
    // Ink is darker than paper in red or in green, which carry 93 per cent of the luminance.
    let darker = picture.pixels().iter().map(|[red, green, _]| *red.min(green));
    let lighter = picture.pixels().iter().map(|[red, green, _]| u8::MAX - *red.max(green));
    let width = picture.width() as usize;
    [dark_strokes(darker.collect(), width, reach), dark_strokes(lighter.collect(), width, reach)]
}

/// Whether each value belongs to a stroke of smaller ones.
fn dark_strokes(mut values: Vec<u8>, width: usize, reach: usize) -> Vec<bool> {
    let count = values.len();
    values.resize(count + BEHIND, 0);
    let mut dilated = dilation(&values, width, reach);
    change(&mut dilated, &values, |dilated, _| inverted(dilated));
    let mut contrast = dilation(&dilated, width, reach);
    change(&mut contrast, &values, |eroded, value| minus(inverted(eroded), value));
    let mut lacking = dilation(&contrast, width, reach);
    // By how much each value lacks contrast: 0 in strokes. Two simple steps: what the compiler does natively with both at
    // once is fifty times slower.
    change(&mut lacking, &contrast, |strongest, own| minus(minus(strongest, own), own));
    change(&mut lacking, &contrast, |lacking, own| larger(lacking, minus([MIN_CONTRAST; 16], own)));
    lacking.into_iter().take(count).map(|lacking| lacking == 0).collect()
}

/// Replaces all values by what `by` makes of them and of those of `others`.
fn change(values: &mut [u8], others: &[u8], by: impl Fn(Lanes, Lanes) -> Lanes + Copy) {
    for (values, others) in values.chunks_mut(PIECE).zip(others.chunks(PIECE)) {
        change_piece(values, others, by);
    }
}

#[inline(never)]
fn change_piece(values: &mut [u8], others: &[u8], by: impl Fn(Lanes, Lanes) -> Lanes) {
    for (value, other) in values.as_chunks_mut().0.iter_mut().zip(others.as_chunks().0) {
        *value = by(*value, *other);
    }
}

/// The largest value within `reach` columns and rows of each value. `values` has [`BEHIND`] bytes more than whole rows, and
/// so has what is returned.
fn dilation(values: &[u8], width: usize, reach: usize) -> Vec<u8> {
    let window = 2 * reach + 1;
    let mut rows = Vec::with_capacity(values.len() + 2 * reach * width + BEHIND);
    rows.resize(reach * width, 0);
    let (mut row, mut spare) = (Vec::new(), vec![0; width + 2 * reach + BEHIND]);
    let inside = values.get(..values.len().saturating_sub(BEHIND)).unwrap_or_default();
    for inside in inside.chunks_exact(width) {
        row.clear();
        row.resize(reach, 0);
        row.extend_from_slice(inside);
        row.resize(spare.len(), 0);
        largest(&mut row, &mut spare, 1, window);
        row.truncate(width);
        rows.extend_from_slice(&row);
    }
    rows.resize(rows.len() + reach * width + BEHIND, 0);
    let mut spare = vec![0; rows.len()];
    largest(&mut rows, &mut spare, width, window);
    rows.truncate(values.len());
    rows
}

/// Replaces each value by the largest of `count` values, itself and those that follow it at this distance from each other;
/// the last ones, which fewer follow, by anything. `spare` is as long.
fn largest(values: &mut Vec<u8>, spare: &mut Vec<u8>, distance: usize, count: usize) {
    let mut reached = 1;
    while reached < count {
        let step = reached.min(count - reached);
        let later = values.get(step * distance..).unwrap_or_default();
        let pieces = values.chunks(PIECE).zip(later.chunks(PIECE)).zip(spare.chunks_mut(PIECE));
        pieces.for_each(|((values, later), to)| larger_piece(values, later, to));
        std::mem::swap(values, spare);
        reached += step;
    }
}

#[inline(never)]
fn larger_piece(values: &[u8], others: &[u8], to: &mut [u8]) {
    let pairs = values.as_chunks().0.iter().zip(others.as_chunks().0);
    for ((value, other), to) in pairs.zip(to.as_chunks_mut().0) {
        *to = larger(*value, *other);
    }
}

fn inverted(values: Lanes) -> Lanes {
    minus([u8::MAX; 16], values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dilation_is_the_largest_value_around() {
        let (width, height) = (13_usize, 9_usize);
        let values: Vec<u8> = (0..width * height).map(|n| (n * 89 % 251) as u8).collect();
        for reach in 0..5 {
            let largest_near = |place: usize| {
                let near = |other: &usize| {
                    (other % width).abs_diff(place % width) <= reach
                        && (other / width).abs_diff(place / width) <= reach
                };
                (0..values.len()).filter(near).map(|other| values[other]).max()
            };
            let expected: Vec<u8> = (0..values.len()).filter_map(largest_near).collect();
            let mut padded = values.clone();
            padded.resize(values.len() + BEHIND, 0);
            let mut dilated = dilation(&padded, width, reach);
            dilated.truncate(values.len());
            assert_eq!(dilated, expected, "{reach}");
        }
    }

    #[test]
    fn strokes_thinner_than_the_window_are_found() {
        let picture = |ink: u8, thick: usize| {
            let pixel =
                |place: usize| if (20..20 + thick).contains(&(place % 60)) { [ink; 3] } else { [128; 3] };
            Raster::new(60, 40, (0..60 * 40).map(pixel).collect::<Vec<_>>().concat()).unwrap()
        };
        let found = |ink: u8, thick: usize| {
            thin_strokes(&picture(ink, thick), 3)
                .map(|strokes| strokes.iter().filter(|stroke| **stroke).count())
        };
        let cases = [
            ("dark", found(60, 4), [4 * 40, 0]),
            ("light", found(200, 4), [0, 4 * 40]),
            ("thick", found(60, 7), [0, 0]),
            ("faint", found(100, 4), [0, 0]),
        ];
        let wrong: Vec<_> = cases.iter().filter(|(_, found, expected)| found != expected).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
