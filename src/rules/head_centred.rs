//! 「头部占画面比例合适」 — the head is in the middle between left and right.
//!
//! # What is measured
//! The horizontal distance between the middle of the face (midway between its right and left side) and the
//! middle of the picture, in per cent of the width of the picture, without its sign.
//!
//! # When it cannot tell
//! When no face was found.
//!
//! # Known limits
//! The notice gives no number; ISO/IEC 19794-5 asks for the middle of the face at 45 to 55 % of the width.
//! Labelled centred heads are off by at most 2.4.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::{CHIN, FOREHEAD};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum HeadCentred {}

impl Rule for HeadCentred {
    const ID: &'static str = "head-centred";
    const GROUP: Group = Group::Framing;
    const UNIT: Unit = Unit::PercentOfWidth;
    const NAME: LocalizedStr = LocalizedStr { zh: "头部左右居中", en: "head centred" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "头部不在画面中间。",
        en: "The head is not in the middle of the picture.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "头部左右居中吗？",
        en: "Is the head in the middle between left and right?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请重新裁剪或拍摄，让头部位于画面左右居中的位置。",
        en: "Crop or retake the photo so that the head is in the middle between left and right.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (width, _) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let face = scene.face()?;
        let middle = face.centre_x();
        let off = middle / f64::from(width) - 0.5;
        let y = (face.point(FOREHEAD).y + face.point(CHIN).y) / 2.0;
        let bar = Mark::bar(Point { x: f64::from(width) / 2.0, y }, Point { x: middle, y });
        Ok(Measured::new(100.0 * off.abs())?.with_mark(bar))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_centred_head_passes_and_one_aside_fails() {
        assert_verdicts::<HeadCentred>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "to the left",
                SyntheticPortrait { place: (180.0, 307.0), ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
            (
                "to the right",
                SyntheticPortrait { place: (300.0, 307.0), ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
        ]);
    }
}
