//! 「色彩自然」 — the colours are not exaggerated.
//!
//! # What is measured
//! The saturation of well-lit skin: the median of `sqrt(a*^2 + (0.7 b*)^2)` (CIELAB) over the lightest
//! quarter of the face. Yellow is weighted with 0.7 because pigment, tan and warm lamps shift natural skin
//! much further towards yellow than blood shifts it towards red. Natural skin becomes paler in the light,
//! whatever its tone; in a picture whose saturation was increased it does not.
//!
//! The face is the inside of its outline, drawn in to 85 %, on the aligned face (96 cells between the
//! eyes).
//!
//! # When it cannot tell
//! When no face was found, there are fewer than 24 pixels between the eyes, less than a tenth of the face
//! is at least as light as L* = 20, or the photo's colour profile is unknown.
//!
//! # Known limits
//! Cameras differ more than one would think: portraits of one studio measure 12, of another 30. A pale
//! original with its saturation doubled therefore looks like another camera's natural colours and passes:
//! two of six labelled ones do (26.5), and two of 92 untouched portraits with vivid colours fail (34 and
//! 35.5). A limit of 25.5 would catch all labelled ones and fail every third untouched one. Faded colours
//! are not judged.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum SaturationNatural {}

impl Rule for SaturationNatural {
    const ID: &'static str = "saturation-natural";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::ColourDifference;
    const NAME: LocalizedStr = LocalizedStr { zh: "饱和度自然", en: "natural saturation" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "照片颜色过于浓艳。", en: "The colours are too vivid." };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "照片里的颜色自然、不过分鲜艳吗？",
        en: "Are the colours natural, not too vivid?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请关闭“鲜艳”“美食”等滤镜或美化模式，提交未调色的原图。",
        en: "Switch off vivid filters and beauty modes and submit the original without colour changes.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_colour()?;
        Ok(Measured::new(face.lit_skin_vividness()?)?.with_mark(face.mark()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::images::{each as each_pixel, saturated};
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn natural_skin_passes_and_glowing_skin_fails() {
        let glowing =
            |sitter: SyntheticPortrait| sitter.scene_spoiled(|picture| each_pixel(picture, saturated(2.5)));
        let dark = || SyntheticPortrait { skin: [96, 65, 52], ..SyntheticPortrait::default() };
        assert_verdicts::<SaturationNatural>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            ("dark skin", dark().scene(), PASS),
            ("glowing", glowing(SyntheticPortrait::default()), FAIL),
            ("glowing dark skin", glowing(dark()), FAIL),
        ]);
    }
}
