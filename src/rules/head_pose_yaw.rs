//! 「不能侧身」 — the head faces the camera and is not turned to a side.
//!
//! # What is measured
//! The yaw of the head in degrees, without its sign: the rotation that fits a canonical three-dimensional
//! face to the landmarks (see `scene/face/pose.rs`). Hair, shoulders and gaze have no influence.
//!
//! # When it cannot tell
//! When no face was found.
//!
//! # Known limits
//! Below about five degrees the value means little, because faces are not symmetric. The labelled portraits
//! count as turned from about 8 degrees on; complying ones reach 7.5.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::SIDES;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum HeadPoseYaw {}

impl Rule for HeadPoseYaw {
    const ID: &'static str = "head-pose-yaw";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Degrees;
    const NAME: LocalizedStr = LocalizedStr { zh: "正面、不侧身", en: "facing the camera" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "头向一侧转了 {value}，要求{allowed}。",
        en: "The head is turned to one side by {value}; {allowed} is allowed.",
    };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "您的脸正对镜头吗？", en: "Do you face the camera squarely?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请正对镜头：鼻尖对准镜头中央，两只耳朵露出的宽度大致相同。",
        en: "Face the camera: point your nose at it, so that both ears show about equally.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face()?;
        let [right, left] = SIDES.map(|side| face.point(side));
        Ok(Measured::new(face.pose.yaw.abs())?.with_mark(Mark::line(right, left)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_head_that_faces_the_camera_passes_and_a_turned_one_fails() {
        assert_verdicts::<HeadPoseYaw>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "turned to the right",
                SyntheticPortrait { yaw: 12.0, ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
            (
                "turned to the left",
                SyntheticPortrait { yaw: -12.0, ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
            ("raised only", SyntheticPortrait { pitch: 12.0, ..SyntheticPortrait::default() }.scene(), PASS),
        ]);
    }
}
