//! 「过度美化美颜照等将不予审核通过」 — the skin was not smoothed away.
//!
//! # What is measured
//! How much fine texture of its own the skin of cheeks and forehead has: the mean difference of its lightness (CIELAB)
//! from its own surroundings, in thousandths of white. Every real skin has pores, and every camera some noise; filters
//! that beautify take both away. If the file says that a program for beautifying selfies wrote it last, the number is 0:
//! what that program left, or put on, is no texture of the skin's own.
//!
//! # When it cannot tell
//! When no face was found, or it has fewer than 60 pixels between the eyes; unless a beauty app signed the file.
//!
//! # Known limits
//! A beauty app that was only used to cut the picture counts as well; the original file mends it. Most apps and every
//! messenger take the signature away, so that a silent file proves nothing.
//!
//! A blurred or over-exposed photo is smooth as well: `sharpness` and `not-too-bright` say so first. Reshaped faces are
//! not seen. The labelled smoothing is synthetic.

use super::{AtLeast, Group, Measured, Rule, Unit, Verdict};
use crate::scene::parts::{CHEEKS, MIDDLE_OF_FOREHEAD};
use crate::scene::stats::mean;
use crate::scene::{EYE_DISTANCE, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the file's head.
pub enum RetouchingFree {}

/// With fewer pixels between the eyes no pore shows (ISO/IEC 19794-5 asks for 60).
const FEWEST_PIXELS: f64 = 60.0;

/// Radius of a disc of skin, in eye distances.
const DISC: f64 = 0.2;

const SMOOTH: LocalizedStr = LocalizedStr {
    zh: "皮肤过于光滑，可能使用了美颜",
    en: "The skin is too smooth, as if beautified",
};
const BY_APP: LocalizedStr =
    LocalizedStr { zh: "这张照片由美颜软件保存", en: "A beauty app wrote this file" };

impl Rule for RetouchingFree {
    const ID: &'static str = "retouching-free";
    const GROUP: Group = Group::Authenticity;
    const UNIT: Unit = Unit::Times;
    const NAME: LocalizedStr = LocalizedStr { zh: "没有过度美化", en: "no heavy retouching" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "{detail}：皮肤自身的纹理强度为 {value}，应达到 {min} 以上。",
        en: "{detail}: the skin's own texture is {value}, {min} are needed.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请关闭美颜和滤镜，用手机自带相机的普通模式重新拍摄，并直接提交原图，不要用修图软件另存。",
        en: "Switch off every beauty filter, take it again with the camera's plain mode, and hand in that file itself, not one that an editing app wrote.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        if scene.photo.header.as_ref().is_ok_and(|header| header.exif.beauty_app()) {
            return Ok(Measured::new(0.0)?.with_detail(BY_APP));
        }
        let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
        if face.eye_distance() < FEWEST_PIXELS {
            return Err(Unmeasurable::FaceTooSmall);
        }
        let places = [CHEEKS[0], CHEEKS[1], MIDDLE_OF_FOREHEAD].map(|number| face.point(number));
        let radius = DISC * EYE_DISTANCE * aligned_face.colours.grid.scale();
        let skin = places.iter().flat_map(|place| aligned_face.colours.disc(*place, radius));
        let texture: Vec<f64> = skin.filter_map(|(x, y)| aligned_face.texture(x, y)).collect();
        let strength = mean(&texture).ok_or(Unmeasurable::OutOfPicture)?;
        let marks = CHEEKS.iter().filter_map(|cheek| {
            let corner = |sign: f64| face.offset(face.point(*cheek), sign * DISC, sign * DISC);
            Mark::bounding_box([corner(-1.0), corner(1.0)])
        });
        Ok(Measured::new(10.0 * strength)?.with_marks(marks).with_detail(SMOOTH))
    }

    fn judge(value: f64, limits: &AtLeast) -> Verdict {
        limits.judge(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    /// The good portrait in a file that this program wrote.
    fn saved_by(software: &str) -> Scene {
        let mut scene = SyntheticPortrait::default().scene();
        if let Ok(header) = &mut scene.photo.header {
            header.exif.software = software.into();
        }
        scene
    }

    #[test]
    fn grainy_skin_passes_and_smoothed_skin_or_a_beauty_app_fails() {
        assert_verdicts::<RetouchingFree>(
            &AtLeast { min: 1.55 },
            [
                ("plain", SyntheticPortrait::default().scene(), PASS),
                ("saved by a beauty app", saved_by("Meitu 9.8"), FAIL),
                ("saved by a phone", saved_by("17.1"), PASS),
                ("smoothed", SyntheticPortrait { grain: 0, ..SyntheticPortrait::default() }.scene(), FAIL),
                (
                    "too small to tell",
                    SyntheticPortrait { scale: 7.0, ..SyntheticPortrait::default() }.scene(),
                    Err(Unmeasurable::FaceTooSmall),
                ),
            ],
        );
    }
}
