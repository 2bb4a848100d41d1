//! 「两眼中点位于……」 — the middle between the eyes is where the office wants it.
//!
//! # What is measured
//! The distance from the left edge of the picture to the middle between the eyes, in per cent of the width of the picture.
//!
//! # When it cannot tell
//! When no face was found, or most of the eyes lie outside the picture.
//!
//! # Known limits
//! A turned head moves the eyes away from the middle of the head, which `head-centred` measures.

use super::{Bounds, Group, Measured, Rule, Unit};
use crate::scene::parts::BOTH_EYES;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum EyesCentred {}

impl Rule for EyesCentred {
    const ID: &'static str = "eyes-centred";
    const GROUP: Group = Group::Framing;
    const UNIT: Unit = Unit::PercentOfWidth;
    const NAME: LocalizedStr = LocalizedStr { zh: "两眼左右居中", en: "eyes centred" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "两眼中间到画面左边的距离是 {value}，要求{allowed}。",
        en: "The middle between the eyes is {value} from the left edge; {allowed} is needed.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "两眼左右居中吗？",
        en: "Are the eyes in the middle between left and right?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "脸偏左了。请从右边裁掉一些，或重拍。",
        en: "The face is too far left in the picture. Crop some of the right side away, or retake the photo.",
    };
    const ADVICE_ABOVE: LocalizedStr = LocalizedStr {
        zh: "脸偏右了。请从左边裁掉一些，或重拍。",
        en: "The face is too far right in the picture. Crop some of the left side away, or retake the photo.",
    };
    type Limits = Bounds;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (width, _) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let middle = scene.face_showing(&BOTH_EYES)?.between_eyes();
        let bar = Mark::bar(Point { x: 0.0, y: middle.y }, middle);
        Ok(Measured::new(100.0 * middle.x / f64::from(width))?.with_mark(bar))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts_under, limits};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn eyes_in_the_middle_pass_and_aside_fail() {
        let placed = |x| SyntheticPortrait { place: (x, 307.0), ..SyntheticPortrait::default() }.scene();
        assert_verdicts_under::<EyesCentred>(
            &limits::<EyesCentred>(&serde_json::json!({ "min": 45.3, "max": 54.7 })),
            [
                ("plain", SyntheticPortrait::default().scene(), PASS),
                ("to the left", placed(180.0), FAIL),
                ("to the right", placed(300.0), FAIL),
            ],
        );
    }
}
