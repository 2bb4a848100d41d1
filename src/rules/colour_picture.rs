//! 「色彩自然」 — the photo is in colour: neither black and white nor toned.
//!
//! # What is measured
//! How far the colours of the face deviate from one single tint, in per cent of their lightness: the root
//! mean square distance of the points (a*/L*, b*/L*) (CIELAB) from the straight line through the origin
//! that fits them best. In a black-and-white picture all points are at the origin; in a sepia picture they
//! are on one line, as weaker and stronger shades of the same brown. In a colour photo lips, cheeks, brows
//! and eyes differ in hue, whatever the skin tone.
//!
//! The points are the cells of the aligned face inside its outline, drawn in to 85 %, except those darker
//! than L* = 15 or with a chroma of at most 6 % of their lightness (grey with JPEG noise). If fewer than
//! 0.5 % of the cells of at least L* = 15 have more chroma than that, the value is 0.
//!
//! # When it cannot tell
//! When no face was found, there are fewer than 24 pixels between the eyes, the whole face is darker than
//! L* = 15, or the photo's colour profile is unknown. A JPEG with a single component is black and white
//! without measuring: 0.
//!
//! # Known limits
//! A black-and-white picture that was coloured afterwards counts as a colour picture. Labelled toned
//! pictures reach 1.43, labelled colour portraits start at 2.54.

use super::{AtLeast, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum ColourPicture {}

impl Rule for ColourPicture {
    const ID: &'static str = "colour-picture";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "彩色照片", en: "colour photo" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "这是黑白或单一色调的照片。",
        en: "This photo is black and white or in a single tint.",
    };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "这是彩色照片吗？", en: "Is this a colour photo?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请关闭黑白、怀旧等滤镜，提交彩色原图。",
        en: "Switch off black-and-white and vintage filters and submit the original in colour.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        if scene.photo.header.as_ref().is_ok_and(|header| header.components.len() == 1) {
            return Measured::new(0.0);
        }
        let face = scene.face_colour()?;
        Ok(Measured::new(100.0 * face.hue_spread()?)?.with_mark(face.mark()))
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
        let sepia = |picture: &Raster| each_pixel(&grey(picture), times([1.0, 0.7, 0.39]));
        assert_verdicts::<ColourPicture>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "dark skin",
                SyntheticPortrait { skin: [96, 65, 52], ..SyntheticPortrait::default() }.scene(),
                PASS,
            ),
            ("black and white", SyntheticPortrait::default().scene_spoiled(grey), FAIL),
            ("sepia", SyntheticPortrait::default().scene_spoiled(sepia), FAIL),
        ]);
    }
}
