//! 「头部高度约占画面1/2」 — the head, from the crown with its hair to the chin, is about half as high as the
//! picture.
//!
//! # What is measured
//! The height of the head in per cent of the height of the picture. The chin is a landmark. The crown is
//! the median of three estimates: the upper end of the hair in the segmentation, the upper end of the
//! person mask above the face, and 1.33 times the distance from chin to forehead. So neither a dark
//! background nor a bald head nor a bun decides alone.
//!
//! # When it cannot tell
//! When no face was found, or an edge of the picture cuts off more than a fifth of the head. Where less is cut off above,
//! the crown is estimated from the proportions of the face.
//!
//! # Known limits
//! Very high hair counts as head, because the notice does not say otherwise. Labelled complying heads are
//! within 6.2 of 50 %.

use super::{Bounds, Group, Measured, Rule, Unit};
use crate::scene::parts::SIDES;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum HeadHeight {}

/// The distance of the mark from the side of the face, in eye distances: clear of the ear.
const MARK_OFFSET: f64 = 0.6;

impl Rule for HeadHeight {
    const ID: &'static str = "head-height";
    const GROUP: Group = Group::Framing;
    const UNIT: Unit = Unit::PercentOfHeight;
    const NAME: LocalizedStr = LocalizedStr { zh: "头部高度比例", en: "head height in the picture" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "头部（头顶到下巴）的高度是 {value}，要求{allowed}。",
        en: "The head, from crown to chin, is {value} high; {allowed} is needed.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "头部的高度合适吗（{allowed}）？",
        en: "Does the head have the required height ({allowed})?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "头太小了。请裁掉四周多余的部分，或离镜头近一些重拍：从头顶（含头发）到下巴，{allowed}。",
        en: "The head is too small. Crop the picture or come closer: from the top of the hair to the chin, {allowed} is needed.",
    };
    const ADVICE_ABOVE: LocalizedStr = LocalizedStr {
        zh: "头太大了。请离镜头远一些重拍，或换一张四周留得更多的照片；裁剪只会让头更大。",
        en: "The head is too large. Retake the photo from further away, or choose one with more room around the head; cropping only makes it larger.",
    };
    type Limits = Bounds;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (width, height) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let (face, head) = (scene.face()?, scene.head()?.shown()?);
        let share = head.height() / f64::from(height);
        let side = face.point(SIDES[1]).x + MARK_OFFSET * face.eye_distance();
        let beside = |y: f64| Point { x: side.min(f64::from(width)), y };
        let bar = Mark::bar(beside(head.chin.y), beside(head.crown.y));
        Ok(Measured::new(100.0 * share)?.with_mark(bar))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn half_the_picture_passes_and_a_small_or_large_head_fails() {
        assert_verdicts::<HeadHeight>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            ("small", SyntheticPortrait { scale: 9.0, ..SyntheticPortrait::default() }.scene(), FAIL),
            (
                "large",
                SyntheticPortrait { scale: 18.0, place: (240.0, 380.0), ..SyntheticPortrait::default() }
                    .scene(),
                FAIL,
            ),
        ]);
    }

    #[test]
    fn the_bar_is_as_high_as_the_head_and_stands_beside_it() {
        let scene = SyntheticPortrait::default().scene();
        let head = *scene.head().unwrap();
        match HeadHeight::measure(&scene).unwrap().marks.as_slice() {
            [Mark::Bar { from, to }] => {
                assert_eq!([from.y, to.y], [head.chin.y, head.crown.y].map(|y| y.round() as i32));
                assert!(f64::from(from.x) > scene.face().unwrap().point(SIDES[1]).x && from.x == to.x);
            }
            other => panic!("{other:?}"),
        }
    }
}
