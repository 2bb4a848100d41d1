//! 「双耳外露」 — both ears show.
//!
//! # What is measured
//! The probability, in per cent, that an ear is hidden, at the ear where it is larger. That is what the attribute
//! network, which knows the inner tensors of the landmark and the region network, and the crop network, which looks at
//! both ears at the photo's own resolution, say together, calibrated on photographs of people they have not seen
//! (`scene/attributes.rs`, `training/README.md`).
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or the place of an ear lies outside the picture.
//!
//! # Known limits
//! Ears of which hair covers the upper half or strands a part are neither free nor hidden: the networks were not
//! trained on them. ACCURACY.md has the figures.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::SIDES;
use crate::scene::{Attribute, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum EarsVisible {}

/// Where an ear is: outwards from where the face ends, and down to the lobe, in eye distances.
const OUT: f64 = 0.31;
const DOWN: (f64, f64) = (-0.1, 0.625);

impl Rule for EarsVisible {
    const ID: &'static str = "ears-visible";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "双耳外露", en: "both ears visible" };
    const FAIL: LocalizedStr = LocalizedStr { zh: "头发遮住了耳朵。", en: "Hair covers an ear." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "两只耳朵都完整露出来了吗？", en: "Do both ears show completely?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请把头发拢到耳后，露出两只耳朵，并正对镜头。",
        en: "Comb your hair behind your ears so that both show, and face the camera.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
        let ears = [
            (SIDES[0], (-OUT, 0.0), Attribute::HiddenLeftEar),
            (SIDES[1], (0.0, OUT), Attribute::HiddenRightEar),
        ];
        let (mut probability, mut mark) = (0.0, None);
        for (side, across, attribute) in ears {
            let ear = face.point(side);
            aligned_face.rectangle(ear, across, DOWN).values()?;
            let hidden = scene.attributes()?.probability(attribute);
            if hidden >= probability {
                let corners = [(across.0, DOWN.0), (across.1, DOWN.1)];
                mark = Mark::bounding_box(corners.map(|(right, down)| face.offset(ear, right, down)));
                probability = hidden;
            }
        }
        Ok(Measured::new(100.0 * probability)?.with_marks(mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn bare_ears_pass_and_ears_under_hair_fail() {
        assert_verdicts::<EarsVisible>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "the left one under hair",
                SyntheticPortrait { attributes: &[Attribute::HiddenLeftEar], ..SyntheticPortrait::default() }
                    .scene(),
                FAIL,
            ),
            (
                "the right one under hair",
                SyntheticPortrait {
                    attributes: &[Attribute::HiddenRightEar],
                    ..SyntheticPortrait::default()
                }
                .scene(),
                FAIL,
            ),
        ]);
    }
}
