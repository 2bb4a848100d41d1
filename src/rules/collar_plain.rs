//! 「不穿……大毛领外套」 — no coat with a large fur collar.
//!
//! # What is measured
//! The probability, in per cent, of a collar of fur, a large one or a hood. That is what the attribute network, which
//! knows the inner tensors of the landmark and the region network, and the crop network, which looks at the neck at the
//! photo's own resolution, say together, calibrated on photographs of people they have not seen (`scene/attributes.rs`,
//! `training/README.md`).
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or most of the place of a collar lies outside the picture.
//!
//! # Known limits
//! The networks have seen 38 such collars, few of fur. So it only advises. ACCURACY.md has the figures.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::CHIN;
use crate::scene::{Attribute, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum CollarPlain {}

/// Where collars are, in eye distances from the chin: to each side, and below it.
const ASIDE: f64 = 1.6;
const BELOW: (f64, f64) = (0.1, 1.3);

/// The share of this place that may lie outside the picture.
const MOST_OUTSIDE: f64 = 0.5;

impl Rule for CollarPlain {
    const ID: &'static str = "collar-plain";
    const GROUP: Group = Group::Clothing;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "不穿大毛领外套", en: "no large fur collar" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "衣领看起来像大毛领。", en: "The collar looks like fur." };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "您穿的衣服没有大毛领吧？",
        en: "Are you wearing something without a large fur collar?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请换一件没有毛领的衣服拍摄。",
        en: "Wear something without a fur collar.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, chin) = (scene.face()?, scene.face()?.point(CHIN));
        let around = scene.aligned_face()?.rectangle(chin, (-ASIDE, ASIDE), BELOW);
        around.allowing(MOST_OUTSIDE).values()?;
        let mark =
            Mark::bounding_box([face.offset(chin, -ASIDE, BELOW.0), face.offset(chin, ASIDE, BELOW.1)]);
        Ok(Measured::probability(scene, Attribute::LargeCollar)?.with_marks(mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_plain_collar_passes_and_a_large_one_fails() {
        assert_verdicts::<CollarPlain>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "large collar",
                SyntheticPortrait { attributes: &[Attribute::LargeCollar], ..SyntheticPortrait::default() }
                    .scene(),
                FAIL,
            ),
        ]);
    }
}
