//! 「头部占画面比例合适」 — there is room above the head, but not too much.
//!
//! # What is measured
//! The distance from the upper edge of the picture to the crown with its hair, in per cent of the height of
//! the picture. The crown is that of `head-height`.
//!
//! # When it cannot tell
//! When no face was found, or an edge of the picture cuts off more than a fifth of the head.
//!
//! # Known limits
//! The notice gives no number; a profile says where its own comes from. Labelled complying portraits leave
//! 9.8 to 25.8, faulty ones at most 5 or at least 35.

use super::{Bounds, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum HeadTopMargin {}

impl Rule for HeadTopMargin {
    const ID: &'static str = "head-top-margin";
    const GROUP: Group = Group::Framing;
    const UNIT: Unit = Unit::PercentOfHeight;
    const NAME: LocalizedStr = LocalizedStr { zh: "头顶上方留白", en: "room above the head" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "头顶到画面上边的距离是 {value}，要求{allowed}。",
        en: "There is {value} of room above the head; {allowed} is needed.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "头顶上方的空白合适吗（{allowed}）？",
        en: "Is there the required room above the head ({allowed})?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "头顶上方的空白太少。请选一张头顶上方留得更多的照片，或离镜头远一些重拍。",
        en: "There is too little room above the head. Choose a photo with more of it, or retake it from further away.",
    };
    const ADVICE_ABOVE: LocalizedStr = LocalizedStr {
        zh: "头顶上方空得太多。请从上边裁掉一些。",
        en: "There is too much room above the head. Crop some of it away.",
    };
    type Limits = Bounds;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (_, height) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let crown = scene.head()?.shown()?.crown;
        let mark = Mark::bar(Point { x: crown.x, y: 0.0 }, crown);
        Ok(Measured::new(100.0 * crown.y / f64::from(height))?.with_mark(mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn some_room_above_passes_and_too_little_or_too_much_fails() {
        assert_verdicts::<HeadTopMargin>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "high up",
                SyntheticPortrait { place: (240.0, 215.0), ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
            (
                "cut off",
                SyntheticPortrait { place: (240.0, 150.0), ..SyntheticPortrait::default() }.scene(),
                Err(Unmeasurable::OutOfPicture),
            ),
            (
                "low down",
                SyntheticPortrait { place: (240.0, 420.0), ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
        ]);
    }
}
