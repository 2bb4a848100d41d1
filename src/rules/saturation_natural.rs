//! 「色彩自然」 — the colours are not exaggerated.
//!
//! # What is measured
//! The chroma (CIELAB) of well-lit skin: the median of the lightest quarter of the warm pixels in the middle
//! of the picture. Natural skin pales where the light falls on it, whatever its tone; a picture whose colours
//! were turned up keeps glowing there.
//!
//! # When it cannot tell
//! When fewer than a fiftieth of the pixels in the middle are warm, when the picture is smaller than 32
//! pixels, or in a colour space that is not known.
//!
//! # Known limits
//! Cameras differ more than one would think: portraits of one studio have a chroma of 15, tanned faces in
//! official ones up to 45. Colours turned up twofold from a pale original therefore look like another
//! camera's natural ones and pass: two of six labelled ones do, for that reason. No limit mends it without failing tanned
//! faces. Faded colours are not judged.

use super::{AtMost, Group, Measured, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use crate::text::Text;

/// See the file's head.
pub enum SaturationNatural {}

impl Rule for SaturationNatural {
    const ID: &'static str = "saturation-natural";
    const ISO: Option<&'static str> = None;
    const GROUP: Group = Group::Picture;
    const NAME: Text = Text { zh: "饱和度自然", en: "natural saturation" };
    const FAIL: Text = Text {
        zh: "照片颜色过于浓艳：肤色的饱和度为 {value}，应不超过 {max}。",
        en: "The colours are too vivid: the saturation of the skin is {value}, at most {max} is natural.",
    };
    const ADVICE: Text = Text {
        zh: "请关闭“鲜艳”“美食”等滤镜或美化模式，提交未调色的原图。",
        en: "Switch off vivid filters and beautifying modes and send the original without colour changes.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        Measured::new(scene.tones()?.middle.chroma_of_lit_skin()?, Unit::ColourDifference)
    }

    fn judge(value: f64, limits: &AtMost) -> Verdict {
        limits.judge(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::Raster;
    use crate::rules::drawn::{each, jpeg, portrait, saturated, scene};

    fn verdict(picture: &Raster) -> Result<Verdict, Unmeasurable> {
        let measured = SaturationNatural::measure(&scene(&jpeg(picture, 95)))?;
        Ok(SaturationNatural::judge(measured.value, &AtMost { max: 36.0 }))
    }

    #[test]
    fn natural_skin_passes_and_glowing_skin_fails() {
        assert_eq!(verdict(&portrait(480)), Ok(Verdict::Pass));
        assert_eq!(verdict(&each(&portrait(480), saturated(2.5))), Ok(Verdict::Fail));
    }

    #[test]
    fn without_warm_colours_there_is_nothing_to_judge() {
        assert_eq!(verdict(&each(&portrait(480), saturated(0.0))), Err(Unmeasurable::NoDetail));
    }
}
