//! 「不得有阴影」 — nobody throws a shadow on the background.
//!
//! # What is measured
//! The largest patch of the background that is clearly darker than the light around it, keeps its hue and touches the
//! person, in per cent of the picture. The light is a smooth surface fitted to the background (see [`WallLight`]), so that a
//! wall that is lit from one side has no shadow.
//!
//! # When it cannot tell
//! When the person fills the picture.
//!
//! # Known limits
//! A dark thing of the wall's own hue beside the person counts as shadow: it has to go just the same.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::{Background, Map2d, Scene, Unmeasurable, WallLight, largest};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum BackgroundShadowFree {}

/// How much darker than the light around it a shadow is, in steps of lightness.
const DARKER: f64 = 5.0;

/// How far a shadow's colour is from the wall's own in less light.
const SAME_HUE: f64 = 8.0;

impl Rule for BackgroundShadowFree {
    const ID: &'static str = "background-shadow-free";
    const GROUP: Group = Group::Background;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "背景没有阴影", en: "no shadow on the background" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "背景上有影子。", en: "There is a shadow on the background." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "背景上没有影子吗？", en: "Is the background free of shadows?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请离背景墙一米以上，让光线从正面照过来，不要在身后留下影子。",
        en: "Stand a metre or more away from the wall, with the light coming from the front.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let background = scene.background()?;
        let wall = background.light.as_ref().ok_or(Unmeasurable::NoBackground)?;
        let shadows = background.distance_from_median.patches(|x, y| is_shadow(background, wall, x, y));
        let touching = shadows
            .into_iter()
            .filter(|patch| patch.iter().any(|(x, y)| touches(&background.distance_from_median, *x, *y)));
        let shadow = largest(touching);
        let share = shadow.len() as f64 / background.distance_from_median.cells.len() as f64;
        let width = background.distance_from_median.width();
        let mut cells = vec![false; background.distance_from_median.cells.len()];
        for (x, y) in shadow {
            cells[y * width + x] = true;
        }
        let heat = background.heat(|x, y| cells[y * width + x]);
        Ok(Measured::new(100.0 * share)?.with_mark(heat))
    }
}

fn is_shadow(background: &Background, wall: &WallLight, x: usize, y: usize) -> bool {
    let (Some(Some(_)), Some(lab)) = (background.distance_from_median.at(x, y), background.smoothed.at(x, y))
    else {
        return false;
    };
    let own = wall.lit(x, y);
    let light = lab.l / own.l;
    let (da, db) = (lab.a - own.a * light, lab.b - own.b * light);
    own.l - lab.l >= DARKER && (da * da + db * db).sqrt() <= SAME_HUE
}

/// Whether a cell lies beside one that is not background.
fn touches(off: &Map2d<Option<f32>>, x: usize, y: usize) -> bool {
    let around = [(x.wrapping_sub(1), y), (x + 1, y), (x, y.wrapping_sub(1)), (x, y + 1)];
    around.into_iter().any(|(x, y)| off.at(x, y) == Some(&None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn an_even_wall_passes_and_a_shadow_beside_the_person_fails() {
        assert_verdicts::<BackgroundShadowFree>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "shadow",
                SyntheticPortrait::default().scene_with(|canvas| {
                    canvas.light_wall(|place| if place.x > 300.0 && place.y > 200.0 { 0.53 } else { 1.0 })
                }),
                FAIL,
            ),
            (
                "the wall is lit from one side",
                SyntheticPortrait::default()
                    .scene_with(|canvas| canvas.light_wall(|place| 1.0 - place.x / 1200.0)),
                PASS,
            ),
            (
                "shade in a corner, away from the person",
                SyntheticPortrait::default().scene_with(|canvas| {
                    canvas.light_wall(|place| if place.x + place.y < 90.0 { 0.53 } else { 1.0 })
                }),
                PASS,
            ),
        ]);
    }
}
