//! 「上传标准证件照」 — the picture has no border: no print margin, no bar of a screenshot, no drawn frame.
//!
//! # What is measured
//! The share of the picture, in per cent of its area, that is border. A border lies along an edge of the picture, has one
//! colour but for words and icons, and ends in a straight line, parallel to the edge, along which at least 85 % of the
//! pixels change at once. A white margin below a white background shows only where it cuts off the clothes: there half of
//! the line is enough if the margin has one colour throughout. A plain wall that reaches the edge has no such line.
//!
//! # When it cannot tell
//! Never: a picture of which nothing can be decoded has no pixels at all.
//!
//! # Known limits
//! A margin filled with a blurred copy of the picture is not seen, nor a white one round a white background where the clothes
//! do not reach its lower edge, nor a border that is not parallel to the edge. A ceiling of one colour with a level edge is
//! called a border: it has to go just the same. Drawn on 24 complying photos, white, black and blue margins, rounded corners,
//! bars and screenshots are found on all; on 548 labelled photos without border none is.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum BorderFree {}

impl Rule for BorderFree {
    const ID: &'static str = "border-free";
    const GROUP: Group = Group::Framing;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "没有边框", en: "no border" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片四周有边框、白边或黑边，占画面的 {value}。",
        en: "There is a border around the photo: it takes up {value} of the picture.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "照片没有边框、白边或黑边吗？",
        en: "Is the photo without any border?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请把边框裁掉，只保留照片本身；如果是截图或翻拍的照片，请改用原来的照片文件。",
        en: "Crop the border away so that only the photo is left; instead of a screenshot or a photo of a print, use the original file.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let border = scene.border()?;
        let share = border.share();
        let measured = Measured::new(100.0 * share)?;
        Ok(if share > 0.0 { measured.with_mark(Mark::Area(border.inner)) } else { measured })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    /// The portrait after everything above this row became `colour`.
    fn bar(rows: f64, colour: [u8; 3]) -> Scene {
        SyntheticPortrait::default()
            .scene_with(|canvas| canvas.change(|place, _, own| if place.y < rows { colour } else { own }))
    }

    #[test]
    fn a_plain_wall_passes_and_a_bar_fails() {
        assert_verdicts::<BorderFree>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            ("black bar", bar(40.0, [0; 3]), FAIL),
            ("white bar", bar(40.0, [255; 3]), FAIL),
        ]);
    }
}
