//! 「不能露出牙齿」 — no teeth show.
//!
//! # What is measured
//! The area between the lips that has the colour of teeth, in per cent of the square of the eye distance. Teeth are
//! lighter and less red than this person's own lips: a place counts when its lightness less its redness lies well
//! above that of the median lip. Closed lips leave no area between them.
//!
//! # When it cannot tell
//! When no face was found, or it has too few pixels.
//!
//! # Known limits
//! A tongue or dark gap between open lips is no tooth: `mouth-closed` sees it. Teeth in deep shade are missed.

use super::{AtMost, Group, Measured, Rule, Unit, Verdict};
use crate::scene::parts::{INNER_LIPS, OUTER_LIPS};
use crate::scene::stats::median;
use crate::scene::{EYE_DISTANCE, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::colour::Lab;

/// See the file's head.
pub enum TeethHidden {}

/// How much paler than the lips a tooth is: labelled closed mouths reach 13, open ones with teeth start at 29.
const PALER: f64 = 20.0;

/// How much redness counts against lightness.
const REDNESS: f64 = 1.2;

impl Rule for TeethHidden {
    const ID: &'static str = "teeth-hidden";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "不露牙齿", en: "no teeth showing" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "露出了牙齿：面积为 {value}，最多允许 {max}。",
        en: "Teeth show: their area is {value} of the square of the eye distance; at most {max} are allowed.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请闭上嘴唇微笑或保持自然表情，不要露出牙齿。",
        en: "Smile with closed lips, or keep a neutral face; do not show your teeth.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
        let inner = face.points(&INNER_LIPS);
        let mut lips: Vec<f64> =
            aligned_face.inside(&face.points(&OUTER_LIPS)).into_iter().map(paleness).collect();
        let lip = median(&mut lips).ok_or(Unmeasurable::NoDetail)?;
        let teeth =
            aligned_face.inside(&inner).into_iter().filter(|lab| paleness(*lab) > lip + PALER).count();
        let area = 100.0 * teeth as f64 / (EYE_DISTANCE * EYE_DISTANCE);
        Ok(Measured::new(area)?.with_mark(Mark::polygon(&inner)))
    }

    fn judge(value: f64, limits: &AtMost) -> Verdict {
        limits.judge(value)
    }
}

fn paleness(lab: Lab) -> f64 {
    lab.l - REDNESS * lab.a
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn closed_lips_pass_and_teeth_between_them_fail() {
        assert_verdicts::<TeethHidden>(
            &AtMost { max: 0.7 },
            [
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
            ],
        );
    }
}
