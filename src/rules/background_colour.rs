//! 「背景可选用浅蓝色、白色或浅灰色」 — the background is light blue, white or light grey.
//!
//! # What is measured
//! The median colour of the background in CIELAB, judged by its difference (CIEDE2000) from the nearest colour
//! that the profile allows.
//!
//! # When it cannot tell
//! When no face was found, the person fills the picture, or the photo's colour profile is unknown.
//!
//! # Known limits
//! A background of several colours is judged by its median; `background-uniformity` measures the rest. Labelled allowed
//! backgrounds have at most 3.1; others start at 9.1.

use super::{Colours, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum BackgroundColour {}

impl Rule for BackgroundColour {
    const ID: &'static str = "background-colour";
    const GROUP: Group = Group::Background;
    const UNIT: Unit = Unit::ColourDifference;
    const NAME: LocalizedStr = LocalizedStr { zh: "背景颜色", en: "background colour" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "背景不是{allowed}。", en: "The background is not {allowed}." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "背景是{allowed}吗？", en: "Is the background {allowed}?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请站在{allowed}的墙或幕布前重拍。",
        en: "Retake the photo in front of a wall or cloth that is {allowed}.",
    };
    type Limits = Colours;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        scene.require_known_colours()?;
        let background = scene.background()?;
        Ok(Measured::colour(background.colour)?.with_mark(background.extent()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

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
