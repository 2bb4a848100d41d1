//! 「两眼……」 — the eyes are at the required height of the picture; some offices give numbers.
//!
//! # What is measured
//! The distance from the upper edge of the picture to the midpoint of the eyes, in per cent of the height
//! of the picture.
//!
//! # When it cannot tell
//! When no face was found, or an eye lies outside the picture.
//!
//! # Known limits
//! Cropping changes it: it says nothing about the photo before the crop.

use super::{Bounds, Group, Measured, Rule, Unit};
use crate::scene::parts::BOTH_EYES;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum EyeLine {}

impl Rule for EyeLine {
    const ID: &'static str = "eye-line";
    const GROUP: Group = Group::Framing;
    const UNIT: Unit = Unit::PercentOfHeight;
    const NAME: LocalizedStr = LocalizedStr { zh: "眼睛位置", en: "height of the eyes in the picture" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "眼睛到画面上边的距离是 {value}，要求{allowed}。",
        en: "The eyes are {value} below the upper edge of the picture; {allowed} is needed.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "眼睛的高度合适吗（到上边{allowed}）？",
        en: "Are the eyes at the required height ({allowed} below the upper edge)?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "眼睛的位置太高。请从下边裁掉一些，或把镜头抬高一些重拍。",
        en: "The eyes are too high. Crop some of the picture's lower part away, or retake it with the camera a little higher.",
    };
    const ADVICE_ABOVE: LocalizedStr = LocalizedStr {
        zh: "眼睛的位置太低。请从上边裁掉一些，把眼睛移高。",
        en: "The eyes are too low. Crop some of the picture above the head away.",
    };
    type Limits = Bounds;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (_, height) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let face = scene.face_showing(&BOTH_EYES)?;
        let ([right, left], middle) = (face.eyes(), face.between_eyes());
        let share = middle.y / f64::from(height);
        let bar = Mark::bar(Point { x: middle.x, y: 0.0 }, middle);
        Ok(Measured::new(100.0 * share)?.with_marks([Mark::line(right, left), bar]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts_under, limits};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn eyes_at_the_required_height_pass_and_others_fail() {
        assert_verdicts_under::<EyeLine>(
            &limits::<EyeLine>(&serde_json::json!({ "min": 35, "max": 50 })),
            [
                ("plain", SyntheticPortrait::default().scene(), PASS),
                (
                    "high",
                    SyntheticPortrait { place: (240.0, 220.0), ..SyntheticPortrait::default() }.scene(),
                    FAIL,
                ),
                (
                    "low",
                    SyntheticPortrait { place: (240.0, 400.0), ..SyntheticPortrait::default() }.scene(),
                    FAIL,
                ),
            ],
        );
    }
}
