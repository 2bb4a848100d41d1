//! 「色彩自然」 — the photo is in colour: neither black and white nor toned.
//!
//! # What is measured
//! How far the colours of the face stray from one single tint, in per cent of their lightness. In a
//! black-and-white picture there is no tint at all, in a sepia one every colour is a stronger or weaker shade
//! of the same brown: both give a number near zero. In a colour photo lips, cheeks, brows and eyes differ in
//! hue, whatever the tone of the skin.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, is all but black, or in a colour space that is not known. A
//! JPEG with one component is black and white without a look at it.
//!
//! # Known limits
//! A black-and-white picture that was coloured in by hand or by a computer is a colour picture here.

use super::{AtLeast, Group, Measured, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the file's head.
pub enum ColourPicture {}

impl Rule for ColourPicture {
    const ID: &'static str = "colour-picture";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "彩色照片", en: "colour photo" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "这是黑白或单一色调的照片（色彩变化 {value}，应达到 {min} 以上）。",
        en: "This is a black-and-white or toned photo (its colours vary by {value}, {min} are needed).",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请关闭黑白、怀旧等滤镜，提交彩色原图。",
        en: "Switch off black-and-white and vintage filters and send the original in colour.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        if scene.photo.header.as_ref().is_ok_and(|header| header.components.len() == 1) {
            return Measured::new(0.0);
        }
        let face = scene.face_colour()?;
        Ok(Measured::new(100.0 * face.hue_spread()?)?.with_mark(face.mark()))
    }

    fn judge(value: f64, limits: &AtLeast) -> Verdict {
        limits.judge(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::images::{each as each_pixel, saturated, times};
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;
    use precheck_imaging::raster::Raster;

    #[test]
    fn a_colour_portrait_passes_and_one_without_or_with_one_tint_fails() {
        let grey = |picture: &Raster| each_pixel(picture, saturated(0.0));
        let sepia = |picture: &Raster| each_pixel(&grey(picture), times([1.0, 0.85, 0.65]));
        assert_verdicts::<ColourPicture>(
            &AtLeast { min: 2.0 },
            [
                ("plain", SyntheticPortrait::default().scene(), PASS),
                (
                    "dark skin",
                    SyntheticPortrait { skin: [96, 65, 52], ..SyntheticPortrait::default() }.scene(),
                    PASS,
                ),
                ("black and white", SyntheticPortrait::default().scene_spoiled(grey), FAIL),
                ("sepia", SyntheticPortrait::default().scene_spoiled(sepia), FAIL),
            ],
        );
    }
}
