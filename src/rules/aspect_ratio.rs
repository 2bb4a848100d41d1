//! 「宽高比 3:4」 — width and height of the picture have the required ratio.
//!
//! # What is measured
//! Width and height of the upright picture in pixels; the limits judge their ratio. Where a notice names a ratio without a
//! tolerance, the sides may differ from it by what rounding to whole pixels explains.
//!
//! # When it cannot tell
//! When the header of the file gives no size.
//!
//! # Known limits
//! A picture that was stretched to the ratio has it, too.

use super::{Group, Measured, Proof, Ratio, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum AspectRatio {}

impl Rule for AspectRatio {
    const ID: &'static str = "aspect-ratio";
    const GROUP: Group = Group::Framing;
    const PROOF: Proof = Proof::Exact;
    const UNIT: Unit = Unit::Times;
    const NAME: LocalizedStr = LocalizedStr { zh: "宽高比例", en: "ratio of width to height" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片是 {width}×{height} 像素，宽高比例要求是{allowed}。",
        en: "The picture has {width}×{height} pixels; width to height has to be {allowed}.",
    };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "照片的宽高比例是{allowed}吗？", en: "Is width to height {allowed}?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "照片太窄了。请从上边或下边裁掉一些，不要拉伸。",
        en: "The picture is too narrow. Crop some of its top or bottom away; do not stretch it.",
    };
    const ADVICE_ABOVE: LocalizedStr = LocalizedStr {
        zh: "照片太宽了。请从左右两边裁掉一些，不要挤压。",
        en: "The picture is too wide. Crop some of its sides away; do not squeeze it.",
    };
    type Limits = Ratio;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let header = scene.photo.header.as_ref().map_err(|refusal| Unmeasurable::from(*refusal))?;
        Ok(Measured::size(header.upright_size()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::images::{jpeg, plain, scene};
    use crate::rules::testing::{FAIL, PASS, assert_verdicts_under, limits};

    #[test]
    fn the_ratio_decides_and_not_the_size() {
        let photo = |width, height| scene(&jpeg(&plain(width, height, [200; 3]), 80));
        let square = limits::<AspectRatio>(&serde_json::json!({ "ratio": [1, 1] }));
        assert_verdicts_under::<AspectRatio>(
            &square,
            [
                ("square", photo(120, 120), PASS),
                ("larger", photo(600, 600), PASS),
                ("upright", photo(120, 160), FAIL),
                ("lying", photo(160, 120), FAIL),
            ],
        );
    }
}
