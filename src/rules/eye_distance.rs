//! 「两眼瞳距为图像宽度的……」 — the eyes are as far apart as required.
//!
//! # What is measured
//! The distance between the middles of both eyes, in per cent of the width of the picture.
//!
//! # When it cannot tell
//! When no face was found, or most of the eyes lie outside the picture.
//!
//! # Known limits
//! A turned head brings the eyes closer together; `head-pose-yaw` measures the turn.

use super::{Bounds, Group, Measured, Rule, Unit};
use crate::scene::parts::BOTH_EYES;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum EyeDistance {}

impl Rule for EyeDistance {
    const ID: &'static str = "eye-distance";
    const GROUP: Group = Group::Framing;
    const UNIT: Unit = Unit::PercentOfWidth;
    const NAME: LocalizedStr = LocalizedStr { zh: "两眼间距", en: "distance between the eyes" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "两眼之间的距离是 {value}，要求{allowed}。",
        en: "The eyes are {value} apart; {allowed} is needed.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "两眼之间的距离合适吗（{allowed}）？",
        en: "Are the eyes as far apart as required ({allowed})?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "脸太小了。请裁掉四周多余的部分，或离镜头近一些重拍。",
        en: "The face is too small. Crop the picture, or come closer and retake it.",
    };
    const ADVICE_ABOVE: LocalizedStr = LocalizedStr {
        zh: "脸太大了。请离镜头远一些重拍，或换一张四周留得更多的照片。",
        en: "The face is too large. Retake the photo from further away, or choose one with more room around the head.",
    };
    type Limits = Bounds;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (width, _) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let face = scene.face_showing(&BOTH_EYES)?;
        let [right, left] = face.eyes();
        let share = face.eye_distance() / f64::from(width);
        Ok(Measured::new(100.0 * share)?.with_mark(Mark::bar(right, left)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts_under, limits};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn eyes_of_the_required_distance_pass_and_others_fail() {
        let scaled = |scale| SyntheticPortrait { scale, ..SyntheticPortrait::default() }.scene();
        assert_verdicts_under::<EyeDistance>(
            &limits::<EyeDistance>(&serde_json::json!({ "min": 14, "max": 24 })),
            [
                ("plain", SyntheticPortrait::default().scene(), PASS),
                ("far away", scaled(8.0), FAIL),
                ("close", scaled(19.0), FAIL),
            ],
        );
    }
}
