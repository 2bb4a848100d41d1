//! 「双眼平视」 — the eyes look into the camera.
//!
//! # What is measured
//! How far the irises lie from the middle between the corners of the eyes, in per cent of the eye's width, as the
//! mean of both eyes: eyes that look to a side move the same way, while a squint or an asymmetric eye does not count.
//!
//! # When it cannot tell
//! When the head is turned by more than ten degrees: then irises are off the middle even when the eyes look into the
//! camera. Nor when no face was found.
//!
//! # Known limits
//! Looking up or down is not seen: the lids follow, and the iris stays between them.

use super::{AtMost, Group, Measured, Rule, Unit, Verdict};
use crate::scene::parts::{EYES, Eye};
use crate::scene::{Face, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the file's head.
pub enum GazeForward {}

/// A head that is turned further, in degrees, moves the irises off the middle by itself.
const MOST_YAW: f64 = 10.0;

impl Rule for GazeForward {
    const ID: &'static str = "gaze-forward";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "双眼平视", en: "eyes looking ahead" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "眼睛没有看向镜头：视线偏离 {value}，最多允许 {max}。",
        en: "The eyes do not look into the camera: they are off by {value}, at most {max} are allowed.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "拍摄时请看着镜头本身，不要看屏幕或旁边。",
        en: "Look into the lens itself while the photo is taken, not at the screen or to a side.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face()?;
        if face.pose.yaw.abs() > MOST_YAW {
            return Err(Unmeasurable::HeadTurned);
        }
        let [right, left] = EYES.map(|eye| iris_place(face, &eye));
        // The inner corner lies to the right of the right eye and to the left of the left one.
        let off = ((right - 0.5) - (left - 0.5)) / 2.0;
        let marks = EYES.map(|eye| Mark::polygon(&face.points(&eye.iris[1..])));
        Ok(Measured::new(100.0 * off.abs())?.with_marks(marks))
    }

    fn judge(value: f64, limits: &AtMost) -> Verdict {
        limits.judge(value)
    }
}

/// Where the iris lies on the way from the outer corner (0) to the inner (1).
fn iris_place(face: &Face, eye: &Eye) -> f64 {
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
        assert_verdicts::<GazeForward>(
            &AtMost { max: 11.0 },
            [
                ("plain", SyntheticPortrait::default().scene(), PASS),
                (
                    "to the right",
                    SyntheticPortrait { gaze: 0.2, ..SyntheticPortrait::default() }.scene(),
                    FAIL,
                ),
                (
                    "to the left",
                    SyntheticPortrait { gaze: -0.2, ..SyntheticPortrait::default() }.scene(),
                    FAIL,
                ),
                (
                    "with a turned head nobody can tell",
                    SyntheticPortrait { yaw: 14.0, ..SyntheticPortrait::default() }.scene(),
                    Err(Unmeasurable::HeadTurned),
                ),
            ],
        );
    }
}
