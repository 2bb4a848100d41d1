//! 「头部占画面比例合适」 — the whole head is in the picture; no edge cuts it off.
//!
//! # What is measured
//! The largest share of the head, in per cent of its height or width, that one edge of the picture cuts off. At the upper
//! edge and at the sides it follows from the width at which the edge cuts through the head (hair, skin and ears, as the
//! region network and the person mask both see them): an ellipse that is cut at a third of its width has lost 3 % of its
//! height. On every side, the outline of the face counts as far as it lies outside the picture.
//!
//! # When it cannot tell
//! When no face was found.
//!
//! # Known limits
//! Hair that only touches the edge measures 1 % or less. Of 345 real portraits (at most 560 pixels high) 19 measure more than
//! 1 %: on all but one the edge cuts the head or a hat, and on that one both networks take a wooden wall for hair. The
//! labelled complying portraits measure 0, labelled cropped heads 4 to 18. A head tilted by more than 45 degrees is
//! measured by the outline of the face alone. Long hair that leaves the picture below the chin does not count.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::SIDES;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum HeadInsidePicture {}

impl Rule for HeadInsidePicture {
    const ID: &'static str = "head-inside-picture";
    const GROUP: Group = Group::Framing;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "头部完整", en: "whole head in the picture" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "头部没有完整地拍进画面：被照片边缘切掉了约 {value}。",
        en: "The head is not completely in the picture: its edge cuts off about {value}.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "头发、双耳和下巴都完整地在画面里吗？",
        en: "Are hair, ears and chin completely in the picture?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请用裁剪之前的原图重新裁剪，或离镜头远一些重拍，让头发、双耳和下巴都完整地留在画面里。",
        en: "Crop the original again, or retake the photo from further away, so that hair, ears and chin are all in the picture.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, head) = (scene.face()?, scene.head()?);
        let [right, left] = SIDES.map(|side| face.point(side).x);
        let corners = [Point { x: right, y: head.crown.y }, Point { x: left, y: head.chin.y }];
        Ok(Measured::new(100.0 * head.cut_off)?.with_marks(Mark::bounding_box(corners)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    /// A portrait whose upper left part, this many pixels wide and high, is cropped away.
    fn cropped(columns: f64, rows: f64) -> SyntheticPortrait {
        let plain = SyntheticPortrait::default();
        SyntheticPortrait { place: (plain.place.0 - columns, plain.place.1 - rows), ..plain }
    }

    #[test]
    fn a_whole_head_passes_and_one_cut_by_any_edge_fails() {
        let low = SyntheticPortrait { size: (480, 370), ..SyntheticPortrait::default() };
        let right = SyntheticPortrait { size: (330, 640), ..SyntheticPortrait::default() };
        assert_verdicts::<HeadInsidePicture>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            ("the edge just above the crown", cropped(0.0, 130.0).scene(), PASS),
            ("above the brows", cropped(0.0, 230.0).scene(), FAIL),
            ("through the hair", cropped(0.0, 170.0).scene(), FAIL),
            ("through the right side of the face", cropped(160.0, 0.0).scene(), FAIL),
            ("through the left side of the face", right.scene(), FAIL),
            ("above the chin", low.scene(), FAIL),
        ]);
    }
}
