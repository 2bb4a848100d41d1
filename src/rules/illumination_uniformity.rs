//! 「不得……造成阴影」 — the light on the face is even: no half of it lies in shadow.
//!
//! # What is measured
//! By how much, in per cent, the darker one of two parts of the face is darker than the other, where this is most: the
//! right and the left cheek, right and left beside the nose, forehead and cheeks. Each part is the median lightness
//! (CIELAB) of a disc where the region network sees skin: what lies under a fringe, a mask or glasses is left out. The
//! two sides are alike in even light. A forehead is not quite like the cheeks, it shines or lies under hair, so that only
//! what goes beyond the faces' own fifteen per cent counts; and of forehead and cheeks the lighter side is taken.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or none of these parts shows in the picture.
//!
//! # Known limits
//! A beard or hair over one cheek counts, and so do dark or mirroring glasses where the network takes them for skin:
//! four of 536 evenly lit faces fail for these. A bright forehead on very dark skin differs from the cheeks by up to 27
//! per cent. Of the ways that light falls only darkened halves and bright spots are labelled, and all of them are
//! synthetic.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::CHEEKS;
use crate::scene::{AlignedFace, Face, Region, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum IlluminationUniformity {}

/// Landmarks on the right and left cheek, and right and left beside the nose.
const PAIRS: [[usize; 2]; 2] = [CHEEKS, [101, 330]];

/// Landmarks on the right and left of forehead and lower cheeks.
const UPPER: [usize; 2] = [108, 337];
const LOWER: [usize; 2] = [205, 425];

/// How far forehead and cheeks of evenly lit faces differ of themselves.
const OWN: f64 = 0.15;

/// Radius of a disc, in eye distances.
const DISC: f64 = 0.12;

impl Rule for IlluminationUniformity {
    const ID: &'static str = "illumination-uniformity";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "面部光线均匀", en: "even light on the face" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "脸上的光线不均匀。", en: "The light on the face is uneven." };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "脸两边的光线一样亮吗？",
        en: "Is your face lit equally on both sides?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请面向窗户或光源，让光线均匀照在整张脸上，不要侧光、逆光，也不要让帽檐或头发在脸上投下阴影。",
        en: "Face the window or lamp so that the light falls evenly on your whole face, not from a side or from behind, and keep hair and brims from shading it.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face, segmentation) =
            (scene.face()?, scene.aligned_face()?, scene.segmentation()?);
        let lightness = |number: usize| {
            let is_skin = segmentation.at(face.point(number)) == Ok(Region::Skin);
            is_skin.then(|| disc_lightness(face, aligned_face, number)).flatten()
        };
        let lighter = |pair: [usize; 2]| pair.into_iter().filter_map(lightness).reduce(f64::max);
        let sides =
            PAIRS.iter().filter_map(|[right, left]| Some(darker(lightness(*right)?, lightness(*left)?)));
        let heights = lighter(UPPER).zip(lighter(LOWER));
        let heights = heights.map(|(upper, lower)| (darker(upper, lower) - OWN).max(0.0));
        let most = sides.chain(heights).reduce(f64::max).ok_or(Unmeasurable::NoDetail)?;
        let between = [PAIRS[0], PAIRS[1], UPPER, LOWER];
        let marks = between.map(|[right, left]| Mark::line(face.point(right), face.point(left)));
        Ok(Measured::new(100.0 * most)?.with_marks(marks))
    }
}

/// By which share of the lighter one the darker one of two is darker.
fn darker(one: f64, other: f64) -> f64 {
    (one - other).abs() / one.max(other)
}

fn disc_lightness(face: &Face, aligned_face: &AlignedFace, number: usize) -> Option<f64> {
    aligned_face.disc(face.point(number), DISC).median(|cell| cell.lab.l).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::parts::BRIDGE;
    use crate::scene::testing::{SyntheticPortrait, lit};

    #[test]
    fn even_light_passes_and_light_from_one_side_fails() {
        assert_verdicts::<IlluminationUniformity>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "half in the shade",
                SyntheticPortrait::default().scene_with(|canvas| {
                    canvas.change(|place, _, colour| lit(colour, if place.x < 240.0 { 0.5 } else { 1.0 }))
                }),
                FAIL,
            ),
            (
                "fringe over the forehead",
                SyntheticPortrait::default().scene_with(|canvas| {
                    let fringe = canvas.rectangle(canvas.face.point(BRIDGE), (-1.0, 1.0), (-1.6, -0.3));
                    canvas.put(&fringe, Region::Hair, [44, 36, 32]);
                }),
                PASS,
            ),
            (
                "forehead in the shade",
                SyntheticPortrait::default().scene_with(|canvas| {
                    let eyes = canvas.face.eyes()[0].y;
                    canvas.change(|place, _, colour| lit(colour, if place.y < eyes { 0.5 } else { 1.0 }));
                }),
                FAIL,
            ),
        ]);
    }
}
