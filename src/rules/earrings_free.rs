//! 「不得佩戴耳环……等饰品」 — no earrings.
//!
//! # What is measured
//! The probability, in per cent, of jewellery at an ear. That is what the attribute network, which knows the inner
//! tensors of the landmark and the region network, and the crop network, which looks at both ears at the photo's own
//! resolution, say together, calibrated on photographs of people they have not seen (`scene/attributes.rs`,
//! `training/README.md`).
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or the place of an ear and below it lies outside the picture.
//!
//! # Known limits
//! A stud of one or two pixels is missed. Ears under hair, and dark pictures, are asked about now and then. So it only
//! warns. ACCURACY.md has the figures.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::SIDES;
use crate::scene::{Attribute, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum EarringsFree {}

/// Where earrings are, in eye distances from where the ear begins: outwards, and down from the lobe to where long ones
/// hang.
const OUT: f64 = 0.31;
const DOWN: (f64, f64) = (0.26, 0.85);

impl Rule for EarringsFree {
    const ID: &'static str = "earrings-free";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "不戴耳环", en: "no earrings" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "耳朵上可能戴着耳环或耳钉。", en: "There may be an earring." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "您没有戴耳环、耳钉吧？", en: "Are you wearing no earrings or studs?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请取下耳环、耳钉等饰品后重拍。",
        en: "Take off earrings and studs, and take the photo again.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
        for (across, ear) in [(-OUT, 0.0), (0.0, OUT)].into_iter().zip(SIDES) {
            aligned_face.rectangle(face.point(ear), across, DOWN).values()?;
        }
        let marks = [-OUT, OUT].into_iter().zip(SIDES).filter_map(|(out, ear)| {
            let ear = face.point(ear);
            Mark::bounding_box([face.offset(ear, 0.0, 0.0), face.offset(ear, out, DOWN.1)])
        });
        Ok(Measured::probability(scene, Attribute::Earring)?.with_marks(marks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn bare_ears_pass_and_an_earring_fails() {
        assert_verdicts::<EarringsFree>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "earring",
                SyntheticPortrait { attributes: &[Attribute::Earring], ..SyntheticPortrait::default() }
                    .scene(),
                FAIL,
            ),
        ]);
    }
}
