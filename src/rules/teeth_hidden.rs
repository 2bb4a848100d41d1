//! 「不能露出牙齿」 — no teeth show.
//!
//! # What is measured
//! The area between the lips that has the colour of teeth, in per cent of the squared eye distance. Teeth
//! are lighter and less red than the person's own lips: with the paleness `L* - 1.2 a*` (CIELAB), a cell
//! between the inner edges of the lips counts when it is more than 20 paler than the median cell of the
//! mouth. Closed lips leave no area between them. The cells are those of the aligned face, 96 between the
//! eyes.
//!
//! # When it cannot tell
//! When no face was found, there are fewer than 24 pixels between the eyes, or the mouth lies outside the
//! picture.
//!
//! # Known limits
//! A tongue or a dark gap between open lips is not counted: `mouth-closed` detects it. Teeth in deep shade
//! are missed. Labelled closed mouths reach 0.04, teeth start at 1.4.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::{INNER_LIPS, OUTER_LIPS};
use crate::scene::{EYE_DISTANCE, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::colour::Lab;

/// See the module documentation.
pub enum TeethHidden {}

/// How much paler than the median of the mouth a tooth is: labelled closed mouths reach 13, teeth start at 29.
const TOOTH_CONTRAST: f64 = 20.0;

/// Weight of a* against L* in [`paleness`].
const REDNESS_WEIGHT: f64 = 1.2;

impl Rule for TeethHidden {
    const ID: &'static str = "teeth-hidden";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "不露牙齿", en: "no teeth showing" };
    const FAIL: LocalizedStr = LocalizedStr { zh: "露出了牙齿。", en: "Teeth are showing." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "没有露出牙齿吗？", en: "Are no teeth showing?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请闭上嘴唇微笑或保持自然表情，不要露出牙齿。",
        en: "Smile with closed lips, or keep a neutral expression; do not show your teeth.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
        let inner = face.points(&INNER_LIPS);
        let mouth = aligned_face.inside(&face.points(&OUTER_LIPS));
        let tooth = mouth.median(|cell| paleness(cell.lab))? + TOOTH_CONTRAST;
        // Closed lips leave no cell between them.
        let gap = aligned_face.colours.inside(&inner).into_iter().filter_map(|cell| aligned_face.cell(cell));
        let teeth = gap.filter(|cell| paleness(cell.lab) > tooth).count();
        let area = 100.0 * teeth as f64 / (EYE_DISTANCE * EYE_DISTANCE);
        Ok(Measured::new(area)?.with_mark(Mark::polygon(&inner)))
    }
}

fn paleness(lab: Lab) -> f64 {
    lab.l - REDNESS_WEIGHT * lab.a
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn closed_lips_pass_and_teeth_between_them_fail() {
        assert_verdicts::<TeethHidden>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "parted, without teeth",
                SyntheticPortrait { mouth: 1.0, ..SyntheticPortrait::default() }.scene(),
                PASS,
            ),
            (
                "teeth",
                SyntheticPortrait { mouth: 1.0, teeth: true, ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
        ]);
    }
}
