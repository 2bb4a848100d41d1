//! 「头发不得遮挡眉毛」 — no hair over the brows.
//!
//! # What is measured
//! The probability, in per cent, that hair covers a brow. Pale, grey or missing brows lie free. That is what the
//! attribute network, which knows the inner tensors of the landmark and the region network, and the crop network, which
//! looks at the top of the head at the photo's own resolution, say together, calibrated on photographs of people they
//! have not seen (`scene/attributes.rs`, `training/README.md`).
//!
//! # When it cannot tell
//! When no face was found, or a brow lies outside the picture.
//!
//! # Known limits
//! The networks have seen 16 covered brows: single strands and thin, fair fringes are missed. ACCURACY.md has the
//! figures.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::EYES;
use crate::scene::{Attribute, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum BrowsVisible {}

impl Rule for BrowsVisible {
    const ID: &'static str = "brows-visible";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "头发不遮眉毛", en: "brows not covered by hair" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "刘海可能遮住了眉毛。", en: "Hair seems to cover a brow." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "两条眉毛都完整露出来了吗？", en: "Do both brows show completely?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请把刘海梳到一边或夹起来，让两条眉毛完整露出。",
        en: "Comb or pin your fringe aside so that both brows show completely.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let mut marks = Vec::new();
        for eye in EYES {
            let face = scene.face_showing(&eye.brow)?;
            marks.push(Mark::polygon(&face.points(&eye.brow)));
        }
        Ok(Measured::probability(scene, Attribute::CoveredBrow)?.with_marks(marks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn free_brows_pass_and_brows_under_hair_fail() {
        assert_verdicts::<BrowsVisible>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "fringe",
                SyntheticPortrait { attributes: &[Attribute::CoveredBrow], ..SyntheticPortrait::default() }
                    .scene(),
                FAIL,
            ),
            (
                "brows above the upper edge",
                SyntheticPortrait { place: (240.0, 20.0), ..SyntheticPortrait::default() }.scene(),
                Err(Unmeasurable::OutOfPicture),
            ),
        ]);
    }
}
