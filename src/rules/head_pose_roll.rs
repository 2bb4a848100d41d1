//! 「坐姿端正」 — the head is upright, not tilted towards a shoulder.
//!
//! # What is measured
//! The roll of the head in degrees, positive clockwise on the picture; its size is judged. It is the angle between the vertical of the head and that
//! of the picture. The face detector also searches the turned picture, so that a photo on its side or
//! upside down measures about 90 or 180.
//!
//! # When it cannot tell
//! When no face was found, or more than a fifth of its outline lies outside the picture.
//!
//! # Known limits
//! It says nothing about the posture below the edge of the picture. Labelled upright heads reach 4.9
//! degrees, tilted ones start at 7.1.

use super::{Group, Magnitude, Measured, Proof, Rule, Unit};
use crate::scene::parts::OVAL;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum HeadPoseRoll {}

/// The person's own sides, which are mirrored on the photo.
const LEFT: LocalizedStr = LocalizedStr { zh: "左", en: "left" };
const RIGHT: LocalizedStr = LocalizedStr { zh: "右", en: "right" };

impl Rule for HeadPoseRoll {
    const ID: &'static str = "head-pose-roll";
    const GROUP: Group = Group::Person;
    /// Tilt is geometry: turning an upright picture makes it.
    const PROOF: Proof = Proof::Simulation;
    const UNIT: Unit = Unit::Degrees;
    const NAME: LocalizedStr = LocalizedStr { zh: "头部不歪斜", en: "head not tilted" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "头歪了 {value}，要求{allowed}。",
        en: "The head is tilted by {value}; {allowed} is allowed.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "头摆正了吗，两眼在同一水平线上？",
        en: "Is your head upright, with both eyes at the same height?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请坐直，把头稍微往您的{detail}边摆一点，让两眼在同一水平线上；手机也要拿正。如果照片是横着的，请先把它转正。",
        en: "Sit upright and tilt your head a little to your {detail}, so that both eyes are at the same height; hold the camera straight. If the picture is on its side, rotate it first.",
    };
    type Limits = Magnitude;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_showing(&OVAL)?;
        let [right, left] = face.eyes();
        let back = if face.pose.roll > 0.0 { RIGHT } else { LEFT };
        Ok(Measured::new(face.pose.roll)?.with_mark(Mark::line(right, left)).with_detail(back))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn an_upright_head_passes_and_a_tilted_one_fails() {
        assert_verdicts::<HeadPoseRoll>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "tilted clockwise",
                SyntheticPortrait { roll: 9.0, ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
            (
                "tilted the other way",
                SyntheticPortrait { roll: -9.0, ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
            (
                "lying on its side",
                SyntheticPortrait { roll: 90.0, ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
        ]);
    }
}
