//! Letters laid over a picture: dates, names of phones, watermarks, the words of a seal.

use super::map2d::Map2d;
use precheck_foundation::geometry::Point;
use precheck_imaging::raster::patches::{Cell, for_each_patch};
use precheck_imaging::raster::strokes::thin_strokes;
use precheck_imaging::raster::{Raster, SampleGrid};
use std::ops::Range;

/// The most letters that stand in a row, or inside the ring of a seal.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lettering {
    /// The corners of each letter's box on the photo, from left to right: upper left, lower right.
    pub letters: Vec<[Point; 2]>,
}

/// A connected patch of thin strokes, which may be a letter.
#[derive(Debug, Clone, Copy)]
struct Letter {
    left: usize,
    top: usize,
    /// One past the last column and row.
    right: usize,
    bottom: usize,
    /// Mean colour.
    colour: [f64; 3],
    pixels: usize,
}

/// Half of the thickest stroke, in pixels of a picture whose shorter side has 480.
const HALF_STROKE: f64 = 3.0;
const SHORTER_SIDE: f64 = 480.0;

/// Heights of a letter, as shares of the picture's height, and its greatest width in heights.
const MIN_HEIGHT: f64 = 0.01;
const MAX_HEIGHT: f64 = 0.07;
const MAX_WIDTH: f64 = 2.0;

/// The fewest pixels of a letter.
const MIN_PIXELS: usize = 8;

/// Letters of a row: the ratio of their heights, how far apart they are and how far their feet are from one line, in
/// heights, and how far apart their colours are in each channel.
const HEIGHTS: f64 = 1.67;
const GAP: f64 = 1.2;
const FEET: f64 = 0.25;
const SAME_COLOUR: f64 = 30.0;

/// The least width of a row over its number of letters, in heights of the row. The narrowest letters, as "i" and "1",
/// are a third as wide as high with the gap that follows; checked and ribbed cloth has strokes closer than that.
const WIDTH_EACH: f64 = 0.3;

/// How far above and below a row there is nothing, in its heights, and how many strokes there may be all the same, as a share
/// of its own: tails of letters.
const SPACING: f64 = 0.3;
const MOST_BESIDE: f64 = 0.15;

/// The ring of a seal: its height as a share of the picture's, how far from round its box is, how much of its box its stroke
/// takes, how much of the stroke is in the inner half of the box, and the difference between the channels of its ink.
const RING_HEIGHT: f64 = 0.08;
const MAX_RING_HEIGHT: f64 = 0.4;
const ROUND: f64 = 1.33;
const RING_AREA: f64 = 0.35;
const RING_INSIDE: f64 = 0.05;
const INK: f64 = 60.0;

impl Lettering {
    /// Looks for letters in `overview`, whose pixels are those of `grid` on the photo, in the columns and rows where `may_be`
    /// holds.
    #[inline(never)]
    pub fn of(overview: &Raster, grid: SampleGrid, may_be: impl Fn(usize, usize) -> bool) -> Self {
        let side = f64::from(overview.width().min(overview.height()));
        let reach = (HALF_STROKE * side / SHORTER_SIDE).round() as usize + 1;
        let high = f64::from(overview.height());
        let mut longest: Vec<Letter> = Vec::new();
        for cells in thin_strokes(overview, reach) {
            let strokes = Map2d { grid, cells };
            // From left to right. Inserted, not sorted: a sort of its own adds kilobytes to the module.
            let (mut letters, mut rings) = (Vec::<Letter>::new(), Vec::new());
            for_each_patch(where_allowed(&strokes, &may_be), strokes.width(), &mut |patch| {
                let Some(letter) = Letter::of(patch, overview) else { return };
                if letter.is_letter(high) {
                    let corner = (letter.left, letter.top);
                    letters
                        .insert(letters.partition_point(|other| (other.left, other.top) <= corner), letter);
                }
                if letter.is_ring(high, patch) {
                    rings.push(letter);
                }
            });
            let seals = rings.iter().map(|ring| ring.around(&letters));
            for found in seals.chain([longest_row(&letters, &strokes)]) {
                if found.len() > longest.len() {
                    longest = found;
                }
            }
        }
        let corner = |x: usize, y: usize| grid.to_picture(x as f64, y as f64);
        let corners = |l: Letter| [corner(l.left, l.top), corner(l.right, l.bottom)];
        Self { letters: longest.into_iter().map(corners).collect() }
    }
}

/// The strokes in the columns and rows where `may_be` holds.
fn where_allowed(strokes: &Map2d<bool>, may_be: impl Fn(usize, usize) -> bool) -> Vec<bool> {
    let mut allowed = strokes.cells.clone();
    for (y, row) in allowed.chunks_exact_mut(strokes.width()).enumerate() {
        for (x, stroke) in row.iter_mut().enumerate() {
            *stroke = *stroke && may_be(x, y);
        }
    }
    allowed
}

impl Letter {
    /// The patch of these pixels; `None` if they are too few for a letter.
    fn of(pixels: &[Cell], picture: &Raster) -> Option<Self> {
        if pixels.len() < MIN_PIXELS {
            return None;
        }
        let (mut left, mut top, mut right, mut bottom) = (usize::MAX, usize::MAX, 0, 0);
        let mut sum = [0_u32; 3];
        for &(x, y) in pixels {
            (left, top, right, bottom) = (left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1));
            let pixel = picture.pixels().get(y * picture.width() as usize + x)?;
            for (sum, value) in sum.iter_mut().zip(pixel) {
                *sum += u32::from(*value);
            }
        }
        let colour = sum.map(|sum| f64::from(sum) / pixels.len() as f64);
        Some(Self { left, top, right, bottom, colour, pixels: pixels.len() })
    }

    /// Whether it has the size of a letter on a picture that is so high.
    fn is_letter(&self, picture: f64) -> bool {
        (MIN_HEIGHT..=MAX_HEIGHT).contains(&(self.height() / picture))
            && self.width() <= MAX_WIDTH * self.height()
    }

    /// Whether it may be the ring of a seal, with these pixels, on a picture that is so high.
    fn is_ring(&self, picture: f64, pixels: &[Cell]) -> bool {
        let [r, g, b] = self.colour;
        (RING_HEIGHT..=MAX_RING_HEIGHT).contains(&(self.height() / picture))
            && self.width().max(self.height()) <= ROUND * self.width().min(self.height())
            && self.pixels as f64 <= RING_AREA * self.width() * self.height()
            && r.max(g).max(b) - r.min(g).min(b) >= INK
            && self.central(pixels) as f64 <= RING_INSIDE * self.pixels as f64
    }

    /// How many of its pixels are in the inner half of its box, along each side.
    fn central(&self, pixels: &[Cell]) -> usize {
        let inner = |value: usize, start: usize, end: usize| {
            let quarter = (end - start) / 4;
            (start + quarter..end - quarter).contains(&value)
        };
        let is_central =
            |(x, y): &&Cell| inner(*x, self.left, self.right) && inner(*y, self.top, self.bottom);
        pixels.iter().filter(is_central).count()
    }

    /// The letters inside this ring that have its colour.
    fn around(&self, letters: &[Self]) -> Vec<Self> {
        let inside = |letter: &&Self| {
            letter.left > self.left
                && letter.right < self.right
                && letter.top > self.top
                && letter.bottom < self.bottom
        };
        letters.iter().filter(inside).filter(|letter| self.has_colour_of(letter)).copied().collect()
    }

    fn has_colour_of(&self, other: &Self) -> bool {
        self.colour.iter().zip(other.colour).all(|(a, b)| (a - b).abs() <= SAME_COLOUR)
    }

    fn width(&self) -> f64 {
        (self.right - self.left) as f64
    }

    fn height(&self) -> f64 {
        (self.bottom - self.top) as f64
    }

    /// Whether `next` can stand behind this letter in the row that begins with `first`.
    fn precedes(&self, next: &Self, first: &Self) -> bool {
        let gap = next.left as f64 - self.right as f64;
        let ratio = next.height() / first.height();
        gap <= GAP * self.height().max(next.height())
            && gap >= -FEET * self.height()
            && (1.0 / HEIGHTS..=HEIGHTS).contains(&ratio)
            && (next.bottom.abs_diff(self.bottom)) as f64 <= FEET * self.height()
            && next.has_colour_of(first)
    }
}

/// The longest row of these letters, which are sorted from left to right, that stands alone.
fn longest_row(letters: &[Letter], strokes: &Map2d<bool>) -> Vec<Letter> {
    let mut used = vec![false; letters.len()];
    let mut longest: Vec<Letter> = Vec::new();
    for (start, first) in letters.iter().enumerate() {
        if used[start] {
            continue;
        }
        let mut row = vec![*first];
        let mut last = *first;
        for (place, next) in letters.iter().enumerate().skip(start + 1) {
            if next.left as f64 > last.right as f64 + GAP * HEIGHTS * last.height() {
                break;
            }
            if !used[place] && last.precedes(next, first) {
                used[place] = true;
                row.push(*next);
                last = *next;
            }
        }
        if row.len() > longest.len() && is_text(&row, strokes) {
            longest = row;
        }
    }
    longest
}

/// Whether a row is as wide as letters are, and hardly any strokes are right above and below it: woven cloth, beards and noise
/// have them everywhere. Where the picture ends right above or below, nobody can tell.
fn is_text(row: &[Letter], strokes: &Map2d<bool>) -> bool {
    let (mut left, mut right, mut top, mut bottom) = (usize::MAX, 0, usize::MAX, 0);
    for letter in row {
        (left, right) = (left.min(letter.left), right.max(letter.right));
        (top, bottom) = (top.min(letter.top), bottom.max(letter.bottom));
    }
    let height = (bottom - top) as f64;
    let reach = (SPACING * height).ceil() as usize;
    let cut = top < reach || bottom + reach > strokes.height();
    if cut || ((right - left) as f64) < WIDTH_EACH * height * row.len() as f64 {
        return false;
    }
    let count = |rows: Range<usize>| {
        let lines = rows.filter_map(|y| strokes.cells.get(y * strokes.width()..(y + 1) * strokes.width()));
        let parts = lines.filter_map(|line| line.get(left..right));
        parts.flatten().filter(|stroke| **stroke).count() as f64
    };
    let beside = count(top - reach..top) + count(bottom..bottom + reach);
    beside <= MOST_BESIDE * count(top..bottom)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many letters are found on a picture.
    fn found(picture: &Raster) -> usize {
        let grid = SampleGrid::whole(picture.width(), picture.height(), 1.0);
        Lettering::of(picture, grid, |_, _| true).letters.len()
    }

    /// A light wall with upright strokes of this thickness, height and colour, `step` pixels apart.
    fn strokes(count: usize, size: (usize, usize), step: usize, colour: [u8; 3]) -> usize {
        strokes_from(40, count, size, step, colour)
    }

    /// The same, from this row on.
    fn strokes_from(
        top: usize,
        count: usize,
        (thick, high): (usize, usize),
        step: usize,
        colour: [u8; 3],
    ) -> usize {
        let mut rgb = vec![[230, 232, 236]; 480 * 640];
        for letter in 0..count {
            for y in top..top + high {
                for x in 0..thick {
                    rgb[y * 480 + 30 + letter * step + x] = colour;
                }
            }
        }
        let picture = Raster::new(480, 640, rgb.concat()).unwrap();
        found(&picture)
    }

    #[test]
    fn letters_inside_a_red_ring_are_a_seal_and_those_inside_a_grey_one_are_not() {
        let seal = |ink: [u8; 3]| {
            let pixel = |place: usize| {
                let (x, y) = ((place % 480) as f64 - 240.0, (place / 480) as f64 - 500.0);
                let from_centre = (x * x + y * y).sqrt();
                let (row, column) = ((y + 32.0) / 16.0, (x + 32.0) / 16.0);
                let letter = y.abs() < 32.0 && x.abs() < 32.0 && row.fract() < 0.7 && column.fract() < 0.2;
                let staggered = (row as usize + column as usize).is_multiple_of(2);
                if (60.0..64.0).contains(&from_centre) || letter && staggered { ink } else { [230, 232, 236] }
            };
            let picture =
                Raster::new(480, 640, (0..480 * 640).map(pixel).collect::<Vec<_>>().concat()).unwrap();
            found(&picture)
        };
        assert_eq!([seal([205, 30, 35]), seal([110; 3])], [8, 1]);
    }

    /// Short strokes in rows right above one another.
    fn woven() -> usize {
        let thread =
            |place: usize| if place % 480 % 8 < 3 && place / 480 % 12 < 11 { [90; 3] } else { [200; 3] };
        let picture = Raster::new(480, 640, (0..480 * 640).map(thread).collect::<Vec<_>>().concat()).unwrap();
        found(&picture)
    }

    #[test]
    fn thin_strokes_in_a_row_are_letters() {
        let cases = [
            ("grey", strokes(8, (3, 14), 9, [120; 3]), 8),
            ("orange", strokes(10, (2, 18), 12, [255, 140, 0]), 10),
            ("too far apart", strokes(6, (3, 14), 60, [0; 3]), 0),
            ("thick bars", strokes(6, (14, 14), 30, [0; 3]), 0),
            ("as high as doors", strokes(6, (3, 90), 20, [0; 3]), 0),
            ("hardly visible", strokes(6, (3, 14), 9, [215; 3]), 0),
            ("woven cloth", woven(), 0),
            ("ribs", strokes(8, (3, 40), 8, [0; 3]), 0),
            ("stripes that the lower edge cuts", strokes_from(626, 8, (3, 14), 9, [0; 3]), 0),
            ("letters close to the lower edge", strokes_from(620, 8, (3, 14), 9, [0; 3]), 8),
        ];
        let wrong: Vec<_> = cases.iter().filter(|(_, found, expected)| found != expected).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
