//! 「照片文件……格式为jpg」 — the file is a JPEG.
//!
//! # What is measured
//! 1 if the file begins with the signature of a JPEG, 0 otherwise. The content decides, not the name: a PNG
//! renamed to `.jpg` is still a PNG, and a JPEG named `.jpeg` or `.JPG` is fine. The message names the
//! actual format.
//!
//! # When it cannot tell
//! Never: a file whose format is not recognised is not a JPEG.
//!
//! # Known limits
//! Whether the JPEG can be decoded is checked by `file-readable`.

use super::{Group, Measured, NoLimits, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::container::Format;

/// See the module documentation.
pub enum FileFormat {}

impl Rule for FileFormat {
    const ID: &'static str = "file-format";
    const GROUP: Group = Group::File;
    const UNIT: Unit = Unit::Flag;
    const NAME: LocalizedStr = LocalizedStr { zh: "文件格式", en: "file format" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片必须是 JPG 格式，而这个文件实际是：{detail}。",
        en: "The photo has to be a JPEG, but this file is {detail}.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请用手机相册或图片软件把原图另存（导出）为 JPG 后再选择；只改文件名不会改变格式。",
        en: "Export the original as JPEG in your photo app and choose that file; renaming it does not change its format.",
    };
    type Limits = NoLimits;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let format = scene.photo.format;
        let value = if format == Format::Jpeg { 1.0 } else { 0.0 };
        Ok(Measured::new(value)?.with_detail(format.text()))
    }

    fn judge(value: f64, _: &NoLimits) -> Verdict {
        Verdict::pass_if(value == 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use precheck_imaging::container::Photo;

    fn verdict(bytes: &[u8]) -> Verdict {
        let scene = Scene::of_file(Photo::open(bytes));
        FileFormat::judge(FileFormat::value(&FileFormat::measure(&scene).unwrap()).unwrap(), &NoLimits {})
    }

    #[test]
    fn a_jpeg_passes_and_a_renamed_png_fails() {
        assert_eq!(verdict(b"\xff\xd8\xff\xe0"), Verdict::Pass);
        assert_eq!(verdict(b"\x89PNG\r\n\x1a\n"), Verdict::Fail);
    }
}
