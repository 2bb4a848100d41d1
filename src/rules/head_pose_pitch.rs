//! 「正面」 — the head is neither raised nor lowered.
//!
//! # What is measured
//! The pitch of the head in degrees, positive if it is raised; its size is judged. It is the rotation that fits a canonical three-dimensional
//! face to the landmarks (see `scene/face/pose.rs`).
//!
//! # When it cannot tell
//! When no face was found, or more than a fifth of its outline lies outside the picture.
//!
//! # Known limits
//! No labelled portrait has a raised or lowered head. Complying ones reach 12.3 degrees, because the shapes
//! of faces differ most in this direction; the limit has to leave room for them.

use super::{Group, Magnitude, Measured, Rule, Unit};
use crate::scene::parts::{CHIN, FOREHEAD, OVAL};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum HeadPosePitch {}

/// What brings the head back.
const LOWER: LocalizedStr = LocalizedStr { zh: "收低下巴", en: "Lower your chin" };
const RAISE: LocalizedStr = LocalizedStr { zh: "抬高下巴", en: "Raise your chin" };

impl Rule for HeadPosePitch {
    const ID: &'static str = "head-pose-pitch";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Degrees;
    const NAME: LocalizedStr =
        LocalizedStr { zh: "不抬头、不低头", en: "head neither raised nor lowered" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "头抬起或低下了 {value}，要求{allowed}。",
        en: "The head is raised or lowered by {value}; {allowed} is allowed.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "您平视着镜头，没有抬头或低头吗？",
        en: "Is your head level, neither raised nor lowered?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请稍微{detail}，让镜头与眼睛同高，平视镜头。",
        en: "{detail} a little, hold the camera at the height of your eyes, and look straight at it.",
    };
    type Limits = Magnitude;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_showing(&OVAL)?;
        let line = Mark::line(face.point(FOREHEAD), face.point(CHIN));
        let back = if face.pose.pitch > 0.0 { LOWER } else { RAISE };
        Ok(Measured::new(face.pose.pitch)?.with_mark(line).with_detail(back))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_level_head_passes_and_a_raised_or_lowered_one_fails() {
        assert_verdicts::<HeadPosePitch>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "raised a little",
                SyntheticPortrait { pitch: 12.0, ..SyntheticPortrait::default() }.scene(),
                PASS,
            ),
            ("raised", SyntheticPortrait { pitch: 18.0, ..SyntheticPortrait::default() }.scene(), FAIL),
            ("lowered", SyntheticPortrait { pitch: -18.0, ..SyntheticPortrait::default() }.scene(), FAIL),
        ]);
    }
}
