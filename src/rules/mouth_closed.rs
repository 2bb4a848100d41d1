//! 「嘴唇自然闭合」 — the lips are closed.
//!
//! # What is measured
//! The widest of five gaps between the inner edges of the lips, in per cent of the distance from the
//! midpoint of the eyes to the chin.
//!
//! # When it cannot tell
//! When no face was found, or the mouth lies outside the picture.
//!
//! # Known limits
//! A beard over the lips hides where they meet. Of labelled closed mouths, smiling or not, 99 in 100 have
//! at most 1.5; open ones start at 4.5.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::{CHIN, INNER_LIPS, LOWER_LIP, UPPER_LIP};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum MouthClosed {}

impl Rule for MouthClosed {
    const ID: &'static str = "mouth-closed";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "嘴唇自然闭合", en: "closed lips" };
    const FAIL: LocalizedStr = LocalizedStr { zh: "嘴唇没有闭合。", en: "The lips are apart." };
    const QUESTION: LocalizedStr = LocalizedStr { zh: "嘴唇闭上了吗？", en: "Are your lips closed?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请自然闭上嘴唇；可以微笑，但不要张嘴。",
        en: "Close your lips in a relaxed way; a smile is fine, but keep the mouth closed.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_showing(&INNER_LIPS)?;
        let gaps = UPPER_LIP
            .iter()
            .zip(&LOWER_LIP)
            .map(|(upper, lower)| face.point(*upper).distance(face.point(*lower)));
        let widest = gaps.fold(0.0, f64::max) / face.between_eyes().distance(face.point(CHIN));
        let mark = Mark::polygon(&face.points(&INNER_LIPS));
        Ok(Measured::new(100.0 * widest)?.with_mark(mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn closed_lips_pass_and_parted_ones_fail() {
        assert_verdicts::<MouthClosed>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            ("parted", SyntheticPortrait { mouth: 1.0, ..SyntheticPortrait::default() }.scene(), FAIL),
        ]);
    }
}
