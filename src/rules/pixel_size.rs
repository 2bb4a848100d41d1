//! 「如果照片尺寸低于标准值，请修改后重新上传」 — the picture has enough pixels.
//!
//! # What is measured
//! Width and height of the upright picture in pixels, judged by `min(width / 480, height / 640)`: how many
//! times the national standard for graduation photos (480 x 640 pixels, 《学历证书电子注册图像采集规范》) fits into the
//! picture. It fits from 1 on.
//!
//! # When it cannot tell
//! When the header of the file gives no size.
//!
//! # Known limits
//! Pixels are counted, not the detail they show: a small picture that was enlarged is detected by
//! `sharpness`.

use super::{AtLeast, Group, Measured, Quantity, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum PixelSize {}

/// The national standard for graduation photos: width and height in pixels.
pub const STANDARD: (f64, f64) = (480.0, 640.0);

impl Rule for PixelSize {
    const ID: &'static str = "pixel-size";
    const GROUP: Group = Group::File;
    const UNIT: Unit = Unit::Times;
    const NAME: LocalizedStr = LocalizedStr { zh: "照片尺寸", en: "picture size" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片尺寸为 {width}×{height} 像素，只有标准尺寸（宽 480、高 640 像素）的 {value}，至少要有 {min}。",
        en: "The picture has {width}×{height} pixels, {value} the standard size of 480×640; at least {min} is needed.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请选择尺寸更大的原图；把小图放大没有用。",
        en: "Choose the larger original; enlarging a small picture does not help.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let header = scene.photo.header.as_ref().map_err(|refusal| Unmeasurable::from(*refusal))?;
        Ok(Measured::size(header.upright_size()))
    }

    fn number(quantity: Quantity) -> Option<f64> {
        match quantity {
            Quantity::Size { width, height } => {
                Some((f64::from(width) / STANDARD.0).min(f64::from(height) / STANDARD.1))
            }
            _ => None,
        }
    }

    fn judge(value: f64, limits: &AtLeast) -> Verdict {
        limits.judge(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::images::{jpeg, plain, scene};
    use crate::rules::testing::shipped_limits;

    #[test]
    fn the_standard_fits_in_as_often_as_the_shorter_of_both_sides_allows() {
        let cases = [
            (480, 640, 1.0, Verdict::Pass),
            (960, 1280, 2.0, Verdict::Pass),
            (960, 640, 1.0, Verdict::Pass),
            (479, 640, 0.9979, Verdict::Fail),
            (480, 320, 0.5, Verdict::Fail),
            (640, 480, 0.75, Verdict::Fail),
        ];
        for (width, height, times, verdict) in cases {
            let measured = PixelSize::measure(&scene(&jpeg(&plain(width, height, [200; 3]), 80))).unwrap();
            let value = PixelSize::value(&measured).unwrap();
            let judged = PixelSize::judge(value, &shipped_limits::<PixelSize>());
            assert_eq!((value, judged), (times, verdict), "{width} x {height}");
        }
    }
}
