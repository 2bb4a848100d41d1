//! 「色彩自然」 — the photo is in colour: neither black and white nor toned.
//!
//! # What is measured
//! How far the colours in the middle of the picture stray from one single tint, in per cent of their
//! lightness. In a black-and-white picture there is no tint at all, in a sepia one every colour is a
//! stronger or weaker shade of the same brown: both give a number near zero. In a colour photo of a face,
//! lips, cheeks, hair and what is behind them differ in hue, whatever the tone of the skin.
//!
//! # When it cannot tell
//! When the picture is smaller than 32 pixels, all but black, or in a colour space that is not known. A
//! JPEG with one component is black and white in any colour space.
//!
//! # Known limits
//! A black-and-white picture that was coloured in by hand or by a computer is a colour picture here. The
//! middle of a picture in which the person stands at the edge may be a bare grey wall.

use super::{AtLeast, Group, Measured, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use crate::text::Text;

/// See the file's head.
pub enum ColourPicture {}

impl Rule for ColourPicture {
    const ID: &'static str = "colour-picture";
    const ISO: Option<&'static str> = None;
    const GROUP: Group = Group::Picture;
    const NAME: Text = Text { zh: "彩色照片", en: "colour photo" };
    const FAIL: Text = Text {
        zh: "这是黑白或单一色调的照片（色彩变化 {value}，应达到 {min} 以上）。",
        en: "This is a black-and-white or toned photo (its colours vary by {value}, {min} are needed).",
    };
    const ADVICE: Text = Text {
        zh: "请关闭黑白、怀旧等滤镜，提交彩色原图。",
        en: "Switch off black-and-white and vintage filters and send the original in colour.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        if scene.photo.header.as_ref().is_ok_and(|header| header.components.len() == 1) {
            return Measured::new(0.0, Unit::Percent);
        }
        Measured::new(100.0 * scene.tones()?.middle.spread_of_hues()?, Unit::Percent)
    }

    fn judge(value: f64, limits: &AtLeast) -> Verdict {
        limits.judge(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::Raster;
    use crate::rules::drawn::{each, jpeg, portrait, saturated, scene, times};

    fn verdict(picture: &Raster) -> Verdict {
        let measured = ColourPicture::measure(&scene(&jpeg(picture, 95))).unwrap();
        ColourPicture::judge(measured.value, &AtLeast { min: 1.9 })
    }

    #[test]
    fn a_colour_portrait_passes_and_black_and_white_fails() {
        assert_eq!(verdict(&portrait(480)), Verdict::Pass);
        assert_eq!(verdict(&each(&portrait(480), saturated(0.0))), Verdict::Fail);
    }

    #[test]
    fn sepia_fails() {
        let grey = each(&portrait(480), saturated(0.0));
        assert_eq!(verdict(&each(&grey, times([1.0, 0.85, 0.65]))), Verdict::Fail);
    }
}
