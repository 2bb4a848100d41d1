//! 「色彩自然」 — no red eyes from the flash.
//!
//! # What is measured
//! The redness of the redder iris less that of the skin: the median a* (CIELAB; negative is green, positive
//! red) of the disc round the centre of the iris with 0.55 of its radius, minus the a* of this person's
//! skin, because warm light reddens everything.
//!
//! # When it cannot tell
//! When no face was found, there are fewer than 24 pixels between the eyes, or an eye lies outside the
//! picture.
//!
//! # Known limits
//! The labelled red eyes are synthetic; they start at 39. Eyes without reach 10.7.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::{EYES, Eye};
use crate::scene::{AlignedFace, Face, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum RedEyeFree {}

/// Radius of the sampled disc over that of the iris: it contains the pupil, and no lid covers it.
const SAMPLED_RADIUS: f64 = 0.55;

impl Rule for RedEyeFree {
    const ID: &'static str = "red-eye-free";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::ColourDifference;
    const NAME: LocalizedStr = LocalizedStr { zh: "没有红眼", en: "no red eyes" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "眼睛发红（红眼）。", en: "The eyes are red from the flash." };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "眼睛的颜色正常、不发红吗？",
        en: "Do the eyes have their natural colour, not red?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请关闭闪光灯，在明亮的自然光下重拍。",
        en: "Switch the flash off and retake the photo in bright daylight.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
        let [right, left] = EYES.map(|eye| iris_redness(face, aligned_face, &eye));
        let reddest = right?.max(left?);
        let marks = EYES.map(|eye| Mark::polygon(&face.points(&eye.iris[1..])));
        Ok(Measured::new(reddest - aligned_face.skin.colour.a)?.with_marks(marks))
    }
}

fn iris_redness(face: &Face, aligned_face: &AlignedFace, eye: &Eye) -> Result<f64, Unmeasurable> {
    let [middle, right, _, left, _] = eye.iris.map(|number| face.point(number));
    let radius = SAMPLED_RADIUS * right.distance(left) / 2.0 / face.eye_distance();
    aligned_face.disc(middle, radius).median(|cell| cell.lab.a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn dark_pupils_pass_and_red_ones_fail() {
        assert_verdicts::<RedEyeFree>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "one red pupil",
                SyntheticPortrait::default().scene_with(|canvas| {
                    let pupil = canvas.oval(canvas.face.eyes()[1], (0.07, 0.07));
                    canvas.tint(&pupil, [210, 30, 30]);
                }),
                FAIL,
            ),
        ]);
    }
}
