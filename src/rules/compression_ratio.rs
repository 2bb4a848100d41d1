//! 「压缩比不超过 20:1」 — the compression ratio is 20:1 or less: the file is not much smaller than its picture.
//!
//! # What is measured
//! The bytes that the picture takes with 24 bits a pixel, over the length of the file.
//!
//! # When it cannot tell
//! When the header of the file gives no size.
//!
//! # Known limits
//! A plain background compresses well without any loss that is seen; `compression-artifacts` measures what was lost.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum CompressionRatio {}

/// Bytes of a pixel of 24 bits.
const PIXEL: f64 = 3.0;

impl Rule for CompressionRatio {
    const ID: &'static str = "compression-ratio";
    const GROUP: Group = Group::File;
    const UNIT: Unit = Unit::Times;
    const NAME: LocalizedStr = LocalizedStr { zh: "压缩比", en: "compression ratio" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "这个文件压缩得太多：压缩比是 {value}，要求{allowed}。",
        en: "The file is compressed {value}; {allowed} is allowed.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "文件的压缩比符合要求吗（{allowed}）？",
        en: "Is the file compressed as allowed ({allowed})?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请用更高的画质重新导出原图，或把尺寸缩小一些，其他要求仍须满足。",
        en: "Export the original with a higher quality, or with fewer pixels that still meet the other demands.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let header = scene.photo.header.as_ref().map_err(|refusal| Unmeasurable::from(*refusal))?;
        let pixels = f64::from(header.width) * f64::from(header.height);
        Measured::new(PIXEL * pixels / scene.photo.bytes as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::images::{jpeg, plain, portrait, scene};
    use crate::rules::testing::{FAIL, PASS, assert_verdicts_under, limits};

    #[test]
    fn a_detailed_picture_of_high_quality_passes_and_a_squeezed_one_fails() {
        let twenty = limits::<CompressionRatio>(&serde_json::json!({ "max": 20 }));
        assert_verdicts_under::<CompressionRatio>(
            &twenty,
            [
                ("small and of high quality", scene(&jpeg(&portrait(120), 95)), PASS),
                ("one colour, which takes no room", scene(&jpeg(&plain(600, 600, [200; 3]), 50)), FAIL),
            ],
        );
    }
}
