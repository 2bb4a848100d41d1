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

use super::{Group, Measured, MoreThan, Rule, Unit, Verdict};
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
        zh: "照片文件必须大于 {more_than}，而这个文件只有 {value}。",
        en: "The file has to be larger than {more_than}, but this one is only {value}.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请选择未经压缩的原图：从相册直接选取，不要用聊天软件转发过的照片，也不要用截图。",
        en: "Choose the uncompressed original from your album, not a copy sent through a chat app and not a screenshot.",
    };
    type Limits = MoreThan;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        Measured::new(scene.photo.bytes as f64)
    }

    fn judge(value: f64, limits: &MoreThan) -> Verdict {
        limits.judge(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::shipped_limits;
    use precheck_imaging::container::Photo;

    #[test]
    fn the_limit_itself_fails_and_one_byte_more_passes() {
        let limits = shipped_limits::<FileSize>();
        let verdict = |length: usize| {
            let scene = Scene::of_file(Photo::open(&vec![0; length]));
            FileSize::judge(FileSize::value(&FileSize::measure(&scene).unwrap()).unwrap(), &limits)
        };
        let limit = limits.more_than as usize;
        assert_eq!((verdict(limit), verdict(limit + 1)), (Verdict::Fail, Verdict::Pass));
    }
}
