//! 「24 位真彩色」 — the file holds colours in the required way.
//!
//! # What is measured
//! The colour model of the JPEG by its components and its colour profile: `srgb` and `rgb` (another colour space, such as the
//! Display P3 of many phones) have 24 bits a pixel, `grey` has 8, `cmyk` is for printing.
//!
//! # When it cannot tell
//! When the header of the file gives no components, or the picture cannot be decoded.
//!
//! # Known limits
//! A grey picture stored with three components counts as colour; `colour-picture` looks at the colours themselves.

use super::{ColourModels, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::colour::ColourSpace;

/// See the module documentation.
pub enum ColourModel {}

impl Rule for ColourModel {
    const ID: &'static str = "colour-model";
    const GROUP: Group = Group::File;
    const UNIT: Unit = Unit::Flag;
    const NAME: LocalizedStr = LocalizedStr { zh: "颜色模式", en: "colour model" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片文件必须是{allowed}，而这个文件是{detail}。",
        en: "The file has to be in {allowed}, but this one is in {detail}.",
    };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "照片文件是{allowed}吗？", en: "Is the file in {allowed}?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请用图片软件打开原图，导出为要求的颜色模式后再选择。",
        en: "Open the original in an image program, export it in the required colour model and choose that file.",
    };
    type Limits = ColourModels;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let header = scene.photo.header.as_ref().map_err(|refusal| Unmeasurable::from(*refusal))?;
        let [srgb, rgb, grey, cmyk] = ColourModels::ALL;
        let (name, text) = match header.components.len() {
            1 => grey,
            4 => cmyk,
            _ if matches!(scene.pixels()?.colour_space, ColourSpace::Srgb) => srgb,
            _ => rgb,
        };
        Ok(Measured::name(name).with_detail(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::images::{jpeg, plain, scene};
    use crate::rules::testing::{FAIL, PASS, assert_verdicts_under, limits};
    use jpeg_encoder::{ColorType, Encoder};

    fn encoded(colours: ColorType, samples: usize) -> Scene {
        let mut file = Vec::new();
        Encoder::new(&mut file, 80).encode(&vec![120; 16 * 16 * samples], 16, 16, colours).unwrap();
        scene(&file)
    }

    #[test]
    fn the_components_decide() {
        let cases = || {
            [
                scene(&jpeg(&plain(16, 16, [200, 90, 40]), 80)),
                encoded(ColorType::Luma, 1),
                encoded(ColorType::Cmyk, 4),
            ]
        };
        for (allowed, verdicts) in [
            (serde_json::json!(["srgb"]), [PASS, FAIL, FAIL]),
            (serde_json::json!(["srgb", "rgb", "grey"]), [PASS, PASS, FAIL]),
        ] {
            let limits = limits::<ColourModel>(&serde_json::json!({ "one_of": allowed }));
            let names = ["colour", "grey", "cmyk"];
            let cases = cases().into_iter().zip(names).zip(verdicts);
            let cases: Vec<_> = cases.map(|((scene, name), verdict)| (name, scene, verdict)).collect();
            assert_verdicts_under::<ColourModel>(&limits, cases);
        }
    }
}
