//! 「不得戴有色……眼镜」 — the glasses, if there are any, are clear.
//!
//! # What is measured
//! The probability, in per cent, that the lenses are dark or coloured. That is what the attribute network, which knows
//! the inner tensors of the landmark and the region network, says, calibrated on photographs of people it has not seen
//! (`scene/attributes.rs`, `training/README.md`).
//!
//! # When it cannot tell
//! When no face was found, or an eye lies outside the picture.
//!
//! # Known limits
//! Of 23 dark or coloured pairs none is missed, of 231 clear ones six are asked about or fail. A faint tint of any
//! colour was hardly among the photographs, and cosmetic contact lenses were not. ACCURACY.md has the figures.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::BOTH_EYES;
use crate::scene::{Attribute, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum LensesClear {}

/// A lens round the middle of the eye, in eye distances.
const ASIDE: f64 = 0.36;
const UP: f64 = 0.2;
const DOWN: f64 = 0.36;

impl Rule for LensesClear {
    const ID: &'static str = "lenses-clear";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "镜片无色", en: "clear lenses" };
    const FAIL: LocalizedStr = LocalizedStr { zh: "镜片颜色太深。", en: "The lenses are too dark." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "您的镜片是无色透明的吗？", en: "Are your lenses clear?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请换上无色透明镜片的眼镜，不要戴墨镜、变色镜或美瞳。",
        en: "Wear clear glasses: no sunglasses, no photochromic lenses, no cosmetic contact lenses.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_showing(&BOTH_EYES)?;
        let marks = face.eyes().into_iter().filter_map(|eye| {
            Mark::bounding_box([face.offset(eye, -ASIDE, -UP), face.offset(eye, ASIDE, DOWN)])
        });
        Ok(Measured::probability(scene, Attribute::TintedLenses)?.with_marks(marks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn bare_eyes_pass_and_dark_lenses_fail() {
        assert_verdicts::<LensesClear>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "dark lenses",
                SyntheticPortrait { attributes: &[Attribute::TintedLenses], ..SyntheticPortrait::default() }
                    .scene(),
                FAIL,
            ),
        ]);
    }
}
