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
//! When no face was found. A head that is cut off by the upper edge is measured up to that edge.
//!
//! # Known limits
//! Very high hair counts as head, because the notice does not say otherwise. Labelled complying heads are
//! within 6.2 of 50 %.

use super::{Group, Measured, Range, Rule, Unit, Verdict};
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
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "头部高度比例", en: "head height in the picture" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "头部高度占画面的 {value}，应在 {min}～{max} 之间。",
        en: "The head takes up {value} of the picture's height; it has to be {min} to {max}.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请裁剪照片或调整距离：从头顶（含头发）到下巴，约占画面高度的一半。",
        en: "Crop the picture or change the distance so that the head, from the top of the hair to the chin, is about half as high as the picture.",
    };
    type Limits = Range;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (width, height) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let (face, head) = (scene.face()?, scene.head()?);
        let share = head.height() / f64::from(height);
        let side = face.point(SIDES[1]).x + MARK_OFFSET * face.eye_distance();
        let beside = |y: f64| Point { x: side.min(f64::from(width)), y };
        let bar = Mark::bar(beside(head.chin.y), beside(head.crown.y));
        Ok(Measured::new(100.0 * share)?.with_mark(bar))
    }

    fn judge(value: f64, limits: &Range) -> Verdict {
        limits.judge(value)
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
