//! 「色彩自然」 — the colours are not exaggerated.
//!
//! # What is measured
//! How vivid well-lit skin is: the median over the lightest quarter of the face of the chroma (CIELAB), in which
//! yellow counts seven tenths, because pigment, tan and warm lamps turn natural skin much further towards yellow
//! than blood turns it towards red. Natural skin pales where the light falls on it, whatever its tone; a picture
//! whose colours were turned up keeps glowing there.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, nine tenths of it are too dark to show a colour, or in a
//! colour space that is not known.
//!
//! # Known limits
//! Cameras differ more than one would think: portraits of one studio lie at 12, of another at 30. Colours turned
//! up twofold from a pale original therefore look like another camera's natural ones and pass: two of six
//! labelled ones do, for that reason (26.5), and two of 92 untouched ones, vividly developed, fail (34 and 35.5).
//! A limit of 25.5 would tell all labelled ones apart and fail every third untouched one. Faded colours are not
//! judged.

use super::{AtMost, Group, Measured, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the file's head.
pub enum SaturationNatural {}

impl Rule for SaturationNatural {
    const ID: &'static str = "saturation-natural";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::ColourDifference;
    const NAME: LocalizedStr = LocalizedStr { zh: "饱和度自然", en: "natural saturation" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片颜色过于浓艳：肤色的饱和度为 {value}，应不超过 {max}。",
        en: "The colours are too vivid: the saturation of the skin is {value}, at most {max} is natural.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请关闭“鲜艳”“美食”等滤镜或美化模式，提交未调色的原图。",
        en: "Switch off vivid filters and beautifying modes and send the original without colour changes.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_colour()?;
        Ok(Measured::new(face.lit_skin_vividness()?)?.with_mark(face.mark()))
    }

    fn judge(value: f64, limits: &AtMost) -> Verdict {
        limits.judge(value)
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
        assert_verdicts::<SaturationNatural>(
            &AtMost { max: 33.0 },
            [
                ("plain", SyntheticPortrait::default().scene(), PASS),
                ("dark skin", dark().scene(), PASS),
                ("glowing", glowing(SyntheticPortrait::default()), FAIL),
                ("glowing dark skin", glowing(dark()), FAIL),
            ],
        );
    }
}
