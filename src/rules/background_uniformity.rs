//! 「应均匀无渐变」 — the background has one colour, without gradient.
//!
//! # What is measured
//! The largest of four colour differences (CIEDE2000). A smooth surface is fitted to the background's colours (see
//! [`WallLight`](crate::scene::WallLight)); then are measured
//!
//! - what is lighter than the surface against what is darker, at the 95th and 5th percentile: shadows, textures, objects;
//! - the cells against the surface in the same light, at the 95th percentile: coloured things;
//! - the surface against its median colour in the same light, likewise: a gradient from one colour to another;
//! - a third of the surface's difference in light, likewise: no real wall is lit quite evenly, and the eye is much less
//!   sensitive to changes of brightness that take the whole width of a picture than to those with an edge (F. W. Campbell, J.
//!   G. Robson, Journal of Physiology 197, 1968). A fall-off of 30 per cent is on the walls of studios, and hardly seen.
//!
//! # When it cannot tell
//! When no face was found, or the person fills the picture.
//!
//! # Known limits
//! A shadow or an object behind the person also makes the background uneven; `background-shadow-free` and
//! `background-empty` tell which it is.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::stats::{median, quantile};
use crate::scene::wall_light::samples;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::colour::Lab;

/// See the module documentation.
pub enum BackgroundUniformity {}

/// The quantile of the differences that is measured: outliers on the outline of the person do not count.
const QUANTILE: f64 = 0.95;

/// The share of a difference in smooth light that counts.
const SMOOTH_LIGHT: f64 = 1.0 / 3.0;

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
        let wall = background.light.as_ref().ok_or(Unmeasurable::NoBackground)?;
        let cells: Vec<(Lab, Lab)> =
            samples(background).map(|((x, y), colour)| (colour, wall.at(x, y))).collect();
        let middle = median_of(&cells).ok_or(Unmeasurable::NoBackground)?;
        let in_light = |lit: Lab| scaled(middle, lit.l);
        let most = |difference: &dyn Fn(&(Lab, Lab)) -> f64| {
            let mut differences: Vec<f64> = cells.iter().map(difference).collect();
            quantile(&mut differences, QUANTILE).ok_or(Unmeasurable::NoBackground)
        };
        let mut steps: Vec<f64> = cells.iter().map(|(colour, lit)| colour.l - lit.l).collect();
        let mut stepped = |share: f64| {
            let step = quantile(&mut steps, share).ok_or(Unmeasurable::NoBackground);
            step.map(|step| Lab { l: middle.l + step, ..middle })
        };
        let uneven = stepped(1.0 - QUANTILE)?.difference(stepped(QUANTILE)?);
        let coloured = most(&|(colour, lit)| Lab { l: lit.l, ..*colour }.difference(*lit))?;
        let gradient = most(&|(_, lit)| lit.difference(in_light(*lit)))?;
        let light = most(&|(_, lit)| in_light(*lit).difference(middle))?;
        let value = uneven.max(coloured).max(gradient).max(SMOOTH_LIGHT * light);
        Ok(Measured::new(value)?.with_mark(background.heat(|_, _| true)))
    }
}

/// The median colour of the fitted wall.
fn median_of(cells: &[(Lab, Lab)]) -> Option<Lab> {
    let of = |coordinate: fn(&Lab) -> f64| {
        median(&mut cells.iter().map(|(_, lit)| coordinate(lit)).collect::<Vec<_>>())
    };
    Some(Lab { l: of(|lab| lab.l)?, a: of(|lab| lab.a)?, b: of(|lab| lab.b)? })
}

/// The colour in light that makes its lightness `l`: chroma grows with lightness.
fn scaled(colour: Lab, l: f64) -> Lab {
    let factor = l / colour.l;
    Lab { l, a: factor * colour.a, b: factor * colour.b }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::Region;
    use crate::scene::testing::{Canvas, SyntheticPortrait};

    #[test]
    fn an_even_wall_and_a_slow_fall_off_of_light_pass_and_what_a_person_sees_fails() {
        let lit = |light: &dyn Fn(f64, f64) -> f64| {
            SyntheticPortrait::default()
                .scene_with(|canvas| canvas.light_wall(|place| light(place.x / 480.0, place.y / 640.0)))
        };
        let to_white = |canvas: &mut Canvas| {
            canvas.change(|place, region, colour| match region {
                Region::Background => colour.map(|value| {
                    let white = place.y / 640.0;
                    (f64::from(value) + white * (255.0 - f64::from(value))).round() as u8
                }),
                _ => colour,
            })
        };
        let blue = SyntheticPortrait { wall: [120, 190, 240], ..SyntheticPortrait::default() };
        assert_verdicts::<BackgroundUniformity>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            ("light falls off by a quarter", lit(&|x, _| 1.0 - 0.25 * x), PASS),
            ("light falls off to a third", lit(&|x, _| 1.0 - 0.67 * x), FAIL),
            ("vignette", lit(&|x, y| 1.0 - 1.7 * ((x - 0.5) * (x - 0.5) + (y - 0.5) * (y - 0.5))), FAIL),
            ("from blue to white", blue.scene_with(to_white), FAIL),
            ("half of it darker by three tenths", lit(&|x, _| if x < 0.5 { 0.7 } else { 1.0 }), FAIL),
        ]);
    }
}
