//! 「分辨率 300 dpi」 — the file says how many pixels an inch of a print has.
//!
//! # What is measured
//! The horizontal density of the JFIF header in dots per inch, or else the horizontal resolution of EXIF; 0 if the file has
//! neither.
//!
//! # When it cannot tell
//! When the file is no JPEG whose header can be read.
//!
//! # Known limits
//! The entry is a number in the file that nobody checks and that changes no pixel: cameras write 72, chat programs remove it.
//! What the picture shows is measured by `pixel-size` and `sharpness`.

use super::{BoundsIfGiven, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum DotsPerInch {}

/// What a file without the entry measures, as its limits expect it.
const NOT_GIVEN: f64 = 0.0;

impl Rule for DotsPerInch {
    const ID: &'static str = "dots-per-inch";
    const GROUP: Group = Group::File;
    const UNIT: Unit = Unit::DotsPerInch;
    const NAME: LocalizedStr = LocalizedStr { zh: "文件标注的分辨率", en: "dpi entry of the file" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "文件里标注的分辨率：{value}，要求{allowed}。",
        en: "Dots per inch in the file: {value}; {allowed} is needed.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "文件里标注的分辨率符合要求吗（{allowed}）？",
        en: "Does the file have the required dpi entry ({allowed})?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请用图片软件打开原图，在导出时把分辨率设为要求的数值；像素不会因此改变。",
        en: "Open the original in an image program and set the required resolution when you export it; its pixels stay the same.",
    };
    type Limits = BoundsIfGiven;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let header = scene.photo.header.as_ref().map_err(|refusal| Unmeasurable::from(*refusal))?;
        Measured::new(header.dots_per_inch.unwrap_or(NOT_GIVEN))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::images::{jpeg, plain, scene};
    use crate::rules::testing::{FAIL, PASS, assert_verdicts_under, limits};
    use serde_json::json;

    /// A file with this density in its JFIF header: unit 0 for none, 1 for dots per inch.
    fn photo(unit: u8, density: u16) -> Scene {
        let mut file = jpeg(&plain(48, 64, [200; 3]), 80);
        assert_eq!(&file[6..11], b"JFIF\0");
        file[13] = unit;
        file[14..16].copy_from_slice(&density.to_be_bytes());
        scene(&file)
    }

    #[test]
    fn the_entry_is_judged_and_the_profile_decides_what_none_means() {
        let at_least = limits::<DotsPerInch>(&json!({ "min": 300 }));
        let cases = [
            ("just enough", photo(1, 300), PASS),
            ("a camera's", photo(1, 72), FAIL),
            ("none", photo(0, 1), PASS),
        ];
        assert_verdicts_under::<DotsPerInch>(&at_least, cases);
        let needed = limits::<DotsPerInch>(&json!({ "min": 300, "missing": "fail" }));
        assert_verdicts_under::<DotsPerInch>(&needed, [("none", photo(0, 1), FAIL)]);
    }
}
