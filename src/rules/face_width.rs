//! 「脸部宽度」 — the face is as wide as required; some offices give numbers.
//!
//! # What is measured
//! The width of the face, from the base of one ear to that of the other, in per cent of the width of the
//! picture.
//!
//! # When it cannot tell
//! When no face was found, or more than a fifth of its outline lies outside the picture.
//!
//! # Known limits
//! Ears are not included: the offices that ask for the width of the face do not say where it ends.

use super::{Bounds, Group, Measured, Rule, Unit};
use crate::scene::parts::{OVAL, SIDES};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum FaceWidth {}

impl Rule for FaceWidth {
    const ID: &'static str = "face-width";
    const GROUP: Group = Group::Framing;
    const UNIT: Unit = Unit::PercentOfWidth;
    const NAME: LocalizedStr = LocalizedStr { zh: "脸部宽度", en: "width of the face" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "脸部的宽度是 {value}，要求{allowed}。",
        en: "The face is {value} wide; {allowed} is needed.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "脸部的宽度合适吗（{allowed}）？",
        en: "Does the face have the required width ({allowed})?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "脸太小了。请裁掉四周多余的部分，或离镜头近一些重拍。",
        en: "The face is too small. Crop the picture, or come closer and retake it.",
    };
    const ADVICE_ABOVE: LocalizedStr = LocalizedStr {
        zh: "脸太大了。请离镜头远一些重拍，或换一张四周留得更多的照片；裁剪只会让脸更大。",
        en: "The face is too large. Retake the photo from further away, or choose one with more room around the head; cropping only makes it larger.",
    };
    type Limits = Bounds;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (width, _) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let face = scene.face_showing(&OVAL)?;
        let [right, left] = SIDES.map(|side| face.point(side));
        let share = right.distance(left) / f64::from(width);
        Ok(Measured::new(100.0 * share)?.with_mark(Mark::bar(right, left)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts_under, limits};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_face_of_the_required_width_passes_and_others_fail() {
        assert_verdicts_under::<FaceWidth>(
            &limits::<FaceWidth>(&serde_json::json!({ "min": 35, "max": 50 })),
            [
                ("plain", SyntheticPortrait::default().scene(), PASS),
                ("narrow", SyntheticPortrait { scale: 9.0, ..SyntheticPortrait::default() }.scene(), FAIL),
                ("wide", SyntheticPortrait { scale: 18.0, ..SyntheticPortrait::default() }.scene(), FAIL),
            ],
        );
    }
}
