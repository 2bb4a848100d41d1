//! 「图像清晰，色彩自然」 — a flat, foggy picture is neither clear nor natural.
//!
//! # What is measured
//! How far apart the dark and the light parts of the face are: the lightness (CIELAB, 0% is black, 100% is
//! white) of its lightest hundredth minus that of its darkest. Every face has something dark, if only pupils
//! and nostrils, and something light.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or in a colour space that is not known.
//!
//! # Known limits
//! It is not the measure of this name in ISO/IEC 29794-5, which is the entropy inside the face. Dark frames of
//! glasses are enough to hide fog. A face that is much too dark fails here as well: it has no light parts.

use super::{AtLeast, Group, Measured, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the file's head.
pub enum DynamicRange {}

/// The shares of the face that are darker than its dark and its light parts.
const DARKEST: f64 = 0.01;
const LIGHTEST: f64 = 0.99;

impl Rule for DynamicRange {
    const ID: &'static str = "dynamic-range";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "明暗对比", en: "contrast" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片发灰、对比不足：脸上最亮与最暗处的亮度只差 {value}，应达到 {min} 以上。",
        en: "The photo looks flat: the face's lightest and darkest parts are only {value} apart, {min} are needed.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请擦净镜头，避免逆光，关闭滤镜后在光线充足处重新拍摄。",
        en: "Wipe the lens, avoid light from behind, switch filters off and take it again in good light.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_colour()?;
        let range = face.lightness_at(LIGHTEST)? - face.lightness_at(DARKEST)?;
        Ok(Measured::new(range)?.with_mark(face.mark()))
    }

    fn judge(value: f64, limits: &AtLeast) -> Verdict {
        limits.judge(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::images::each as each_pixel;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_face_passes_and_the_same_in_fog_fails() {
        let fog = |pixel: [u8; 3]| pixel.map(|value| 110 + value / 4);
        assert_verdicts::<DynamicRange>(
            &AtLeast { min: 29.0 },
            [
                ("plain", SyntheticPortrait::default().scene(), PASS),
                (
                    "dark skin",
                    SyntheticPortrait { skin: [96, 65, 52], ..SyntheticPortrait::default() }.scene(),
                    PASS,
                ),
                (
                    "in fog, but for black clothes",
                    SyntheticPortrait::default().scene_spoiled(|picture| each_pixel(picture, fog)),
                    FAIL,
                ),
            ],
        );
    }
}
