//! 「下巴到图像下边缘不少于 7 毫米」 — there is room below the chin.
//!
//! # What is measured
//! The distance from the chin to the lower edge of the picture, in per cent of the height of the picture.
//!
//! # When it cannot tell
//! When no face was found, or the chin lies outside the picture.
//!
//! # Known limits
//! Cropping changes it. A beard hides the chin, whose place is then an estimate from the rest of the face.

use super::{Bounds, Group, Measured, Rule, Unit};
use crate::scene::parts::CHIN;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum ChinMargin {}

impl Rule for ChinMargin {
    const ID: &'static str = "chin-margin";
    const GROUP: Group = Group::Framing;
    const UNIT: Unit = Unit::PercentOfHeight;
    const NAME: LocalizedStr = LocalizedStr { zh: "下巴下方留白", en: "room below the chin" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "下巴到画面下边的距离是 {value}，要求{allowed}。",
        en: "There is {value} below the chin; {allowed} is needed.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "下巴下方留得合适吗（{allowed}）？",
        en: "Is there the required room below the chin ({allowed})?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "下巴下方留得太少。请选一张肩膀露得更多的照片，或离镜头远一些重拍。",
        en: "There is too little room below the chin. Choose a photo that shows more of the shoulders, or retake it from further away.",
    };
    const ADVICE_ABOVE: LocalizedStr = LocalizedStr {
        zh: "下巴下方留得太多。请从下边裁掉一些。",
        en: "There is too much room below the chin. Crop some of the lower part away.",
    };
    type Limits = Bounds;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (_, height) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let (chin, height) = (scene.face_showing(&[CHIN])?.point(CHIN), f64::from(height));
        let bar = Mark::bar(Point { x: chin.x, y: height }, chin);
        Ok(Measured::new(100.0 * (1.0 - chin.y / height))?.with_mark(bar))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts_under, limits};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn enough_room_below_passes_and_too_little_fails() {
        let placed = |y| SyntheticPortrait { place: (240.0, y), ..SyntheticPortrait::default() }.scene();
        assert_verdicts_under::<ChinMargin>(
            &limits::<ChinMargin>(&serde_json::json!({ "min": 14.6 })),
            [("plain", SyntheticPortrait::default().scene(), PASS), ("low down", placed(480.0), FAIL)],
        );
    }
}
