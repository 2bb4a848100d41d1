//! 「色彩自然」 — no tint lies over the whole picture.
//!
//! # What is measured
//! A cast tints everything, so the number is the smaller of two distances (CIELAB): how far the colours in
//! the middle of the picture are from the colours of skin, and how far its light parts are from grey. If
//! the middle has the colour of skin, or something light is grey, there is no cast. A light blue background
//! is therefore none, nor is a tanned face before a white wall.
//!
//! Skin means the hues from 20 to 80 degrees, with a chroma of a tenth to six tenths of the lightness:
//! skin of every tone lies inside.
//!
//! # When it cannot tell
//! When nine tenths of the middle are too dark to show a colour, when the picture is smaller than 32
//! pixels, or in a colour space that is not known.
//!
//! # Known limits
//! A weak cast that leaves skin inside its wedge passes. A small head before a coloured wall leaves no skin
//! in the middle and may fail.

use super::{AtMost, Group, Measured, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use crate::text::Text;

/// See the file's head.
pub enum ColourCastFree {}

impl Rule for ColourCastFree {
    const ID: &'static str = "colour-cast-free";
    const ISO: Option<&'static str> = None;
    const GROUP: Group = Group::Picture;
    const NAME: Text = Text { zh: "不偏色", en: "no colour cast" };
    const FAIL: Text = Text {
        zh: "照片整体偏色（偏离自然色 {value}，应不超过 {max}）。",
        en: "The whole photo has a colour cast (it is off by {value}, at most {max} is natural).",
    };
    const ADVICE: Text = Text {
        zh: "请在自然光或白光灯下重新拍摄，避开黄灯、彩灯，并关闭滤镜。",
        en: "Take it again in daylight or under white lamps, away from yellow or coloured light, with filters off.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let tones = scene.tones()?;
        let cast = tones.middle.distance_from_skin()?.min(tones.tint_of_lights()?);
        Measured::new(cast, Unit::ColourDifference)
    }

    fn judge(value: f64, limits: &AtMost) -> Verdict {
        limits.judge(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::Raster;
    use crate::rules::drawn::{each, jpeg, portrait, scene, times};

    fn verdict(picture: &Raster) -> Verdict {
        let measured = ColourCastFree::measure(&scene(&jpeg(picture, 95))).unwrap();
        ColourCastFree::judge(measured.value, &AtMost { max: 2.3 })
    }

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
        let passing: Vec<_> = casts
            .into_iter()
            .filter(|(_, factors)| verdict(&each(&portrait(480), times(*factors))) == Verdict::Pass)
            .collect();
        assert!(passing.is_empty(), "{passing:?}");
    }

    #[test]
    fn a_light_blue_wall_is_no_cast() {
        assert_eq!(verdict(&portrait(480)), Verdict::Pass);
    }

    #[test]
    fn dark_skin_is_no_cast() {
        let dark_skin =
            each(
                &portrait(480),
                |pixel| if pixel[0] > pixel[2] { times([0.5, 0.45, 0.42])(pixel) } else { pixel },
            );
        assert_eq!(verdict(&dark_skin), Verdict::Pass);
    }
}
