//! 「过度美化美颜照等将不予审核通过」 — the skin was not smoothed.
//!
//! # What is measured
//! The fine texture of the skin of cheeks and forehead: the mean absolute difference between the lightness L* (CIELAB) of a cell and the mean of the 5 x 5 cells
//! around it. The cells are those of the aligned face, 96 between the eyes, in discs with a radius of 0.2
//! eye distances. Every real skin has pores, and every camera some noise; beauty filters remove both.
//!
//! # When it cannot tell
//! When no face was found, there are fewer than 60 pixels between the eyes, or a cheek or the forehead lies outside the
//! picture.
//!
//! # Known limits
//! A blurred or over-exposed photo is smooth too; `sharpness` and `not-too-bright` report that. Reshaped
//! faces are not detected. Noise is texture too: skin that was smoothed before noise came over it (a standard
//! deviation of 1.5 grey levels suffices) passes. The labelled smoothing is synthetic, and the gap is narrow:
//! smoothed skin reaches 0.164, 99 in 100 untouched portraits have at least 0.168.

use super::{AtLeast, Group, Measured, Rule, Unit};
use crate::scene::parts::{CHEEKS, MIDDLE_OF_FOREHEAD};
use crate::scene::stats::mean;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum RetouchingFree {}

/// The smallest eye distance in pixels at which pores show (ISO/IEC 19794-5 asks for 60).
const MIN_EYE_DISTANCE: f64 = 60.0;

/// Radius of a disc of skin, in eye distances.
const DISC_RADIUS: f64 = 0.2;

impl Rule for RetouchingFree {
    const ID: &'static str = "retouching-free";
    const GROUP: Group = Group::Authenticity;
    const UNIT: Unit = Unit::ColourDifference;
    const NAME: LocalizedStr = LocalizedStr { zh: "没有过度美化", en: "no heavy retouching" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "皮肤过于光滑，像是开了美颜。",
        en: "The skin looks too smooth, as if a beauty filter had been used.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "照片没有用美颜、滤镜或修图吗？",
        en: "Is the photo free of beauty filters and retouching?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请关闭美颜和滤镜，用手机自带相机的普通模式重新拍摄，并直接提交原图，不要用修图软件另存。",
        en: "Switch off every beauty filter, retake the photo in the camera's plain mode, and submit the original file, not one saved by an editing app.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
        if face.eye_distance() < MIN_EYE_DISTANCE {
            return Err(Unmeasurable::FaceTooSmall);
        }
        let places = [CHEEKS[0], CHEEKS[1], MIDDLE_OF_FOREHEAD].map(|number| face.point(number));
        let mut texture = Vec::new();
        for place in places {
            let skin = aligned_face.disc(place, DISC_RADIUS);
            texture.extend(skin.values()?.iter().filter_map(|cell| aligned_face.texture(cell.x, cell.y)));
        }
        let strength = mean(&texture).ok_or(Unmeasurable::OutOfPicture)?;
        let marks = CHEEKS.iter().filter_map(|cheek| {
            let corner = |sign: f64| face.offset(face.point(*cheek), sign * DISC_RADIUS, sign * DISC_RADIUS);
            Mark::bounding_box([corner(-1.0), corner(1.0)])
        });
        Ok(Measured::new(strength)?.with_marks(marks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn grainy_skin_passes_and_smoothed_skin_fails() {
        assert_verdicts::<RetouchingFree>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            ("smoothed", SyntheticPortrait { grain: 0, ..SyntheticPortrait::default() }.scene(), FAIL),
            (
                "too small to tell",
                SyntheticPortrait { scale: 7.0, ..SyntheticPortrait::default() }.scene(),
                Err(Unmeasurable::FaceTooSmall),
            ),
        ]);
    }
}
