//! 「不得遮挡脸部」 — nothing in front of the face: no mask, hand, scarf or thing.
//!
//! # What is measured
//! The probability, in per cent, that a hand or a thing is in front of the face. That is what the attribute network,
//! which knows the inner tensors of the landmark and the region network, and the crop network, which looks at the ears,
//! the neck and the top of the head at the photo's own resolution, say together, calibrated on photographs of people
//! they have not seen (`scene/attributes.rs`, `training/README.md`).
//!
//! # When it cannot tell
//! When no face was found, or too much of its outline is outside the picture.
//!
//! # Known limits
//! The networks have seen about 65 hands and things, many of the same people. Hands at the rim of the face and thin
//! things are missed; a bent or turned head, a beard or a hard shadow is taken for one now and then. ACCURACY.md has
//! the figures.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::OVAL;
use crate::scene::{Attribute, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum FaceUnoccluded {}

impl Rule for FaceUnoccluded {
    const ID: &'static str = "face-unoccluded";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "脸部无遮挡", en: "nothing in front of the face" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "脸部可能有遮挡。", en: "Something seems to cover the face." };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "脸上没有口罩、手或其他东西遮挡吗？",
        en: "Is nothing in front of your face: no mask, no hand?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请取下口罩、围巾等遮挡物，手不要放在脸上。",
        en: "Take off masks and scarves, and keep hands away from the face.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_showing(&OVAL)?;
        let mark = Mark::polygon(&face.points(&OVAL));
        Ok(Measured::probability(scene, Attribute::Occluder)?.with_mark(mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_free_face_passes_and_a_mask_fails() {
        assert_verdicts::<FaceUnoccluded>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "mask",
                SyntheticPortrait { attributes: &[Attribute::Occluder], ..SyntheticPortrait::default() }
                    .scene(),
                FAIL,
            ),
        ]);
    }
}
