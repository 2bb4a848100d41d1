//! 「照片文件……格式为jpg」 — the file is a JPEG.
//!
//! # What is measured
//! The format of which the file has the signature. The content decides, not the name: a PNG renamed to `.jpg` is
//! still a PNG, and a JPEG named `.jpeg` or `.JPG` is fine. The message names the actual format.
//!
//! # When it cannot tell
//! Never: a file whose format is not recognised is not a JPEG.
//!
//! # Known limits
//! Whether the JPEG can be decoded is checked by `file-readable`.

use super::{Formats, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum FileFormat {}

impl Rule for FileFormat {
    const ID: &'static str = "file-format";
    const GROUP: Group = Group::File;
    const UNIT: Unit = Unit::Flag;
    const NAME: LocalizedStr = LocalizedStr { zh: "文件格式", en: "file format" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片必须是{allowed}，而这个文件实际是{detail}。",
        en: "The photo has to be {allowed}, but this file is {detail}.",
    };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "照片是{allowed}吗？", en: "Is the photo {allowed}?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请用手机相册或图片软件把原图另存（导出）为{allowed}后再选择；只改文件名不会改变格式。",
        en: "Export the original as {allowed} in your photo app and choose that file; renaming it does not change its format.",
    };
    type Limits = Formats;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let format = scene.photo.format;
        Ok(Measured::name(format.id()).with_detail(format.text()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Answer, FAIL, PASS, answer, shipped_limits};
    use precheck_imaging::container::Photo;

    fn verdict(bytes: &[u8]) -> Answer {
        answer::<FileFormat>(&shipped_limits::<FileFormat>(), &Scene::of_file(Photo::open(bytes)))
    }

    #[test]
    fn a_jpeg_passes_and_a_renamed_png_fails() {
        assert_eq!(verdict(b"\xff\xd8\xff\xe0"), PASS);
        assert_eq!(verdict(b"\x89PNG\r\n\x1a\n"), FAIL);
    }
}
