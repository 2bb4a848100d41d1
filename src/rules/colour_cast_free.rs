//! 「色彩自然」 — no tint lies over the whole picture.
//!
//! # What is measured
//! A cast tints everything, so the number is the smaller of two distances (CIELAB): how far the colours of the
//! face are from the colours of skin, and how far the light parts of the picture are from grey. If the face has
//! the colour of skin, or something light is grey, there is no cast. A light blue background is therefore none,
//! nor is a tanned face before a white wall.
//!
//! Skin means the hues from 20 to 80 degrees, with a chroma of a tenth to 0.65 of the lightness: skin of every
//! tone lies inside.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, nine tenths of it are too dark to show a colour, or in a
//! colour space that is not known.
//!
//! # Known limits
//! A weak cast that leaves skin inside its wedge passes.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
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
        let face = scene.face_colour()?;
        let cast = face.distance_from_skin()?.min(scene.global_tones()?.highlight_tint()?);
        Ok(Measured::new(cast)?.with_mark(face.mark()))
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
            ("yellow", [1.0, 0.85, 0.4]),
            ("blue", [0.6, 0.75, 1.0]),
            ("green", [0.6, 1.0, 0.6]),
            ("magenta", [1.0, 0.6, 1.0]),
            ("red", [1.0, 0.6, 0.5]),
            ("cyan", [0.5, 1.0, 1.0]),
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
