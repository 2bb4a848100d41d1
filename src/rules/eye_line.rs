//! 「两眼……」 — the eyes are at the required height of the picture; some offices give numbers.
//!
//! # What is measured
//! The distance from the upper edge of the picture to the midpoint of the eyes, in per cent of the height
//! of the picture.
//!
//! # When it cannot tell
//! When no face was found.
//!
//! # Known limits
//! Cropping changes it: it says nothing about the photo before the crop.

use super::{Group, Measured, Range, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum EyeLine {}

impl Rule for EyeLine {
    const ID: &'static str = "eye-line";
    const GROUP: Group = Group::Framing;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "眼睛位置", en: "height of the eyes in the picture" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "眼睛到画面上边的距离占画面的 {value}，应在 {min}～{max} 之间。",
        en: "The eyes are {value} of the picture's height below its upper edge; it has to be {min} to {max}.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请重新裁剪，把眼睛移到要求的高度。",
        en: "Crop the photo again so that the eyes are at the required height.",
    };
    type Limits = Range;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (_, height) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let face = scene.face()?;
        let ([right, left], middle) = (face.eyes(), face.between_eyes());
        let share = middle.y / f64::from(height);
        let bar = Mark::bar(Point { x: middle.x, y: 0.0 }, middle);
        Ok(Measured::new(100.0 * share)?.with_marks([Mark::line(right, left), bar]))
    }

    fn judge(value: f64, limits: &Range) -> Verdict {
        limits.judge(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts_under};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn eyes_at_the_required_height_pass_and_others_fail() {
        assert_verdicts_under::<EyeLine>(
            &Range { min: 35.0, max: 50.0 },
            [
                ("plain", SyntheticPortrait::default().scene(), PASS),
                (
                    "high",
                    SyntheticPortrait { place: (240.0, 220.0), ..SyntheticPortrait::default() }.scene(),
                    FAIL,
                ),
                (
                    "low",
                    SyntheticPortrait { place: (240.0, 400.0), ..SyntheticPortrait::default() }.scene(),
                    FAIL,
                ),
            ],
        );
    }
}
