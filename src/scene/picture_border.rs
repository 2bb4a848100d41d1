//! The border round a picture: print margins, the bars of a screenshot, a drawn frame.

use super::lab_histogram::bin_at;
use super::stats::share;
use precheck_foundation::geometry::{Point, Rect};
use precheck_imaging::raster::{Differences, Raster};
use std::ops::Range;

/// The part of the picture inside its border; the whole picture if it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureBorder {
    /// What is left without the border, in pixels of the photo.
    pub inner: Rect,
    /// Width and height of the photo in pixels.
    picture: (u32, u32),
}

/// Columns `left .. right` and rows `top .. bottom` of the overview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bounds {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

/// A side of the picture.
#[derive(Clone, Copy)]
enum Side {
    Top,
    Right,
    Bottom,
    Left,
}

/// What makes a line the end of a border.
#[derive(Clone, Copy)]
struct Demand {
    /// Smallest share of the line along which the colour changes.
    step: f64,
    /// Smallest share of the border that has one colour.
    plain: f64,
    /// Smallest value of each channel of that colour.
    lightest: u8,
}

/// A border ends in a line along which nearly all pixels change at once; the corners may be rounded. Within it lie
/// words and icons at most.
const LINE: Demand = Demand { step: 0.85, plain: 0.7, lightest: 0 };

/// The same before the other sides are known, whose borders shorten the line.
const UNTRIMMED_LINE: Demand = Demand { step: 0.55, plain: 0.7, lightest: 0 };

/// A white margin below a white background shows only where it cuts off the clothes.
const HEM: Demand = Demand { step: 0.5, plain: 0.97, lightest: WHITE };

/// Smallest value of each channel of white paper.
const WHITE: u8 = 235;

/// The same beside the clothes, where there is one below as well: looked for in this share of the picture from below.
const SLEEVE: Demand = Demand { step: 0.4, plain: 0.98, lightest: WHITE };
const SLEEVE_HEIGHT: f64 = 0.3;

/// The largest share of the picture's height or width that a border takes on one side.
const DEEPEST: f64 = 0.35;

/// A step: the smallest difference in a channel, of 255, between the pixels two before and one behind a line. JPEG and
/// the reduction of the picture smear a sharp edge over this distance.
const STEP: u8 = 10;
const BEFORE: usize = 2;
const BEHIND: usize = 1;
const SPAN: usize = BEFORE + 1 + BEHIND;

/// How far, in each channel, a pixel of one colour is from the median.
const SAME: u8 = 8;

/// The smallest shorter side, in pixels, of a picture in which a border is looked for.
const MIN_SIDE: usize = 32;

impl PictureBorder {
    /// Looks for a border in `overview`, which is `reduction` times smaller than the photo of this width and height.
    #[inline(never)]
    pub fn of(overview: &Raster, reduction: u32, (width, height): (u32, u32)) -> Self {
        let Bounds { left, top, right, bottom } = inner_bounds(overview);
        let begin = |line: usize, end: u32| (line as u32 * reduction).min(end);
        let (x, y) = (begin(left, width), begin(top, height));
        // The overview's last column and row may be less than whole pixels.
        let end = |line: usize, last: u32, end: u32| if line as u32 == last { end } else { begin(line, end) };
        let (x1, y1) = (end(right, overview.width(), width), end(bottom, overview.height(), height));
        let inner = Rect { x, y, width: x1.saturating_sub(x), height: y1.saturating_sub(y) };
        Self { inner, picture: (width, height) }
    }

    /// The share (0 to 1) of the picture that is border.
    pub fn share(&self) -> f64 {
        let area = |width: u32, height: u32| f64::from(width) * f64::from(height);
        1.0 - area(self.inner.width, self.inner.height) / area(self.picture.0, self.picture.1)
    }

    /// Whether a place on the photo is inside the border by at least `margin` pixels; the edges of a picture without
    /// border need no margin.
    pub fn contains(&self, place: Point, margin: f64) -> bool {
        let within = |value: f64, start: u32, length: u32, whole: u32| {
            let end = start + length;
            let low = if start > 0 { f64::from(start) + margin } else { f64::from(start) };
            let high = if end < whole { f64::from(end) - margin } else { f64::from(end) };
            (low..high).contains(&value)
        };
        within(place.x, self.inner.x, self.inner.width, self.picture.0)
            && within(place.y, self.inner.y, self.inner.height, self.picture.1)
    }
}

impl Bounds {
    fn whole(picture: &Raster) -> Self {
        Self { left: 0, top: 0, right: picture.width() as usize, bottom: picture.height() as usize }
    }

    /// These bounds, ending on one side at a line.
    fn ending(self, side: Side, line: usize) -> Self {
        match side {
            Side::Top => Self { top: line, ..self },
            Side::Right => Self { right: line, ..self },
            Side::Bottom => Self { bottom: line, ..self },
            Side::Left => Self { left: line, ..self },
        }
    }

    /// The lines between two on one side of these bounds, of which `outer` is nearer to the edge of the picture.
    fn between(self, side: Side, outer: usize, inner: usize) -> Self {
        match side {
            Side::Top => Self { top: outer, bottom: inner, ..self },
            Side::Right => Self { left: inner, right: outer, ..self },
            Side::Bottom => Self { top: inner, bottom: outer, ..self },
            Side::Left => Self { left: outer, right: inner, ..self },
        }
    }
}

fn inner_bounds(picture: &Raster) -> Bounds {
    let whole = Bounds::whole(picture);
    if whole.right.min(whole.bottom) < MIN_SIDE {
        return whole;
    }
    let untrimmed = steps_down(picture, 0..whole.right);
    let mut rows = whole;
    for side in [Side::Top, Side::Bottom] {
        rows = innermost(picture, &untrimmed, whole, side, UNTRIMMED_LINE)
            .map_or(rows, |line| rows.ending(side, line));
    }
    let across = steps_across(picture, rows.top..rows.bottom);
    let mut inner = whole;
    for side in [Side::Left, Side::Right] {
        inner = innermost(picture, &across, rows, side, LINE).map_or(inner, |line| inner.ending(side, line));
    }
    let columns = inner;
    let trimmed = (inner.left, inner.right) != (whole.left, whole.right);
    let down = if trimmed { steps_down(picture, inner.left..inner.right) } else { untrimmed };
    for side in [Side::Top, Side::Bottom] {
        inner = innermost(picture, &down, columns, side, LINE).map_or(inner, |line| inner.ending(side, line));
    }
    if inner.bottom == whole.bottom {
        let hem = innermost(picture, &down, columns, Side::Bottom, HEM);
        inner = hem.map_or(inner, |line| inner.ending(Side::Bottom, line));
    }
    if inner.bottom == whole.bottom { inner } else { beside_sleeves(picture, whole, inner) }
}

/// The bounds without white margins that show only beside the clothes. On their own such lines prove nothing: a sleeve may
/// hang straight down.
fn beside_sleeves(picture: &Raster, whole: Bounds, inner: Bounds) -> Bounds {
    let lower = (SLEEVE_HEIGHT * (inner.bottom - inner.top) as f64) as usize;
    let across = steps_across(picture, inner.bottom - lower..inner.bottom);
    let line = |side| innermost(picture, &across, inner, side, SLEEVE);
    let left = if inner.left == whole.left { line(Side::Left) } else { None };
    let right = if inner.right == whole.right { line(Side::Right) } else { None };
    let inner = left.map_or(inner, |line| inner.ending(Side::Left, line));
    right.map_or(inner, |line| inner.ending(Side::Right, line))
}

/// The line furthest inside, on one side of `bounds`, that ends a border. `steps` has the share of each line along which
/// the colour changes.
fn innermost(picture: &Raster, steps: &[f64], bounds: Bounds, side: Side, demand: Demand) -> Option<usize> {
    let depth = |length: usize| (DEEPEST * length as f64) as usize;
    let (edge, lines) = match side {
        Side::Top => (bounds.top, depth(bounds.bottom - bounds.top)),
        Side::Right => (bounds.right, depth(bounds.right - bounds.left)),
        Side::Bottom => (bounds.bottom, depth(bounds.bottom - bounds.top)),
        Side::Left => (bounds.left, depth(bounds.right - bounds.left)),
    };
    // Each pixel is counted once, from the edge inwards. What the counts allow is looked at again, from the innermost on.
    let (mut colours, mut counted) = (Colours::default(), edge);
    let mut possible = Vec::new();
    for away in 0..lines {
        // The line, and where the border ends if it is one, without the pixels that its step is smeared over.
        let (line, end) = match side {
            Side::Top | Side::Left => (edge + away, (edge + away).saturating_sub(BEFORE).max(edge)),
            Side::Right | Side::Bottom => (edge - away - 1, edge - away - 1 + BEHIND),
        };
        if steps.get(line).is_some_and(|share| *share >= demand.step) {
            colours.add(picture, bounds.between(side, counted, end));
            counted = end;
            possible.extend(colours.plain_median(demand).map(|median| (line, end, median)));
        }
    }
    let is_plain = |(_, end, median): &(usize, usize, [u8; 3])| {
        let area = rows(picture, bounds.between(side, edge, *end));
        share(area.flatten(), |pixel| difference(*pixel, *median) <= SAME) >= Some(demand.plain)
    };
    possible.into_iter().rev().find(is_plain).map(|(line, ..)| line)
}

/// The rows of an area.
fn rows(picture: &Raster, area: Bounds) -> impl Iterator<Item = &[[u8; 3]]> {
    picture.rows().take(area.bottom).skip(area.top).filter_map(move |row| row.get(area.left..area.right))
}

/// How many pixels have each value of each channel.
struct Colours([[u32; 256]; 3]);

impl Default for Colours {
    fn default() -> Self {
        Self([[0; 256]; 3])
    }
}

impl Colours {
    fn add(&mut self, picture: &Raster, area: Bounds) {
        rows(picture, area).for_each(|row| self.add_row(row));
    }

    #[inline(never)]
    fn add_row(&mut self, row: &[[u8; 3]]) {
        for pixel in row {
            for (counts, value) in self.0.iter_mut().zip(pixel) {
                counts[usize::from(*value)] += 1;
            }
        }
    }

    /// The median of each channel, if enough pixels may have this colour: enough have it in each channel, and it is light
    /// enough.
    fn plain_median(&self, demand: Demand) -> Option<[u8; 3]> {
        let mut median = [0; 3];
        for (counts, median) in self.0.iter().zip(&mut median) {
            *median = bin_at(counts, 0.5)? as u8;
            let same = usize::from(median.saturating_sub(SAME))..=usize::from(median.saturating_add(SAME));
            let (same, all): (u32, u32) = (counts.get(same)?.iter().sum(), counts.iter().sum());
            if *median < demand.lightest || f64::from(same) / f64::from(all) < demand.plain {
                return None;
            }
        }
        Some(median)
    }
}

/// The largest difference in a channel.
fn difference(one: [u8; 3], other: [u8; 3]) -> u8 {
    one[0].abs_diff(other[0]).max(one[1].abs_diff(other[1])).max(one[2].abs_diff(other[2]))
}

/// For each row the share of these columns in which the colour changes there; 0 for rows where no border ends.
fn steps_down(picture: &Raster, columns: Range<usize>) -> Vec<f64> {
    let rows: Vec<&[[u8; 3]]> = picture.rows().filter_map(|row| row.get(columns.clone())).collect();
    let (mut steps, mut differences) = (vec![0.0; rows.len()], Differences::default());
    for places in outer(rows.len()) {
        let lines = rows.windows(SPAN).zip(steps.iter_mut().skip(BEFORE));
        for (lines, share) in lines.take(places.end).skip(places.start) {
            let [before, .., behind] = lines else { continue };
            let changing = differences.between(before, behind).filter(|difference| *difference >= STEP);
            *share = changing.count() as f64 / columns.len() as f64;
        }
    }
    steps
}

/// For each column the share of these rows in which the colour changes there; 0 for columns where no border ends.
fn steps_across(picture: &Raster, rows: Range<usize>) -> Vec<f64> {
    let (mut steps, mut differences) = (vec![0_u32; picture.width() as usize], Differences::default());
    let places = outer(steps.len());
    for row in picture.rows().take(rows.end).skip(rows.start) {
        for places in &places {
            let Some((before, behind)) =
                row.get(places.clone()).and_then(|row| Some((row, row.get(SPAN - 1..)?)))
            else {
                continue;
            };
            let steps = steps.iter_mut().skip(places.start + BEFORE);
            for (difference, steps) in differences.between(before, behind).zip(steps) {
                *steps += u32::from(difference >= STEP);
            }
        }
    }
    steps.into_iter().map(|steps| f64::from(steps) / rows.len() as f64).collect()
}

/// The lines at both ends of so many among which a border may end, and those that its step is smeared over.
fn outer(lines: usize) -> [Range<usize>; 2] {
    let deep = ((DEEPEST * lines as f64) as usize + SPAN).min(lines / 2);
    [0..deep, lines - deep..lines]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::testing::SyntheticPortrait;

    /// The border of the default portrait, with colours changed by place.
    fn border(change: impl Fn(usize, usize, [u8; 3]) -> [u8; 3]) -> [u32; 4] {
        let portrait = SyntheticPortrait { wall: [252; 3], ..SyntheticPortrait::default() };
        let mut picture = portrait.raster();
        for (place, pixel) in picture.pixels_mut().iter_mut().enumerate() {
            *pixel = change(place % 480, place / 480, *pixel);
        }
        let Rect { x, y, width, height } = PictureBorder::of(&picture, 2, (960, 1280)).inner;
        [x, y, x + width, y + height]
    }

    #[test]
    fn borders_of_any_colour_end_where_the_picture_begins() {
        let outside = |x: usize, y: usize, m: usize| x < m || y < m || x >= 480 - m || y >= 640 - m;
        let cases = [
            ("none", border(|_, _, pixel| pixel), [0, 0, 960, 1280]),
            ("bar above", border(|_, y, pixel| if y < 50 { [0; 3] } else { pixel }), [0, 100, 960, 1280]),
            (
                "bar below",
                border(|_, y, pixel| if y >= 580 { [30, 60, 90] } else { pixel }),
                [0, 0, 960, 1160],
            ),
            (
                "bars beside",
                border(|x, _, pixel| if !(40..450).contains(&x) { [0; 3] } else { pixel }),
                [80, 0, 900, 1280],
            ),
            (
                "margin",
                border(|x, y, pixel| if outside(x, y, 30) { [180; 3] } else { pixel }),
                [60, 60, 900, 1220],
            ),
            (
                "a bar with words",
                border(|x, y, pixel| match y {
                    10..20 if x % 9 < 3 => [255; 3],
                    0..40 => [0; 3],
                    _ => pixel,
                }),
                [0, 80, 960, 1280],
            ),
            (
                "white below white",
                border(|_, y, pixel| if y >= 600 { [255; 3] } else { pixel }),
                [0, 0, 960, 1200],
            ),
        ];
        let far =
            |found: [u32; 4], expected: [u32; 4]| found.iter().zip(expected).any(|(a, b)| a.abs_diff(b) > 4);
        let wrong: Vec<_> = cases.iter().filter(|(_, found, expected)| far(*found, *expected)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn what_is_no_straight_line_or_not_plain_is_no_border() {
        let cases = [
            ("slanting", border(|x, y, pixel| if y < 50 + x / 40 { [90; 3] } else { pixel })),
            ("gradient", border(|_, y, pixel| if y < 60 { [(192 + y) as u8; 3] } else { pixel })),
            ("stripes", border(|x, y, pixel| if y < 60 { [(x * 40 % 256) as u8; 3] } else { pixel })),
        ];
        let wrong: Vec<_> = cases.iter().filter(|(_, found)| *found != [0, 0, 960, 1280]).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
