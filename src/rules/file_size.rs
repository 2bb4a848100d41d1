//! 「照片文件大于50K」 — the file is larger than the limit.
//!
//! # What is measured
//! The length of the file in bytes. How many bytes "50K" means is decided by the profile, with its reason.
//!
//! # When it cannot tell
//! Never.
//!
//! # Known limits
//! A file can be padded without containing more picture; `pixel-size`, `sharpness` and
//! `compression-artifacts` measure the picture itself.

use super::{Bounds, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum FileSize {}

impl Rule for FileSize {
    const ID: &'static str = "file-size";
    const GROUP: Group = Group::File;
    const UNIT: Unit = Unit::Bytes;
    const NAME: LocalizedStr = LocalizedStr { zh: "文件大小", en: "file size" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "这个照片文件是 {value}，要求{allowed}。",
        en: "The file has {value}; {allowed} is needed.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "文件大小合适吗（{allowed}）？",
        en: "Does the file have the required size ({allowed})?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请选择未经压缩的原图：从相册直接选取，不要用聊天软件转发过的照片，也不要用截图。",
        en: "Choose the uncompressed original from your album, not a copy sent through a chat app and not a screenshot.",
    };
    const ADVICE_ABOVE: LocalizedStr = LocalizedStr {
        zh: "这个文件太大。请用手机相册或图片软件把照片导出得小一些（降低画质或尺寸）后再选择，其他要求仍须满足。",
        en: "The file is too large. Export the photo with a lower quality or size that still meets the other demands, and choose that.",
    };
    type Limits = Bounds;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        Measured::new(scene.photo.bytes as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts_under, limits};
    use precheck_imaging::container::Photo;
    use serde_json::json;

    #[test]
    fn the_bounds_are_judged_to_the_byte() {
        let of_length = |length: usize| Scene::of_file(Photo::open(&vec![0; length]));
        let more_than = limits::<FileSize>(&json!({ "more_than": 51200 }));
        let cases = [("the bound", of_length(51200), FAIL), ("a byte more", of_length(51201), PASS)];
        assert_verdicts_under::<FileSize>(&more_than, cases);
        let at_most = limits::<FileSize>(&json!({ "min": 20480, "max": 200000 }));
        let cases = [
            ("too small", of_length(20479), FAIL),
            ("small enough", of_length(20480), PASS),
            ("large enough", of_length(200000), PASS),
            ("too large", of_length(200001), FAIL),
        ];
        assert_verdicts_under::<FileSize>(&at_most, cases);
    }
}
