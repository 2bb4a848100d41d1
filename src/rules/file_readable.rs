//! 「确认照片完整清晰」 — the picture in the file is complete.
//!
//! # What is measured
//! The share of the picture that was decoded without errors, in per cent: intact MCUs (the coding units of
//! a JPEG) over all MCUs. A file that was cut off in transfer, or whose data is damaged, shows grey or
//! garbled areas from some row on. Without an end, or with more than eight bytes of surplus coded data, at least one MCU
//! counts as lost. The end is the end-of-image marker, or what phones are known to append (a motion photo's video, a
//! second picture) directly behind the last block: browsers show such pictures whole. Fill bytes, zeros and surplus
//! restart markers, which scanners write in front of the marker, are no surplus data.
//!
//! # When it cannot tell
//! Before the pixels have been decoded, and when the file is not a JPEG: it may be an intact picture in
//! another format, which `file-format` reports; and when file or picture exceed the limits of the engine, which says
//! nothing about the photo. A JPEG without a decodable picture is not "cannot tell" but 0 per cent, and the message gives
//! the reason.
//!
//! # Known limits
//! Damage that happens to leave valid codes shows as garbled colours and is not always detected.

use super::{AtLeast, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum FileReadable {}

/// `{detail}` for a picture that is damaged in part.
const INCOMPLETE: LocalizedStr = LocalizedStr {
    zh: "图片数据不完整或有损坏",
    en: "the picture's data is incomplete or damaged",
};

impl Rule for FileReadable {
    const ID: &'static str = "file-readable";
    const GROUP: Group = Group::File;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "照片完整可读", en: "complete, readable photo" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片无法完整打开（能读取 {value}）：{detail}。",
        en: "The photo cannot be opened completely (only {value} is readable): {detail}.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "照片能完整打开，没有灰块、花块吗？",
        en: "Does the whole photo show, without grey or scrambled parts?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请重新从手机相册选择原图，或把照片重新导出为普通 JPG 后再选择。",
        en: "Choose the original from your album again, or export the photo as an ordinary JPEG and choose that.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        match scene.pixels() {
            Ok(pixels) => Ok(Measured::new(100.0 * pixels.readable)?.with_detail(INCOMPLETE)),
            Err(
                reason @ (Unmeasurable::NotYet
                | Unmeasurable::NotJpeg
                | Unmeasurable::FileTooLarge
                | Unmeasurable::PictureTooLarge),
            ) => Err(reason),
            Err(reason) => Ok(Measured::new(0.0)?.with_detail(reason.text())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Verdict;
    use crate::rules::testing::images::{jpeg, portrait, scene};
    use crate::rules::testing::{shipped_limits, verdict};
    use precheck_foundation::text::LocalizedString;

    fn judged(bytes: &[u8]) -> (Verdict, Option<LocalizedString>) {
        let measured = FileReadable::measure(&scene(bytes)).unwrap();
        (verdict::<FileReadable>(&shipped_limits::<FileReadable>(), &measured), measured.detail)
    }

    #[test]
    fn a_whole_photo_passes_and_half_of_it_fails() {
        let whole = jpeg(&portrait(240), 90);
        assert_eq!(judged(&whole).0, Verdict::Pass);
        assert_eq!(judged(&whole[..whole.len() / 2]), (Verdict::Fail, Some(INCOMPLETE.into())));
    }

    #[test]
    fn a_jpeg_without_a_picture_fails_and_says_so() {
        assert_eq!(judged(b"\xff\xd8\xff\xd9"), (Verdict::Fail, Some(Unmeasurable::NoPicture.text().into())));
    }

    #[test]
    fn a_picture_beyond_the_engine_is_not_called_broken() {
        let mut large = jpeg(&portrait(240), 90);
        let frame = large.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        large[frame + 5..frame + 9].copy_from_slice(&[0x2f, 0xd0, 0x3f, 0xc0]);
        assert_eq!(FileReadable::measure(&scene(&large)), Err(Unmeasurable::PictureTooLarge));
    }

    #[test]
    fn a_file_of_another_format_is_left_to_its_own_rule() {
        assert_eq!(FileReadable::measure(&scene(b"GIF89a")), Err(Unmeasurable::NotJpeg));
    }
}
