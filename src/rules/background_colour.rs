//! 「背景可选用浅蓝色、白色或浅灰色」 — the background is light blue, white or light grey.
//!
//! # What is measured
//! The median colour of the background in CIELAB, judged by its distance from the allowed colours: the
//! nearer of two straight lines, from white to the national rule's light blue (RGB 100, 197, 255) and from
//! white to a light grey of lightness 80. Below lightness 78, the difference to 78 is added.
//!
//! # When it cannot tell
//! When no face was found, the person fills the picture, or the photo's colour profile is unknown.
//!
//! # Known limits
//! A background of several colours is judged by its median; `background-uniformity` measures the rest. A
//! notice that allows white alone needs a rule of its own. Of labelled allowed backgrounds 99 in 100 have
//! at most 5.4; others start at 23.8.

use super::{AtMost, Group, Measured, Quantity, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::colour::Lab;

/// See the module documentation.
pub enum BackgroundColour {}

/// The allowed colours: white, and the ends of the lines from white to light blue and to light grey.
const WHITE: Lab = Lab { l: 100.0, a: 0.0, b: 0.0 };
const LIGHT_BLUE: Lab = Lab { l: 75.0, a: -10.0, b: -36.0 };
const LIGHT_GREY: Lab = Lab { l: 80.0, a: 0.0, b: 0.0 };

/// The lowest lightness that counts as a light colour.
const MIN_LIGHTNESS: f64 = 78.0;

impl Rule for BackgroundColour {
    const ID: &'static str = "background-colour";
    const GROUP: Group = Group::Background;
    const UNIT: Unit = Unit::ColourDifference;
    const NAME: LocalizedStr = LocalizedStr { zh: "背景颜色", en: "background colour" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "背景颜色不符合要求：与白色、浅蓝色、浅灰色相差 {value}，最多允许 {max}。",
        en: "The background is neither white nor light blue nor light grey: it is off by {value}; at most {max} is allowed.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请站在白色、浅蓝色或浅灰色的墙或幕布前重拍。",
        en: "Retake the photo in front of a white, light blue or light grey wall or cloth.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        scene.global_tones()?;
        Measured::colour(scene.background()?.colour)
    }

    fn number(quantity: Quantity) -> Option<f64> {
        match quantity {
            Quantity::Colour(colour) => Some(distance_from_allowed(colour)),
            _ => None,
        }
    }

    fn judge(value: f64, limits: &AtMost) -> Verdict {
        limits.judge(value)
    }
}

/// The distance (CIELAB) of a colour from the allowed ones.
fn distance_from_allowed(colour: Lab) -> f64 {
    let nearest = [LIGHT_BLUE, LIGHT_GREY]
        .map(|end| colour.distance_from_segment(WHITE, end))
        .into_iter()
        .fold(f64::MAX, f64::min);
    nearest + (MIN_LIGHTNESS - colour.l).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn the_allowed_colours_are_near_and_others_are_far() {
        let near = [[255, 255, 255], [240, 240, 240], [100, 197, 255], [190, 215, 238]];
        let far = [[200, 30, 30], [60, 130, 60], [30, 60, 150], [90, 90, 90], [240, 220, 150]];
        let off = |pixel| distance_from_allowed(Lab::of(pixel));
        let wrong: Vec<_> = near
            .into_iter()
            .filter(|p| off(*p) > 12.0)
            .chain(far.into_iter().filter(|p| off(*p) < 16.0))
            .collect();
        assert!(wrong.is_empty(), "{:?}", wrong.iter().map(|p| (p, off(*p))).collect::<Vec<_>>());
    }

    #[test]
    fn light_walls_pass_and_others_fail() {
        assert_verdicts::<BackgroundColour>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "light blue",
                SyntheticPortrait { wall: [120, 200, 250], ..SyntheticPortrait::default() }.scene(),
                PASS,
            ),
            ("red", SyntheticPortrait { wall: [200, 40, 40], ..SyntheticPortrait::default() }.scene(), FAIL),
            (
                "dark blue",
                SyntheticPortrait { wall: [30, 60, 150], ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
            (
                "person fills the picture",
                SyntheticPortrait { scale: 60.0, ..SyntheticPortrait::default() }.scene(),
                Err(Unmeasurable::NoBackground),
            ),
        ]);
    }
}
