//! 「图像清晰，色彩自然」 — the face is not over-exposed.
//!
//! # What is measured
//! The share of the face, in per cent, with a lightness L* (CIELAB) of 97 or more: too light for skin to
//! show a colour. Over-exposure clips the red channel first, the strongest of every skin; that still leaves
//! detail in the others, and many bright portraits are like that in places. From L* = 97 on the green
//! channel is clipped as well. The lightness of the background does not count.
//!
//! The face is the inside of its outline, drawn in to 85 %, on the aligned face (96 cells between the
//! eyes).
//!
//! # When it cannot tell
//! When no face was found, there are fewer than 24 pixels between the eyes, or the photo's colour profile
//! is unknown.
//!
//! # Known limits
//! A white mask counts as over-exposed skin, and so does glare on glasses: it makes up 0.8 % on labelled
//! good faces. Labelled over-exposed faces start at 5.5 %.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum NotTooBright {}

impl Rule for NotTooBright {
    const ID: &'static str = "not-too-bright";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "脸部不过亮", en: "not too bright" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "脸部过亮，有些地方已经发白、失去细节。",
        en: "The face is too bright: parts of it are washed out.",
    };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "脸上没有发白的地方吗？", en: "Is no part of the face washed out?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请关闭闪光灯、避开直射的阳光或灯光重新拍摄；也可在拍摄前把相机的曝光调低一些。",
        en: "Retake the photo without flash and away from direct sun or lamp light, or lower the camera's exposure a little.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_colour()?;
        Ok(Measured::new(100.0 * face.overexposed_share()?)?.with_mark(face.mark()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::images::{each as each_pixel, times};
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_well_lit_face_passes_and_an_over_exposed_one_fails() {
        let overexposed = |sitter: SyntheticPortrait, by| {
            sitter.scene_spoiled(|picture| each_pixel(picture, times([by; 3])))
        };
        let dark = SyntheticPortrait { skin: [96, 65, 52], ..SyntheticPortrait::default() };
        assert_verdicts::<NotTooBright>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "white wall",
                SyntheticPortrait { wall: [255; 3], ..SyntheticPortrait::default() }.scene(),
                PASS,
            ),
            (
                "pale skin",
                SyntheticPortrait { skin: [238, 208, 190], ..SyntheticPortrait::default() }.scene(),
                PASS,
            ),
            ("over-exposed", overexposed(SyntheticPortrait::default(), 2.8), FAIL),
            ("over-exposed dark skin", overexposed(dark, 27.0), FAIL),
        ]);
    }
}
