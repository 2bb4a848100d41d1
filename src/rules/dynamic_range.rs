//! 「图像清晰，色彩自然」 — the picture is not flat or foggy.
//!
//! # What is measured
//! The 99th minus the 1st percentile of lightness over the face (L* of CIELAB, from 0 %, black, to 100 %,
//! white). Every face has something dark, if only pupils and nostrils, and something light.
//!
//! The face is the inside of its outline, drawn in to 85 %, on the aligned face (96 cells between the
//! eyes).
//!
//! # When it cannot tell
//! When no face was found, there are fewer than 24 pixels between the eyes, or the photo's colour profile
//! is unknown.
//!
//! # Known limits
//! This is not the DynamicRange of ISO/IEC 29794-5, which is the entropy of the luminance in the face. Dark
//! glasses frames can hide fog. A face that is much too dark fails here too: it has no light parts.
//! Labelled faces in fog have at most 24.5, good ones at least 33.

use super::{AtLeast, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum DynamicRange {}

/// The quantiles of lightness that stand for the dark and the light parts of the face.
const DARK_QUANTILE: f64 = 0.01;
const LIGHT_QUANTILE: f64 = 0.99;

impl Rule for DynamicRange {
    const ID: &'static str = "dynamic-range";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "明暗对比", en: "contrast" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "照片发灰、对比不足。", en: "The photo looks flat and grey." };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "照片看起来清亮、不发灰吗？",
        en: "Does the photo look clear rather than grey and flat?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请擦净镜头，避免逆光，关闭滤镜后在光线充足处重新拍摄。",
        en: "Wipe the lens, avoid light from behind, switch filters off and retake the photo in good light.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_colour()?;
        let range = face.lightness_at(LIGHT_QUANTILE)? - face.lightness_at(DARK_QUANTILE)?;
        Ok(Measured::new(range)?.with_mark(face.mark()))
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
        assert_verdicts::<DynamicRange>([
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
        ]);
    }
}
