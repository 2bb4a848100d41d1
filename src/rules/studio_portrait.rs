//! 「请务必上传标准证件照，生活照、手机自拍照……将不予审核通过」 — a proper portrait and no selfie.
//!
//! # What is measured
//! How many signs the file gives that it is none: a lens that calls itself a front camera, as phones do, and a program
//! known for beautifying selfies as the last that wrote it. Nothing is concluded from the picture.
//!
//! # When it cannot tell
//! When the file says nothing about its camera or program: most files that went through a messenger have lost it, and
//! none is proof of anything.
//!
//! # Known limits
//! Whoever wants to hide it can. That a photo is no everyday snapshot only a person can tell: the notice's sentence has
//! a clause for the reviewer besides this one.

use super::{AtMost, Group, Measured, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use crate::text::Text;

/// See the file's head.
pub enum StudioPortrait {}

/// How phones call their front cameras in EXIF, in lower case.
const FRONT_CAMERAS: [&str; 3] = ["front camera", "front truedepth camera", "前置"];

/// Programs for beautifying selfies, as they sign the files they write, in lower case.
const BEAUTY_APPS: [&str; 12] = [
    "meitu",
    "美图",
    "beautyplus",
    "beautycam",
    "美颜",
    "b612",
    "faceu",
    "snow",
    "轻颜",
    "ulike",
    "醒图",
    "facetune",
];

const SELFIE: Text = Text { zh: "由前置摄像头拍摄", en: "it was taken with a front camera" };
const BEAUTIFIED: Text = Text { zh: "由美颜软件保存", en: "a beauty app wrote it" };
const BOTH: Text = Text {
    zh: "由前置摄像头拍摄，并由美颜软件保存",
    en: "it was taken with a front camera, and a beauty app wrote it",
};
const NEITHER: Text = Text { zh: "没有这样的迹象", en: "there is no such sign" };

impl Rule for StudioPortrait {
    const ID: &'static str = "studio-portrait";
    const ISO: Option<&'static str> = None;
    const GROUP: Group = Group::Authenticity;
    const NAME: Text = Text { zh: "标准证件照", en: "a proper portrait, no snapshot or selfie" };
    const FAIL: Text = Text {
        zh: "照片文件显示这可能是自拍或美颜软件处理过的照片：{detail}。",
        en: "The file says that this may be a selfie or the work of a beauty app: {detail}.",
    };
    const ADVICE: Text = Text {
        zh: "请用相机或手机的后置镜头，请他人帮忙拍摄标准证件照，并提交未经修图软件处理的原图。",
        en: "Have somebody else take the portrait with a camera or a phone's rear lens, and hand in the original file, not one that an editing app wrote.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let exif = &scene.photo.header.as_ref().map_err(|refusal| Unmeasurable::from(*refusal))?.exif;
        if exif.is_silent() {
            return Err(Unmeasurable::NoEvidence);
        }
        let says = |words: &str, signs: &[&str]| {
            let words = words.to_lowercase();
            signs.iter().any(|sign| words.contains(sign))
        };
        let selfie = says(&exif.lens, &FRONT_CAMERAS);
        let beautified = says(&exif.software, &BEAUTY_APPS);
        let detail = match (selfie, beautified) {
            (true, true) => BOTH,
            (true, false) => SELFIE,
            (false, true) => BEAUTIFIED,
            (false, false) => NEITHER,
        };
        let signs = f64::from(u8::from(selfie) + u8::from(beautified));
        Ok(Measured::new(signs, Unit::Count)?.with_detail(detail))
    }

    fn judge(value: f64, limits: &AtMost) -> Verdict {
        limits.judge(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photo::Exif;
    use crate::rules::judged::{FAIL, PASS, each};
    use crate::scene::built::Sitter;

    /// The good portrait with a file that says this of its lens and program.
    fn said(lens: &str, software: &str) -> Scene {
        let mut scene = Sitter::default().scene();
        if let Ok(header) = &mut scene.photo.header {
            header.exif = Exif { lens: lens.into(), software: software.into(), ..Exif::default() };
        }
        scene
    }

    #[test]
    fn a_front_camera_or_a_beauty_app_fails_and_a_silent_file_is_no_evidence() {
        each::<StudioPortrait>(
            &AtMost { max: 0.0 },
            [
                ("rear lens", said("iPhone 15 back camera 6.9mm f/1.6", "17.1"), PASS),
                ("front lens", said("iPhone 15 front camera 2.69mm f/1.9", "17.1"), FAIL),
                ("beauty app", said("", "Meitu 9.8"), FAIL),
                ("silent", said("", ""), Err(Unmeasurable::NoEvidence)),
            ],
        );
    }
}
