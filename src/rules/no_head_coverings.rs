//! 「不得使用头部覆盖物」 — no hat, cap or scarf on the head.
//!
//! # What is measured
//! The probability, in per cent, that something is worn on the head that covers hair or forehead. That is what the
//! attribute network, which knows the inner tensors of the landmark and the region network, and the crop network, which
//! looks at the top of the head at the photo's own resolution, say together, calibrated on photographs of people they
//! have not seen (`scene/attributes.rs`, `training/README.md`).
//!
//! # When it cannot tell
//! When no face was found, or too much of the head is outside the picture.
//!
//! # Known limits
//! The networks have seen about a hundred coverings. Those that leave the forehead's edge free (worn far back, of the
//! colour of hair) are missed, and dark or big hair is taken for one now and then. A crown that the picture's edge cuts off
//! is no reason of its own to ask: of 12 coverings on such heads 2 are missed, and to ask would cost 82 questions about 95 bare
//! heads. Why a covering is worn they cannot
//! know: the notice allows it for religious, medical and cultural reasons, so that the rule only asks. ACCURACY.md has
//! the figures.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::{EYES, SIDES};
use crate::scene::{Attribute, Scene, Unmeasurable};
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
        let (face, head) = (scene.face()?, scene.head()?.shown()?);
        let brows =
            EYES.iter().flat_map(|eye| eye.brow).map(|number| face.point(number).y).fold(f64::MAX, f64::min);
        let [right, left] = SIDES.map(|side| face.point(side).x);
        let mark = Mark::bounding_box([Point { x: right, y: head.crown.y }, Point { x: left, y: brows }]);
        Ok(Measured::probability(scene, Attribute::HeadCovering)?.with_marks(mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_bare_head_passes_and_a_hat_fails() {
        assert_verdicts::<NoHeadCoverings>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "hat",
                SyntheticPortrait { attributes: &[Attribute::HeadCovering], ..SyntheticPortrait::default() }
                    .scene(),
                FAIL,
            ),
        ]);
    }
}
