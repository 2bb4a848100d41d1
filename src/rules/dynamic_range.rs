//! 「图像清晰，色彩自然」 — a flat, foggy picture is neither clear nor natural.
//!
//! # What is measured
//! How far apart the dark and the light parts of the whole picture are: the lightness (CIELAB, 0% is black,
//! 100% is white) of its lightest hundredth minus that of its darkest. Every portrait has something dark,
//! if only pupils and nostrils, and the background is light.
//!
//! # When it cannot tell
//! When the picture is smaller than 32 pixels, or in a colour space that is not known.
//!
//! # Known limits
//! It is not the measure of this name in ISO/IEC 29794-5, which is the entropy inside the face. One dark
//! object is enough to hide a foggy face; that takes a look at the face itself. A picture that is much too
//! dark fails here as well: it has no light parts.

use super::{AtLeast, Group, Measured, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use crate::text::Text;

/// See the file's head.
pub enum DynamicRange {}

/// The shares of the picture that are darker than its dark and its light parts.
const DARKEST: f64 = 0.01;
const LIGHTEST: f64 = 0.99;

impl Rule for DynamicRange {
    const ID: &'static str = "dynamic-range";
    const ISO: Option<&'static str> = None;
    const GROUP: Group = Group::Picture;
    const NAME: Text = Text { zh: "明暗对比", en: "contrast" };
    const FAIL: Text = Text {
        zh: "照片发灰、对比不足：最亮与最暗处的亮度只差 {value}，应达到 {min} 以上。",
        en: "The photo looks flat: its lightest and darkest parts are only {value} apart, {min} are needed.",
    };
    const ADVICE: Text = Text {
        zh: "请擦净镜头，避免逆光，关闭滤镜后在光线充足处重新拍摄。",
        en: "Wipe the lens, avoid light from behind, switch filters off and take it again in good light.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let tones = scene.tones()?;
        Measured::new(tones.lightness_at(LIGHTEST)? - tones.lightness_at(DARKEST)?, Unit::Percent)
    }

    fn judge(value: f64, limits: &AtLeast) -> Verdict {
        limits.judge(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::Raster;
    use crate::rules::drawn::{each, jpeg, portrait, scene};

    #[test]
    fn a_portrait_passes_and_the_same_in_fog_fails() {
        let fog = each(&portrait(480), |pixel| pixel.map(|value| 110 + value / 3));
        let verdict = |picture: &Raster| {
            let measured = DynamicRange::measure(&scene(&jpeg(picture, 95))).unwrap();
            DynamicRange::judge(measured.value, &AtLeast { min: 40.0 })
        };
        assert_eq!(verdict(&portrait(480)), Verdict::Pass);
        assert_eq!(verdict(&fog), Verdict::Fail);
    }
}
