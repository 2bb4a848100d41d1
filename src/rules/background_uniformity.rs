//! 「应均匀无渐变」 — the background has one colour, without gradient.
//!
//! # What is measured
//! The 95th percentile of the distance (CIELAB) between the colours of the background and their median
//! colour, after smoothing out the noise.
//!
//! # When it cannot tell
//! When no face was found, or the person fills the picture.
//!
//! # Known limits
//! A shadow or an object behind the person also makes the background uneven; `background-shadow-free` and
//! `background-empty` tell which it is. Labelled plain backgrounds reach 1.4, gradients start at 4.6.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum BackgroundUniformity {}

/// The quantile of the distances that is measured: outliers on the outline of the person do not count.
const QUANTILE: f64 = 0.95;

impl Rule for BackgroundUniformity {
    const ID: &'static str = "background-uniformity";
    const GROUP: Group = Group::Background;
    const UNIT: Unit = Unit::ColourDifference;
    const NAME: LocalizedStr = LocalizedStr { zh: "背景均匀无渐变", en: "uniform background" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "背景颜色不均匀，有深有浅。",
        en: "The background is not uniform: it is lighter in some places than in others.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "背景的颜色从上到下、从左到右都一样吗？",
        en: "Does the background have the same colour everywhere?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请站在颜色均匀的墙或幕布前，离墙远一些，用均匀的光线照亮背景后重拍。",
        en: "Retake the photo in front of an evenly coloured wall or cloth, a few steps away from it, with even light on it.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let background = scene.background()?;
        let distance = background.distance_at(QUANTILE).ok_or(Unmeasurable::NoBackground)?;
        Ok(Measured::new(distance)?.with_mark(background.heat(|_, _| true)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn an_even_wall_passes_and_a_gradient_fails() {
        assert_verdicts::<BackgroundUniformity>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "gradient",
                SyntheticPortrait::default()
                    .scene_with(|canvas| canvas.light_wall(|place| 1.0 - place.x / 2400.0)),
                FAIL,
            ),
        ]);
    }
}
