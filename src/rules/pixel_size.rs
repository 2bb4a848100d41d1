//! 「如果照片尺寸低于标准值，请修改后重新上传」 — the picture has enough pixels.
//!
//! # What is measured
//! Width and height of the upright picture in pixels, each judged by bounds of its own. The standard of
//! this notice is the national one for graduation photos: 480 x 640 pixels.
//!
//! # When it cannot tell
//! When the header of the file gives no size.
//!
//! # Known limits
//! Pixels are counted, not the detail they show: a small picture that was enlarged is detected by
//! `sharpness`.

use super::{Group, Measured, Rule, Size, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum PixelSize {}

impl Rule for PixelSize {
    const ID: &'static str = "pixel-size";
    const GROUP: Group = Group::File;
    const UNIT: Unit = Unit::Pixels;
    const NAME: LocalizedStr = LocalizedStr { zh: "照片尺寸", en: "picture size" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片是 {width}×{height} 像素，要求{allowed}。",
        en: "The picture has {width}×{height} pixels; it has to be {allowed}.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "照片尺寸合适吗（{allowed}）？",
        en: "Does the picture have the required size ({allowed})?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请选择尺寸更大的原图；把小图放大没有用。",
        en: "Choose the larger original; enlarging a small picture does not help.",
    };
    const ADVICE_ABOVE: LocalizedStr = LocalizedStr {
        zh: "照片的像素太多。请用手机相册或图片软件把照片缩小到要求的尺寸后再选择。",
        en: "The picture has too many pixels. Reduce it to the required size in your photo app and choose that.",
    };
    type Limits = Size;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        match (scene.photo.upright_size(), &scene.photo.header) {
            (Some(size), _) => Ok(Measured::size(size)),
            (None, Err(refusal)) => Err(Unmeasurable::from(*refusal)),
            (None, Ok(_)) => Err(Unmeasurable::NoPicture),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::images::{jpeg, plain, scene};
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};

    #[test]
    fn both_sides_need_the_standard_size() {
        let photo = |width, height| scene(&jpeg(&plain(width, height, [200; 3]), 80));
        assert_verdicts::<PixelSize>([
            ("the standard", photo(480, 640), PASS),
            ("twice the standard", photo(960, 1280), PASS),
            ("wide", photo(960, 640), PASS),
            ("a column too few", photo(479, 640), FAIL),
            ("half the height", photo(480, 320), FAIL),
            ("lying on its side", photo(640, 480), FAIL),
        ]);
    }
}
