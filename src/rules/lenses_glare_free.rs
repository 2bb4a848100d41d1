//! 「眼镜不能反光」 — no glare on the glasses.
//!
//! # What is measured
//! The largest bright spot round an eye, in per cent of the lens: places that are nearly white, clearly lighter than
//! this person's skin, and without colour. It counts by the probability that there are glasses
//! (`scene/attributes.rs`).
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or an eye lies outside the picture.
//!
//! # Known limits
//! A greenish reflection of a coated lens that leaves the eye visible does not count. The labelled glare is synthetic.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::{Attribute, Scene, Skin, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::colour::Lab;

/// See the module documentation.
pub enum LensesGlareFree {}

/// The lens round the middle of the eye, in eye distances.
const ASIDE: f64 = 0.36;
const UP: f64 = 0.2;
const DOWN: f64 = 0.36;

/// Glare is at least so light, so much lighter than the skin, and at most so colourful.
const LIGHT: f64 = 88.0;
const LIGHTER: f64 = 12.0;
const COLOURLESS: f64 = 14.0;

impl Rule for LensesGlareFree {
    const ID: &'static str = "lenses-glare-free";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "镜片不反光", en: "no glare on the lenses" };
    const FAIL: LocalizedStr = LocalizedStr { zh: "镜片反光。", en: "There is glare on the glasses." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "镜片上没有反光吗？", en: "Are the lenses free of glare?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请稍微低头或调整光源方向，让镜片上没有光斑；不要使用闪光灯。",
        en: "Turn the light or tilt your glasses slightly until no spot is left on the lenses; use no flash.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
        let glasses = scene.attributes()?.probability(Attribute::Glasses);
        let mut largest = Vec::new();
        let mut share: f64 = 0.0;
        for eye in face.eyes() {
            let zone = aligned_face.rectangle(eye, (-ASIDE, ASIDE), (-UP, DOWN));
            let zone = zone.values()?;
            let bright = zone.iter().filter(|cell| is_glare(cell.lab, &aligned_face.skin));
            let spot = aligned_face.colours.largest_patch_of(bright.map(|cell| (cell.x, cell.y)));
            if spot.len() as f64 > share * zone.len() as f64 {
                share = spot.len() as f64 / zone.len() as f64;
                largest = spot;
            }
        }
        let mark =
            Mark::bounding_box(largest.into_iter().map(|(x, y)| aligned_face.colours.cell_centre(x, y)));
        Ok(Measured::new(100.0 * share * glasses)?.with_marks(mark))
    }
}

fn is_glare(lab: Lab, skin: &Skin) -> bool {
    lab.l > LIGHT && lab.l > skin.colour.l + LIGHTER && lab.chroma() < COLOURLESS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn bare_eyes_pass_and_glare_fails() {
        assert_verdicts::<LensesGlareFree>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "glare",
                SyntheticPortrait { attributes: &[Attribute::Glasses], ..SyntheticPortrait::default() }
                    .scene_with(|canvas| {
                        let glare = canvas.oval(canvas.face.eyes()[0], (0.25, 0.18));
                        canvas.tint(&glare, [255, 255, 255]);
                    }),
                FAIL,
            ),
            (
                "the same where there are no glasses",
                SyntheticPortrait::default().scene_with(|canvas| {
                    let glare = canvas.oval(canvas.face.eyes()[0], (0.25, 0.18));
                    canvas.tint(&glare, [255, 255, 255]);
                }),
                PASS,
            ),
        ]);
    }
}
