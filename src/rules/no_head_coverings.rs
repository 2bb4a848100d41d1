//! 「不得使用头部覆盖物」 — no hat, cap or scarf on the head.
//!
//! # What is measured
//! The share of the head above the brows, in per cent, that the region network takes for something other than hair and
//! skin.
//!
//! # When it cannot tell
//! When no face was found, or too much of the head above the brows is outside the picture.
//!
//! # Known limits
//! It was trained with drawn hats, and the labelled ones are drawn too: how well it sees real ones is not known. Why a
//! covering is worn it cannot know: the notice allows it for religious, medical and cultural reasons, so that it only
//! asks.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::{EYES, SIDES};
use crate::scene::stats::share;
use crate::scene::{Region, Sampled, Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum NoHeadCoverings {}

impl Rule for NoHeadCoverings {
    const ID: &'static str = "no-head-coverings";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "免冠、无头部覆盖物", en: "no head covering" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "头上似乎戴着帽子或其他覆盖物。",
        en: "There seems to be a covering on the head.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "您没有戴帽子、头巾吗？（因宗教、医疗或文化原因佩戴的，请回答“不确定”，审核人员会看。）",
        en: "Are you bareheaded? (If you wear a covering for religious, medical or cultural reasons, answer \"not sure\"; a person will look at it.)",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请摘下帽子、头巾等再拍；因宗教、医疗或文化原因佩戴的可以保留，但不得遮挡脸部或在脸上造成阴影。",
        en: "Take off hats and scarves. A covering worn for religious, medical or cultural reasons may stay if it neither covers the face nor throws a shadow on it.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, segmentation, head) = (scene.face()?, scene.segmentation()?, scene.head()?.shown()?);
        let brows =
            EYES.iter().flat_map(|eye| eye.brow).map(|number| face.point(number).y).fold(f64::MAX, f64::min);
        let [right, left] = SIDES.map(|side| face.point(side).x);
        let labels = &segmentation.labels;
        let is_above = |cell: usize| {
            let place = labels.cell_centre(cell % labels.width(), cell / labels.width());
            place.y < brows && place.y > head.crown.y && place.x > right && place.x < left
        };
        let above = labels.cells.iter().enumerate().filter(|(cell, _)| is_above(*cell));
        let above: Sampled<Region> = above.map(|(_, label)| *label).collect();
        let of_head = above
            .values()?
            .iter()
            .filter(|label| matches!(label, Region::Hair | Region::Skin | Region::Ear | Region::Other));
        let share = share(of_head, |label| *label == Region::Other).ok_or(Unmeasurable::OutOfPicture)?;
        let mark = Mark::bounding_box([Point { x: right, y: head.crown.y }, Point { x: left, y: brows }]);
        Ok(Measured::new(100.0 * share)?.with_marks(mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::parts::FOREHEAD;
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_bare_head_passes_and_a_hat_fails() {
        assert_verdicts::<NoHeadCoverings>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "hat",
                SyntheticPortrait::default().scene_with(|canvas| {
                    let hat = canvas.rectangle(canvas.face.point(FOREHEAD), (-1.4, 1.4), (-0.9, 0.3));
                    canvas.put(&hat, Region::Other, [150, 30, 40]);
                }),
                FAIL,
            ),
        ]);
    }
}
