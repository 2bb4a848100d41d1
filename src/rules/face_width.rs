//! 「脸部宽度」 — the face is as wide as required; some offices give numbers.
//!
//! # What is measured
//! The width of the face, from the base of one ear to that of the other, in per cent of the width of the
//! picture.
//!
//! # When it cannot tell
//! When no face was found.
//!
//! # Known limits
//! Ears are not included: the offices that ask for the width of the face do not say where it ends.

use super::{Group, Measured, Range, Rule, Unit, Verdict};
use crate::scene::parts::SIDES;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum FaceWidth {}

impl Rule for FaceWidth {
    const ID: &'static str = "face-width";
    const GROUP: Group = Group::Framing;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "脸部宽度", en: "width of the face" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "脸部宽度占画面的 {value}，应在 {min}～{max} 之间。",
        en: "The face takes up {value} of the picture's width; it has to be {min} to {max}.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请裁剪照片或调整距离，让脸部达到要求的宽度。",
        en: "Crop the picture or change the distance so that the face has the required width.",
    };
    type Limits = Range;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (width, _) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let face = scene.face()?;
        let [right, left] = SIDES.map(|side| face.point(side));
        let share = right.distance(left) / f64::from(width);
        Ok(Measured::new(100.0 * share)?.with_mark(Mark::bar(right, left)))
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
    fn a_face_of_the_required_width_passes_and_others_fail() {
        assert_verdicts_under::<FaceWidth>(
            &Range { min: 35.0, max: 50.0 },
            [
                ("plain", SyntheticPortrait::default().scene(), PASS),
                ("narrow", SyntheticPortrait { scale: 9.0, ..SyntheticPortrait::default() }.scene(), FAIL),
                ("wide", SyntheticPortrait { scale: 18.0, ..SyntheticPortrait::default() }.scene(), FAIL),
            ],
        );
    }
}
