//! 「色彩自然」 — no tint lies over the whole picture.
//!
//! # What is measured
//! How far the light of the photo is from white: the colour difference (CIEDE2000) between a grey in white light and the same
//! grey in the photo's light. The light is estimated from skin, the whites of the eyes and the background together, each with
//! its own uncertainty (see [`light_colour`]), because each of them alone can look tinted without a tint: a light blue wall,
//! a tanned face, a strained eye.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, too little of its skin shows, or the photo's colour profile is unknown.
//!
//! # Known limits
//! The estimate leans towards white light: a blue cast of 9.4 (red 0.82 and green 0.93 times as much in sRGB) is measured as more
//! than 6 on 82 of 89 complying portraits before white or grey walls and on 48 of 59 before light blue ones, a warm one (green
//! 0.90, blue 0.72) on all but one. Before a light blue wall, which hardly shows the light, complying portraits measure
//! 3.4 in the median, before white and grey ones 0.6. A picture whose person was cut out and put before a wall keeps the light of the person.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable, light_colour};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum ColourCastFree {}

impl Rule for ColourCastFree {
    const ID: &'static str = "colour-cast-free";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::ColourDifference;
    const NAME: LocalizedStr = LocalizedStr { zh: "不偏色", en: "no colour cast" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "照片整体偏色。", en: "The whole photo has a colour cast." };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "照片里的颜色和您亲眼看到的一样吗？",
        en: "Do the colours in the photo look as they are in reality?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请在自然光或白光灯下重新拍摄，避开黄灯、彩灯，并关闭滤镜。",
        en: "Take it again in daylight or under white lamps, away from yellow or coloured light, with filters off.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face_colour = scene.face_colour()?;
        let (aligned_face, face, segmentation) =
            (scene.aligned_face()?, scene.face()?, scene.segmentation()?);
        let cast = light_colour::cast(aligned_face, face, segmentation, scene.background().ok())?;
        Ok(Measured::new(cast.difference)?.with_mark(face_colour.mark()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::images::{each as each_pixel, times};
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn every_cast_fails() {
        let casts = [
            ("yellow", [1.0, 0.8, 0.4]),
            ("blue", [0.65, 0.85, 1.0]),
            ("green", [0.6, 1.0, 0.6]),
            ("magenta", [1.0, 0.6, 1.0]),
            ("red", [1.0, 0.6, 0.5]),
            ("cyan", [0.4, 1.0, 1.0]),
        ];
        let under =
            |light| SyntheticPortrait::default().scene_spoiled(|picture| each_pixel(picture, times(light)));
        assert_verdicts::<ColourCastFree>(casts.map(|(name, light)| (name, under(light), FAIL)));
    }

    #[test]
    fn no_wall_and_no_skin_is_a_cast() {
        let sitter = |wall, skin| SyntheticPortrait { wall, skin, ..SyntheticPortrait::default() }.scene();
        let (pale, dark) = ([224, 190, 170], [96, 65, 52]);
        assert_verdicts::<ColourCastFree>([
            ("pale skin, light blue wall", sitter([190, 215, 238], pale), PASS),
            ("dark skin, light blue wall", sitter([190, 215, 238], dark), PASS),
            ("dark skin, grey wall", sitter([205, 205, 205], dark), PASS),
            ("tanned skin, white wall", sitter([250, 250, 250], [190, 120, 80]), PASS),
        ]);
    }
}
