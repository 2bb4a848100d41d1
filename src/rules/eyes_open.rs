//! 「双眼自然睁开」 — both eyes are open.
//!
//! # What is measured
//! The opening of the less open eye, in per cent of its width: the mean distance between upper and lower
//! lid at three places, over the distance between the corners of the eye. The less open eye counts, because
//! one closed eye is one too many.
//!
//! # When it cannot tell
//! When no face was found, or an eye lies outside the picture.
//!
//! # Known limits
//! Labelled open eyes of all shapes measure 20 to 36, closed ones up to 20.5, a half-closed one 22.6. One
//! or two in a hundred open eyes are below 20.6: narrow ones (complying portraits start at 19.5, one man
//! who looks to the side has 19.0) and those in blurred or very dark pictures, where the landmarks of the
//! lids are guesses and open eyes measure as little as 13.6.

use super::{AtLeast, Group, Measured, Rule, Unit};
use crate::scene::parts::{BOTH_EYES, EYES, Eye};
use crate::scene::{Face, Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum EyesOpen {}

impl Rule for EyesOpen {
    const ID: &'static str = "eyes-open";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "双眼自然睁开", en: "both eyes open" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "眼睛没有完全睁开。", en: "The eyes are not fully open." };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "两只眼睛都自然睁开了吗？眼睛小没有关系。",
        en: "Are both eyes open? Naturally narrow eyes are fine.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请自然睁开双眼看向镜头，避开刺眼的光，多拍几张选一张没有眨眼的。",
        en: "Open both eyes naturally and look at the camera, away from glaring light; take several photos and choose one without a blink.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_showing(&BOTH_EYES)?;
        let openings = EYES.map(|eye| (opening(face, &eye), eye));
        let (least, eye) = if openings[0].0 <= openings[1].0 { openings[0] } else { openings[1] };
        let mark = Mark::polygon(&face.points(&eye.outline));
        Ok(Measured::new(100.0 * least)?.with_mark(mark))
    }
}

/// The mean distance of the lids over the distance of the corners.
fn opening(face: &Face, eye: &Eye) -> f64 {
    let [outer, inner] = eye.corners.map(|corner| face.point(corner));
    let apart =
        |(upper, lower): (&usize, &usize)| -> f64 { Point::distance(face.point(*upper), face.point(*lower)) };
    let lids: f64 = eye.upper.iter().zip(&eye.lower).map(apart).sum();
    lids / eye.upper.len() as f64 / outer.distance(inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn open_eyes_pass_and_one_closed_eye_fails() {
        assert_verdicts::<EyesOpen>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "both closed",
                SyntheticPortrait { eyes: [0.1; 2], ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
            (
                "the right one closed",
                SyntheticPortrait { eyes: [0.1, 1.0], ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
            (
                "the left one closed",
                SyntheticPortrait { eyes: [1.0, 0.1], ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
        ]);
    }
}
