//! 「不能侧身」 — the head faces the camera and is not turned to a side.
//!
//! # What is measured
//! The yaw of the head in degrees, positive towards the picture's right; its size is judged. It is the rotation that fits a canonical three-dimensional
//! face to the landmarks (see `scene/face/pose.rs`). Hair, shoulders and gaze have no influence.
//!
//! # When it cannot tell
//! When no face was found, or more than a fifth of its outline lies outside the picture.
//!
//! # Known limits
//! Below about five degrees the value means little, because faces are not symmetric. The labelled portraits
//! count as turned from about 8 degrees on; complying ones reach 7.5.

use super::{Group, Magnitude, Measured, Rule, Unit};
use crate::scene::parts::{OVAL, SIDES};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum HeadPoseYaw {}

/// The person's own sides, which are mirrored on the photo.
const LEFT: LocalizedStr = LocalizedStr { zh: "左", en: "left" };
const RIGHT: LocalizedStr = LocalizedStr { zh: "右", en: "right" };

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
        zh: "请把头稍微往您的{detail}边转一点，正对镜头：鼻尖对准镜头中央，两只耳朵露出的宽度大致相同。",
        en: "Turn your head a little to your {detail}: point your nose at the camera, so that both ears show about equally.",
    };
    type Limits = Magnitude;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_showing(&OVAL)?;
        let [right, left] = SIDES.map(|side| face.point(side));
        let back = if face.pose.yaw > 0.0 { RIGHT } else { LEFT };
        Ok(Measured::new(face.pose.yaw)?.with_mark(Mark::line(right, left)).with_detail(back))
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
