//! 「不得佩戴……项链等饰品」 — no necklace.
//!
//! # What is measured
//! The probability, in per cent, of a necklace. That is what the attribute network, which knows the inner tensors of
//! the landmark and the region network, and the crop network, which looks at the neck at the photo's own resolution,
//! say together, calibrated on photographs of people they have not seen (`scene/attributes.rs`, `training/README.md`).
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or most of the neck lies outside the picture.
//!
//! # Known limits
//! Thin chains are missed, and a bare neck in a wide neckline is asked about now and then. So it only warns.
//! ACCURACY.md has the figures.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::CHIN;
use crate::scene::{Attribute, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum NecklaceFree {}

/// The neck: to each side of the chin and below it, in eye distances.
const ASIDE: f64 = 0.6;
const BELOW: (f64, f64) = (0.1, 1.45);

/// The share of this place that may lie outside the picture: many portraits end below the collar.
const MOST_OUTSIDE: f64 = 0.5;

impl Rule for NecklaceFree {
    const ID: &'static str = "necklace-free";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "不戴项链", en: "no necklace" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "脖子上可能戴着项链。", en: "There may be a necklace." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "您没有戴项链吧？", en: "Are you wearing no necklace?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请取下项链等饰品后重拍。",
        en: "Take off necklaces, and take the photo again.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, chin) = (scene.face()?, scene.face()?.point(CHIN));
        let neck = scene.aligned_face()?.rectangle(chin, (-ASIDE, ASIDE), BELOW);
        neck.allowing(MOST_OUTSIDE).values()?;
        let mark =
            Mark::bounding_box([face.offset(chin, -ASIDE, BELOW.0), face.offset(chin, ASIDE, BELOW.1)]);
        Ok(Measured::probability(scene, Attribute::Necklace)?.with_marks(mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_bare_neck_passes_and_a_chain_fails() {
        assert_verdicts::<NecklaceFree>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "chain",
                SyntheticPortrait { attributes: &[Attribute::Necklace], ..SyntheticPortrait::default() }
                    .scene(),
                FAIL,
            ),
        ]);
    }
}
