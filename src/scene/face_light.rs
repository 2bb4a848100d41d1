//! The light on the face, apart from its pigment: how much less falls on one side than on the other.
//!
//! # How
//! A face is nearly the same on both sides of its middle, in shape and in reflectance, so that in even light mirrored places
//! reflect the same light, and their ratio is that of the light on them. The middle is a straight line through the landmarks
//! of forehead, nose and chin; places are given as shares of the way from it to the outline, so that a slight turn of the head
//! changes nothing. Only pairs of which both are skin count (no hair, beard, glasses), and only those whose hue is the same:
//! where a birthmark, a scar or rouge differs in colour, the ratio is not one of light. The median over all pairs is the
//! face's, whatever single marks there are.
//!
//! Above and below cannot be mirrored: forehead and cheeks differ in light as they differ in slope. They are compared all the
//! same, over both sides, since a forehead in the shade of a brim, or a face lit from below, goes far beyond that.

use super::face::parts::{CHIN, FOREHEAD, OVAL};
use super::stats::{line_through, median};
use super::{AlignedFace, Face, Region, Segmentation, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;
use precheck_imaging::colour::Lab;

/// Natural logarithms of ratios of luminance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FaceLight {
    /// The light on the side at the picture's right over that at its left: negative if the right is darker.
    pub right_over_left: f64,
    /// The light on the forehead over that on the cheeks; `None` if one of them is covered.
    pub forehead_over_cheeks: Option<f64>,
}

/// Landmarks on the middle line of the face.
const MIDDLE: [usize; 17] = [10, 151, 9, 168, 6, 197, 195, 5, 4, 1, 2, 164, 0, 17, 18, 200, 152];

/// Side of the square of cells whose mean colour is one sample, and the step from row to row.
const SAMPLE: usize = 4;

/// The places of a pair, in hundredths of the way from the middle to the outline: cheeks and temples, neither nose nor rim.
const ASIDE: std::ops::RangeInclusive<usize> = 30..=80;
const ASIDE_STEP: usize = 5;

/// The rows that are looked at, as shares of the way from the upper end of the forehead to the chin; and those of forehead
/// and cheeks.
const ROWS: (f64, f64) = (0.08, 0.9);
const FOREHEAD_ROWS: (f64, f64) = (0.08, 0.3);
const CHEEK_ROWS: (f64, f64) = (0.5, 0.68);

/// Largest ratio of red to green between both places of a pair, either way, that is the same pigment in light of nearly the
/// same colour.
const SAME_PIGMENT: f64 = 1.28;

/// The shares of all pairs that have to be skin, and of the same pigment.
const MIN_SKIN: f64 = 0.25;
const MIN_SAME: f64 = 0.15;

/// Fewest pairs on the forehead and on the cheeks.
const MIN_PAIRS: usize = 20;

/// The colours of a pair of places.
struct Pair {
    /// Its row, see [`ROWS`].
    row: f64,
    left: Lab,
    right: Lab,
}

impl FaceLight {
    /// The light on this face.
    ///
    /// # Errors
    /// [`Unmeasurable::OutOfPicture`] if too little of its skin shows on both sides, [`Unmeasurable::NoDetail`] if what shows
    /// differs in pigment.
    #[inline(never)]
    pub fn of(
        aligned_face: &AlignedFace,
        face: &Face,
        segmentation: &Segmentation,
    ) -> Result<Self, Unmeasurable> {
        let (pairs, all) = pairs(aligned_face, face, segmentation).ok_or(Unmeasurable::OutOfPicture)?;
        let enough = |count: usize, share: f64| count as f64 >= share * all as f64 && count > 0;
        if !enough(pairs.len(), MIN_SKIN) {
            return Err(Unmeasurable::OutOfPicture);
        }
        let same: Vec<&Pair> = pairs.iter().filter(|pair| pair.is_same_pigment()).collect();
        if !enough(same.len(), MIN_SAME) {
            return Err(Unmeasurable::NoDetail);
        }
        let mut ratios: Vec<f64> =
            same.iter().map(|pair| ln_luminance(pair.right) - ln_luminance(pair.left)).collect();
        let level = |(from, to): (f64, f64)| {
            let pairs = same.iter().filter(|pair| (from..to).contains(&pair.row));
            let mut levels: Vec<f64> =
                pairs.map(|pair| (ln_luminance(pair.left) + ln_luminance(pair.right)) / 2.0).collect();
            if levels.len() < MIN_PAIRS { None } else { median(&mut levels) }
        };
        let forehead_over_cheeks =
            level(FOREHEAD_ROWS).zip(level(CHEEK_ROWS)).map(|(forehead, cheeks)| forehead - cheeks);
        let right_over_left = median(&mut ratios).ok_or(Unmeasurable::NoDetail)?;
        Ok(Self { right_over_left, forehead_over_cheeks })
    }
}

impl Pair {
    fn is_same_pigment(&self) -> bool {
        let [left, right] =
            [self.left, self.right].map(|lab| lab.linear_rgb().map(|light| light.max(DARKEST)));
        let (one, other) = (left[0] * right[1], right[0] * left[1]);
        one < SAME_PIGMENT * other && other < SAME_PIGMENT * one
    }
}

/// Smallest light that is divided by.
const DARKEST: f64 = 1e-4;

fn ln_luminance(lab: Lab) -> f64 {
    num::ln(lab.luminance().max(DARKEST))
}

/// The pairs of which both are skin, and how many there would be if all were; `None` without a middle line.
fn pairs(aligned_face: &AlignedFace, face: &Face, segmentation: &Segmentation) -> Option<(Vec<Pair>, usize)> {
    let grid = aligned_face.colours.grid;
    let cell = |number: &usize| grid.from_picture(face.point(*number));
    let middle: Vec<(f64, f64)> = MIDDLE.iter().map(cell).map(|place| (place.y, place.x)).collect();
    let (slope, start) = line_through(&middle)?;
    let outline: Vec<Point> = OVAL.iter().map(cell).collect();
    let (top, chin) = (cell(&FOREHEAD).y, cell(&CHIN).y);
    let (mut pairs, mut all) = (Vec::new(), 0);
    for row in (0..aligned_face.colours.height()).step_by(SAMPLE) {
        let y = row as f64 + SAMPLE as f64 / 2.0;
        let share = (y - top) / (chin - top);
        let centre = slope * y + start;
        let Some((left, right)) = extent(&outline, y) else { continue };
        if !(ROWS.0..ROWS.1).contains(&share) || left >= centre || right <= centre {
            continue;
        }
        for aside in ASIDE.step_by(ASIDE_STEP) {
            all += 1;
            let aside = aside as f64 / 100.0;
            let skin = |x: f64| skin_at(aligned_face, segmentation, x, row);
            let both = skin(centre - aside * (centre - left)).zip(skin(centre + aside * (right - centre)));
            pairs.extend(both.map(|(left, right)| Pair { row: share, left, right }));
        }
    }
    Some((pairs, all))
}

/// Where a horizontal line crosses an outline first and last; `None` if it does not.
fn extent(outline: &[Point], y: f64) -> Option<(f64, f64)> {
    let edges = outline.iter().zip(outline.iter().cycle().skip(1));
    let crossings = edges
        .filter(|(a, b)| (a.y <= y) != (b.y <= y))
        .map(|(a, b)| a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
    let ends = crossings.fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
    (ends.0 < ends.1).then_some(ends)
}

/// The mean colour of the sample that begins in this row and contains column `x`; `None` if it is not skin.
fn skin_at(aligned_face: &AlignedFace, segmentation: &Segmentation, x: f64, row: usize) -> Option<Lab> {
    let map = &aligned_face.colours;
    if !(0.0..map.width() as f64).contains(&x) {
        return None;
    }
    let column = x as usize / SAMPLE * SAMPLE;
    let centre = map.grid.to_picture((column + SAMPLE / 2) as f64, (row + SAMPLE / 2) as f64);
    if segmentation.at(centre) != Ok(Region::Skin) {
        return None;
    }
    let (mut sum, mut count) = (Lab::BLACK, 0.0);
    for (x, y) in (row..row + SAMPLE).flat_map(|y| (column..column + SAMPLE).map(move |x| (x, y))) {
        let lab = aligned_face.cell((x, y))?.lab;
        sum = Lab { l: sum.l + lab.l, a: sum.a + lab.a, b: sum.b + lab.b };
        count += 1.0;
    }
    Some(Lab { l: sum.l / count, a: sum.a / count, b: sum.b / count })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::testing::{Canvas, SyntheticPortrait, lit};

    fn light(change: impl FnOnce(&mut Canvas)) -> Result<FaceLight, Unmeasurable> {
        let scene = SyntheticPortrait::default().scene_with(change);
        FaceLight::of(scene.aligned_face().unwrap(), scene.face().unwrap(), scene.segmentation().unwrap())
    }

    #[test]
    fn half_the_light_on_one_side_is_half_the_light() {
        let halved = |left: f64, right: f64| {
            light(|canvas| {
                canvas.change(|place, _, colour| lit(colour, if place.x < 240.0 { left } else { right }))
            })
            .unwrap()
            .right_over_left
        };
        assert!(halved(1.0, 1.0).abs() < 0.02);
        assert!((halved(1.0, 0.5) - num::ln(0.5)).abs() < 0.03, "{}", halved(1.0, 0.5));
        assert!((halved(0.4, 0.8) - num::ln(2.0)).abs() < 0.03, "{}", halved(0.4, 0.8));
    }

    #[test]
    fn a_mark_of_another_colour_and_hair_are_no_shadow() {
        let stained = light(|canvas| {
            let stain = canvas.oval(canvas.face.point(50), (0.45, 0.5));
            canvas.tint(&stain, [150, 70, 80]);
        });
        let hairy = light(|canvas| {
            let strand = canvas.rectangle(canvas.face.point(50), (-0.5, 0.0), (-1.5, 1.5));
            canvas.put(&strand, Region::Hair, [30, 24, 22]);
        });
        assert!(stained.unwrap().right_over_left.abs() < 0.05, "{stained:?}");
        assert!(hairy.unwrap().right_over_left.abs() < 0.05, "{hairy:?}");
    }

    #[test]
    fn a_masked_face_has_no_light_to_compare() {
        let masked = light(|canvas| {
            let face = canvas.face.points(&OVAL);
            canvas.put(&face, Region::Other, [250; 3]);
        });
        assert_eq!(masked, Err(Unmeasurable::OutOfPicture));
    }
}
