//! 「不得有……其他人或物体」 — nothing else is in the background.
//!
//! # What is measured
//! The share of the background that is covered by objects, in per cent of its cells. An object is a
//! connected patch of cells that differ from the background's median colour by at least 10 (CIELAB), of
//! which at least 5 % are on an edge: a place where the colour changes by at least 8 between the two
//! neighbours of a cell. Gradients and most shadows have soft edges.
//!
//! # When it cannot tell
//! When no face was found, or the person fills the picture.
//!
//! # Known limits
//! A shadow with a hard edge counts as well, as four of ten labelled ones do; `background-shadow-free`
//! names it. An object that fills the whole background is its colour (`background-colour`). An object far
//! out of focus has soft edges too; `background-uniformity` measures it. Labelled objects take at least 3.6
//! % of the background; 99 in 100 empty backgrounds have at most 2.5 %.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::{Background, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum BackgroundEmpty {}

/// The smallest distance (CIELAB) of an object from the colour of the background.
const MIN_DIFFERENCE: f32 = 10.0;

/// The smallest change of colour (CIELAB) across an edge, between the two neighbours of a cell.
const MIN_EDGE_STEP: f32 = 8.0;

/// The smallest share of an object's cells that are on an edge.
const MIN_EDGE_SHARE: f64 = 0.05;

impl Rule for BackgroundEmpty {
    const ID: &'static str = "background-empty";
    const GROUP: Group = Group::Background;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr {
        zh: "背景没有其他人或物体",
        en: "nobody and nothing else in the background",
    };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "背景里有别的东西。", en: "There is something in the background." };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "背景里除了您自己，是不是什么都没有？",
        en: "Is there nothing but you in the picture, only a bare background?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请换一面没有任何物品、花纹和他人的墙作背景重拍。",
        en: "Retake the photo in front of a bare wall without objects, patterns or other people.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let background = scene.background()?;
        let differs = |x: usize, y: usize| {
            background
                .distance_from_median
                .at(x, y)
                .copied()
                .flatten()
                .is_some_and(|distance| distance >= MIN_DIFFERENCE)
        };
        let objects: Vec<_> = background
            .distance_from_median
            .patches(differs)
            .into_iter()
            .filter(|patch| is_object(background, patch))
            .collect();
        let all = background.distance_from_median.cells.iter().flatten().count();
        let covered: usize = objects.iter().map(Vec::len).sum();
        let measured = Measured::new(100.0 * covered as f64 / all as f64)?;
        let largest = objects.into_iter().max_by_key(Vec::len).unwrap_or_default();
        Ok(measured.with_marks(Mark::bounding_box(
            largest.iter().map(|(x, y)| background.distance_from_median.cell_centre(*x, *y)),
        )))
    }
}

/// Whether enough of a patch of another colour is on a sharp edge.
fn is_object(background: &Background, patch: &[(usize, usize)]) -> bool {
    let sharp = patch.iter().filter(|(x, y)| {
        background.local_change.at(*x, *y).copied().flatten().is_some_and(|change| change >= MIN_EDGE_STEP)
    });
    sharp.count() as f64 >= MIN_EDGE_SHARE * patch.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::Region;
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_bare_wall_passes_and_a_thing_on_it_fails() {
        assert_verdicts::<BackgroundEmpty>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "picture on the wall",
                SyntheticPortrait::default().scene_with(|canvas| {
                    canvas.change(|place, region, colour| match region {
                        Region::Background if place.x < 70.0 && place.y < 160.0 => [120, 60, 40],
                        _ => colour,
                    })
                }),
                FAIL,
            ),
            (
                "gradient",
                SyntheticPortrait::default()
                    .scene_with(|canvas| canvas.light_wall(|place| 1.0 - place.x / 1600.0)),
                PASS,
            ),
        ]);
    }
}
