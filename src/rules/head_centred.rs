//! 「头部占画面比例合适」 — the head is in the middle between left and right.
//!
//! # What is measured
//! The horizontal distance between the middle of the face (midway between its right and left side) and the
//! middle of the picture, in per cent of the width of the picture, positive to its right; its size is judged.
//!
//! # When it cannot tell
//! When no face was found, or more than a fifth of its outline lies outside the picture.
//!
//! # Known limits
//! The notice gives no number; ISO/IEC 19794-5 asks for the middle of the face at 45 to 55 % of the width.
//! Labelled centred heads are off by at most 2.4.

use super::{Group, Magnitude, Measured, Rule, Unit};
use crate::scene::parts::{CHIN, FOREHEAD, OVAL};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum HeadCentred {}

/// The picture's sides.
const LEFT: LocalizedStr = LocalizedStr { zh: "左", en: "left" };
const RIGHT: LocalizedStr = LocalizedStr { zh: "右", en: "right" };

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
        zh: "请把画面{detail}边裁掉一些，或者重新拍摄，让头部左右居中。",
        en: "Crop off some of the picture's {detail} side, or retake the photo with the head in the middle.",
    };
    type Limits = Magnitude;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (width, _) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let face = scene.face_showing(&OVAL)?;
        let middle = face.centre_x();
        let off = middle / f64::from(width) - 0.5;
        let y = (face.point(FOREHEAD).y + face.point(CHIN).y) / 2.0;
        let bar = Mark::bar(Point { x: f64::from(width) / 2.0, y }, Point { x: middle, y });
        let wider = if off > 0.0 { LEFT } else { RIGHT };
        Ok(Measured::new(100.0 * off)?.with_mark(bar).with_detail(wider))
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
