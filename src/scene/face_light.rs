//! The light on the face, apart from its pigment: how much less falls on one side than on the other, and on the face around a
//! bright spot.
//!
//! # How
//! A face is nearly the same on both sides of its middle, in shape and in reflectance, so that in even light mirrored places
//! reflect the same light, and their ratio is that of the light on them. The middle is a straight line through the landmarks
//! of forehead, nose and chin; places are given as shares of the way from it to the outline, so that a slight turn of the head
//! changes nothing. Hair is left out. Of two places that are skin only those of the same hue count: where a birthmark, a scar or
//! rouge differs in colour, the ratio is not one of light. What the region network does not take for skin counts all the same,
//! because it is blind in deep shade. The median over all pairs is the face's, whatever single marks there are.
//!
//! Shine is light that never entered the skin: it has the colour of the lamp, and on dark skin it outshines the rest. So sides
//! are compared by [`matte`] light, red less most of blue, in which white shine is small.
//!
//! Above and below cannot be mirrored: forehead and cheeks differ in light as they differ in slope. They are compared all the
//! same, over both sides, since a forehead in the shade of a brim goes far beyond that.
//!
//! Spots of light (the sun through leaves, a lamp close by) are found by patches: the lightest of a grid over the face,
//! compared with the middle one. Shine is left out unless it is burnt out.

use super::face::parts::{CHIN, FOREHEAD, OVAL};
use super::stats::{line_through, median};
use super::{AlignedFace, Face, Region, Segmentation, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;
use precheck_imaging::colour::Lab;

/// Natural logarithms of ratios of light.
#[derive(Debug, Clone, PartialEq)]
pub struct FaceLight {
    /// The light on the side at the picture's right over that at its left: negative if the right is darker.
    pub right_over_left: f64,
    /// The light on the forehead over that on the cheeks; `None` if one of them is covered.
    pub forehead_over_cheeks: Option<f64>,
    /// The light on the lightest patch of skin over that on the middle one.
    pub spot: f64,
    /// Places on the photo within that patch.
    pub spot_places: Vec<Point>,
}

/// Landmarks on the middle line of the face.
const MIDDLE: [usize; 17] = [10, 151, 9, 168, 6, 197, 195, 5, 4, 1, 2, 164, 0, 17, 18, 200, 152];

/// Side of the square of cells whose mean colour is one sample, and the step from row to row.
const SAMPLE: usize = 4;

/// How far aside samples are taken, in hundredths of the way from the middle to the outline, and the step; and where those of
/// a pair begin, on cheeks and temples: neither nose nor rim.
const ASIDE: i32 = 80;
const ASIDE_STEP: usize = 5;
const PAIR_ASIDE: i32 = 30;

/// The rows that are looked at, as shares of the way from the upper end of the forehead to the chin; those of pairs, below the
/// hair's edge; and those of forehead and cheeks.
const ROWS: (f64, f64) = (0.08, 0.9);
const PAIR_ROWS: (f64, f64) = (0.2, 0.85);
const FOREHEAD_ROWS: (f64, f64) = (0.08, 0.3);
const CHEEK_ROWS: (f64, f64) = (0.5, 0.68);

/// Largest ratio of red to green between both places of a pair, either way, that is the same pigment in light of nearly the
/// same colour.
const SAME_PIGMENT: f64 = 1.28;

/// The share of all samples that has to be skin, and that of all pairs that has to be left.
const MIN_SKIN: f64 = 0.25;
const MIN_PAIRS: f64 = 0.15;

/// Fewest samples on the forehead and on the cheeks.
const MIN_LEVEL: usize = 40;

/// How much of blue is taken from red: white shine has both alike, skin has half as much blue as red or less.
const BLUE: f64 = 0.7;

/// Smallest light that a logarithm is taken of.
const DARKEST: f64 = 0.004;

/// Patches in both directions, and the fewest samples of one.
const PATCHES: usize = 5;
const MIN_PATCH: usize = 15;

/// Shine is lighter than the face's middle by this (natural logarithm), has less of its ratio of red to blue (of logarithms),
/// and is darker than what is burnt out (CIELAB).
const LIGHTER: f64 = 0.2;
const PALER: f64 = 0.85;
const BURNT_OUT: f64 = 92.0;

/// A place on the face.
struct Sample {
    /// Its row, see [`ROWS`].
    row: f64,
    /// How far it is to the picture's right of the middle, see [`ASIDE`].
    aside: i32,
    place: Point,
    lab: Lab,
    /// Linear red, green and blue.
    light: [f64; 3],
    region: Option<Region>,
}

impl Sample {
    fn is_skin(&self) -> bool {
        self.region == Some(Region::Skin)
    }

    fn is_within(&self, rows: (f64, f64)) -> bool {
        (rows.0..rows.1).contains(&self.row)
    }

    /// The natural logarithm of the light without shine.
    fn matte(&self) -> f64 {
        num::ln((self.light[0] - BLUE * self.light[2]).max(DARKEST))
    }

    /// The natural logarithm of the luminance.
    fn bright(&self) -> f64 {
        num::ln(self.lab.luminance().max(DARKEST))
    }

    /// How much redder than blue it is (natural logarithm).
    fn red_over_blue(&self) -> f64 {
        let [red, _, blue] = self.light.map(|light| num::ln(light.max(DARKEST)));
        red - blue
    }

    fn has_pigment_of(&self, other: &Self) -> bool {
        let [own, others] = [self.light, other.light].map(|light| light.map(|light| light.max(DARKEST)));
        let (one, another) = (own[0] * others[1], others[0] * own[1]);
        one < SAME_PIGMENT * another && another < SAME_PIGMENT * one
    }
}

impl FaceLight {
    /// The light on this face.
    ///
    /// # Errors
    /// [`Unmeasurable::OutOfPicture`] if too little of its skin shows, [`Unmeasurable::NoDetail`] if what shows on both sides
    /// is hair or differs in pigment.
    #[inline(never)]
    pub fn of(
        aligned_face: &AlignedFace,
        face: &Face,
        segmentation: &Segmentation,
    ) -> Result<Self, Unmeasurable> {
        let (samples, all) = samples(aligned_face, face, segmentation).ok_or(Unmeasurable::OutOfPicture)?;
        let skin: Vec<&Sample> = samples.iter().filter(|sample| sample.is_skin()).collect();
        if skin.is_empty() || (skin.len() as f64) < MIN_SKIN * all as f64 {
            return Err(Unmeasurable::OutOfPicture);
        }
        let right_over_left = right_over_left(&samples)?;
        let level = |rows: (f64, f64)| {
            let beside = skin.iter().filter(|one| one.aside.abs() >= PAIR_ASIDE && one.is_within(rows));
            let mut levels: Vec<f64> = beside.map(|sample| sample.matte()).collect();
            if levels.len() < MIN_LEVEL { None } else { median(&mut levels) }
        };
        let forehead_over_cheeks =
            level(FOREHEAD_ROWS).zip(level(CHEEK_ROWS)).map(|(forehead, cheeks)| forehead - cheeks);
        let (spot, spot_places) = lightest_patch(&skin).ok_or(Unmeasurable::NoDetail)?;
        Ok(Self { right_over_left, forehead_over_cheeks, spot, spot_places })
    }
}

/// See [`FaceLight::right_over_left`].
fn right_over_left(samples: &[Sample]) -> Result<f64, Unmeasurable> {
    let is_beside = |one: &&Sample| one.aside.abs() >= PAIR_ASIDE && one.is_within(PAIR_ROWS);
    let (mut ratios, mut all) = (Vec::new(), 0);
    for row in samples.chunk_by(|one, next| one.row == next.row) {
        let beside = || row.iter().filter(is_beside);
        for right in beside().filter(|sample| sample.aside > 0) {
            let Some(left) = beside().find(|sample| sample.aside == -right.aside) else { continue };
            all += 1;
            let both = [left, right];
            let hairy = both.iter().any(|sample| sample.region == Some(Region::Hair));
            let skin = both.iter().all(|sample| sample.is_skin());
            if !hairy && (!skin || left.has_pigment_of(right)) {
                ratios.push(right.matte() - left.matte());
            }
        }
    }
    if (ratios.len() as f64) < MIN_PAIRS * f64::from(all) {
        return Err(Unmeasurable::NoDetail);
    }
    median(&mut ratios).ok_or(Unmeasurable::NoDetail)
}

/// See [`FaceLight::spot`]; `None` if no patch has enough skin.
fn lightest_patch(skin: &[&Sample]) -> Option<(f64, Vec<Point>)> {
    let median_of = |of: fn(&Sample) -> f64| median(&mut skin.iter().map(|one| of(one)).collect::<Vec<_>>());
    let (middle, hue) = (median_of(Sample::bright)?, median_of(Sample::red_over_blue)?);
    let is_shine = |sample: &Sample| {
        sample.bright() > middle + LIGHTER && sample.red_over_blue() < PALER * hue && sample.lab.l < BURNT_OUT
    };
    let mut patches: [Vec<&Sample>; PATCHES * PATCHES] = Default::default();
    for sample in skin.iter().filter(|sample| !is_shine(sample)) {
        let part = |share: f64| ((share * PATCHES as f64) as usize).min(PATCHES - 1);
        let down = part((sample.row - ROWS.0) / (ROWS.1 - ROWS.0));
        let across = part(f64::from(sample.aside + ASIDE) / f64::from(2 * ASIDE));
        if let Some(patch) = patches.get_mut(PATCHES * down + across) {
            patch.push(sample);
        }
    }
    let large = patches.iter().filter(|patch| patch.len() >= MIN_PATCH);
    let lights = large.filter_map(|patch| {
        let mut lights: Vec<f64> = patch.iter().map(|sample| sample.bright()).collect();
        Some((median(&mut lights)?, patch))
    });
    let lights: Vec<(f64, &Vec<&Sample>)> = lights.collect();
    let middle = median(&mut lights.iter().map(|(light, _)| *light).collect::<Vec<_>>())?;
    let (lightest, patch) =
        lights.into_iter().reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    Some((lightest - middle, patch.iter().map(|sample| sample.place).collect()))
}

/// The samples of the face, row by row, and how many there would be if the picture showed all; `None` without a middle line.
fn samples(
    aligned_face: &AlignedFace,
    face: &Face,
    segmentation: &Segmentation,
) -> Option<(Vec<Sample>, usize)> {
    let grid = aligned_face.colours.grid;
    let cell = |number: &usize| grid.from_picture(face.point(*number));
    let middle: Vec<(f64, f64)> = MIDDLE.iter().map(cell).map(|place| (place.y, place.x)).collect();
    let (slope, start) = line_through(&middle)?;
    let outline: Vec<Point> = OVAL.iter().map(cell).collect();
    let (top, chin) = (cell(&FOREHEAD).y, cell(&CHIN).y);
    let (mut samples, mut all) = (Vec::new(), 0);
    for first in (0..aligned_face.colours.height()).step_by(SAMPLE) {
        let y = first as f64 + SAMPLE as f64 / 2.0;
        let row = (y - top) / (chin - top);
        let centre = slope * y + start;
        let Some((left, right)) = extent(&outline, y) else { continue };
        if !(ROWS.0..ROWS.1).contains(&row) || left >= centre || right <= centre {
            continue;
        }
        for aside in (-ASIDE..=ASIDE).step_by(ASIDE_STEP) {
            all += 1;
            let share = f64::from(aside) / 100.0;
            let x = centre + share * if aside < 0 { centre - left } else { right - centre };
            let Some((place, lab)) = mean_colour(aligned_face, x, first) else { continue };
            let region = segmentation.at(place).ok();
            samples.push(Sample { row, aside, place, lab, light: lab.linear_rgb(), region });
        }
    }
    Some((samples, all))
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

/// The centre and mean colour of the sample that begins in this row and contains column `x`; `None` outside the picture.
fn mean_colour(aligned_face: &AlignedFace, x: f64, row: usize) -> Option<(Point, Lab)> {
    let map = &aligned_face.colours;
    if !(0.0..map.width() as f64).contains(&x) {
        return None;
    }
    let column = x as usize / SAMPLE * SAMPLE;
    let centre = map.grid.to_picture((column + SAMPLE / 2) as f64, (row + SAMPLE / 2) as f64);
    let (mut sum, mut count) = (Lab::BLACK, 0.0);
    for (x, y) in (row..row + SAMPLE).flat_map(|y| (column..column + SAMPLE).map(move |x| (x, y))) {
        let lab = aligned_face.cell((x, y))?.lab;
        sum = Lab { l: sum.l + lab.l, a: sum.a + lab.a, b: sum.b + lab.b };
        count += 1.0;
    }
    Some((centre, Lab { l: sum.l / count, a: sum.a / count, b: sum.b / count }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::testing::{Canvas, SyntheticPortrait, lit};
    use precheck_imaging::colour::{linear_to_srgb, srgb_to_linear};

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
        let off = [stained, hairy].map(|light| light.unwrap().right_over_left.abs());
        assert!(off.iter().all(|off| *off < 0.05), "{off:?}");
    }

    #[test]
    fn a_spot_of_light_is_no_shine_on_dark_skin() {
        // Additive white light, as shine is, and light that falls on the skin.
        let spot = |shine: f64, light: f64| {
            let dark = SyntheticPortrait { skin: [96, 65, 52], ..SyntheticPortrait::default() };
            let scene = dark.scene_with(|canvas| {
                let cheek = canvas.face.point(50);
                let reach = 0.35 * canvas.face.eye_distance();
                canvas.change(|place, _, colour| {
                    if place.distance(cheek) > reach {
                        return colour;
                    }
                    colour.map(|channel| {
                        linear_to_srgb(light * srgb_to_linear(f64::from(channel) / 255.0) + shine)
                    })
                });
            });
            let segmentation = scene.segmentation().unwrap();
            FaceLight::of(scene.aligned_face().unwrap(), scene.face().unwrap(), segmentation).unwrap().spot
        };
        let [plain, shine, sun] = [spot(0.0, 1.0), spot(0.06, 1.0), spot(0.0, 3.0)];
        assert!(plain < 0.1 && shine < 0.3, "{plain} {shine}");
        assert!((sun - num::ln(3.0)).abs() < 0.2, "{sun}");
    }

    #[test]
    fn a_side_in_deep_shade_counts_though_the_network_sees_no_skin() {
        let half = light(|canvas| {
            canvas.change(|place, _, colour| lit(colour, if place.x < 240.0 { 0.1 } else { 1.0 }));
            let (left, width) = (0.0..240.0, canvas.segmentation.width());
            let grid = canvas.segmentation.grid;
            for (cell, region) in canvas.segmentation.cells.iter_mut().enumerate() {
                let place = grid.to_picture((cell % width) as f64 + 0.5, (cell / width) as f64 + 0.5);
                if left.contains(&place.x) && *region == Region::Skin {
                    *region = Region::Other;
                }
            }
        });
        assert!(half.unwrap().right_over_left > 1.5);
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
