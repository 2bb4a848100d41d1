//! 「不得遮挡脸部」 — nothing in front of the face: no mask, hand, scarf or thing.
//!
//! # What is measured
//! The share of the face below the eyes, in per cent, that does not look like this face: places that the region network
//! takes for something foreign, or that are unlike skin in any light, bluer than this person's skin by more than 14
//! (b* of CIELAB), and lighter than a beard.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or the lower half of the face is outside the picture.
//!
//! # Known limits
//! A white or painted beard may count. Something of the colour of skin, such as a hand, is seen only as far as the
//! network sees it; its training knew drawn hands alone. All five labelled hands are missed: they are drawn, half
//! transparent and in the face's own colours, so that nothing was tuned on them.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::{CHIN, OVAL};
use crate::scene::{FaceCell, Region, Sampled, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum FaceUnoccluded {}

/// The face is looked at from here on down, in eye distances below the eyes: glasses have rules of their own.
const BELOW: f64 = 0.4;

/// How far from skin in the same light (CIELAB) something foreign is.
const UNLIKE: f64 = 14.0;

/// A beard's lightness is below this share of the skin's.
const BEARD: f64 = 0.6;

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
        let (face, aligned_face, segmentation) =
            (scene.face()?, scene.aligned_face()?, scene.segmentation()?);
        let oval = face.points(&OVAL);
        let below = face.offset(face.between_eyes(), 0.0, BELOW);
        let (colours, skin) = (&aligned_face.colours, &aligned_face.skin);
        let is_below = |(x, y): &(usize, usize)| {
            (colours.cell_centre(*x, *y).y - below.y) * (face.point(CHIN).y - below.y) >= 0.0
        };
        let lower_face: Sampled<FaceCell> =
            aligned_face.cells(colours.inside(&oval).into_iter().filter(is_below));
        let is_foreign = |FaceCell { x, y, lab }: &FaceCell| {
            let other = segmentation.at(colours.cell_centre(*x, *y)) == Ok(Region::Other);
            let unlike = skin.distance(*lab) > UNLIKE && lab.l > BEARD * skin.colour.l;
            let bluish = lab.b < skin.colour.b - UNLIKE;
            other || unlike && bluish
        };
        let share = lower_face.share(is_foreign)?;
        Ok(Measured::new(100.0 * share)?.with_mark(Mark::polygon(&oval)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::parts::BRIDGE;
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_free_face_passes_and_a_mask_fails() {
        assert_verdicts::<FaceUnoccluded>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "mask",
                SyntheticPortrait::default().scene_with(|canvas| {
                    let mask = canvas.rectangle(canvas.face.point(BRIDGE), (-1.1, 1.1), (0.1, 1.9));
                    canvas.put(&mask, Region::Other, [120, 170, 210]);
                }),
                FAIL,
            ),
        ]);
    }
}
