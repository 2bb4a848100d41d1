//! 「双眼平视」 — the eyes look into the camera.
//!
//! # What is measured
//! The horizontal offset of the irises from the middle between the corners of the eyes, in per cent of the
//! width of the eye, averaged over both eyes, positive to the picture's right; its size is judged. Eyes that look to
//! the side move in the same direction; a squint moves them in opposite directions and cancels out.
//!
//! # When it cannot tell
//! When no face was found, an eye lies outside the picture, or the head is turned by more than 10 degrees (yaw): then the irises are off the
//! middle even when the eyes look into the camera.
//!
//! # Known limits
//! Looking up or down is not detected: the lids follow, and the iris stays between them. Labelled eyes that
//! look ahead reach 7.8, eyes that look away start at 14.3.

use super::{Group, Magnitude, Measured, Rule, Unit};
use crate::scene::parts::{BOTH_EYES, EYES, Eye};
use crate::scene::{Face, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum GazeForward {}

/// Yaw in degrees above which the irises are off the middle even of eyes that look into the camera.
const MAX_YAW: f64 = 10.0;

/// The person's own sides, which are mirrored on the photo.
const LEFT: LocalizedStr = LocalizedStr { zh: "左", en: "left" };
const RIGHT: LocalizedStr = LocalizedStr { zh: "右", en: "right" };

impl Rule for GazeForward {
    const ID: &'static str = "gaze-forward";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "双眼平视", en: "eyes looking ahead" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "眼睛没有看向镜头。", en: "The eyes do not look into the camera." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "您的眼睛看着镜头吗？", en: "Do your eyes look into the camera?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "拍摄时请看着镜头本身，不要看屏幕或旁边：视线再往您的{detail}边移一点。",
        en: "Look into the lens itself while the photo is taken, not at the screen or to the side: a little more to your {detail}.",
    };
    type Limits = Magnitude;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_showing(&BOTH_EYES)?;
        if face.pose.yaw.abs() > MAX_YAW {
            return Err(Unmeasurable::HeadTurned);
        }
        let [right, left] = EYES.map(|eye| iris_position(face, &eye));
        // The inner corner is on the right of the right eye and on the left of the left one.
        let off = ((right - 0.5) - (left - 0.5)) / 2.0;
        let marks = EYES.map(|eye| Mark::polygon(&face.points(&eye.iris[1..])));
        let back = if off > 0.0 { RIGHT } else { LEFT };
        Ok(Measured::new(100.0 * off)?.with_marks(marks).with_detail(back))
    }
}

/// The position of the iris along the line from the outer corner (0) to the inner one (1).
fn iris_position(face: &Face, eye: &Eye) -> f64 {
    let [outer, inner] = eye.corners.map(|corner| face.point(corner));
    let iris = face.point(eye.iris[0]);
    let (dx, dy) = (inner.x - outer.x, inner.y - outer.y);
    ((iris.x - outer.x) * dx + (iris.y - outer.y) * dy) / (dx * dx + dy * dy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn eyes_on_the_camera_pass_and_a_look_aside_fails() {
        assert_verdicts::<GazeForward>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            ("to the right", SyntheticPortrait { gaze: 0.2, ..SyntheticPortrait::default() }.scene(), FAIL),
            ("to the left", SyntheticPortrait { gaze: -0.2, ..SyntheticPortrait::default() }.scene(), FAIL),
            (
                "turned head",
                SyntheticPortrait { yaw: 14.0, ..SyntheticPortrait::default() }.scene(),
                Err(Unmeasurable::HeadTurned),
            ),
        ]);
    }
}
