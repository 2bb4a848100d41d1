//! 「不得有……其他人或物体」 — nothing else is in the background.
//!
//! # What is measured
//! The share of the background that is covered by objects, in per cent of its cells. An object is a
//! connected patch of cells that differ from the background's median colour by at least 10 (CIELAB), with a
//! sharp outline: at least half of it, as far as it does not meet the person or the edge of the picture, is
//! on an edge, a place where the colour changes by at least 8 between the two neighbours of a cell.
//! Gradients and most shadows have soft edges.
//!
//! # When it cannot tell
//! When no face was found, or the person fills the picture.
//!
//! # Known limits
//! A shadow with a hard edge counts as well, as four of ten labelled ones do; `background-shadow-free`
//! names it. An object that fills the whole background is its colour (`background-colour`). An object far
//! out of focus has soft edges too; `background-uniformity` measures it. Labelled objects take at least 2.6
//! % of the background; of 414 empty backgrounds five have more than 0.7 %, four of them shadows. Drawn clocks of a
//! twentieth, a tenth and a sixth of the picture's width measure 0.3, 1.0 and 2.1.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::stats::share;
use crate::scene::{Background, Scene, Unmeasurable, largest};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum BackgroundEmpty {}

/// The smallest distance (CIELAB) of an object from the colour of the background.
const MIN_DIFFERENCE: f32 = 10.0;

/// The smallest change of colour (CIELAB) across an edge, between the two neighbours of a cell.
const MIN_EDGE_STEP: f32 = 8.0;

/// The smallest share of the background that an object takes: noise makes smaller patches.
const SMALLEST: f64 = 0.001;

/// The smallest share of an object's outline that is on an edge.
const MIN_EDGE_SHARE: f64 = 0.5;

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
        let differs =
            |x: usize, y: usize| distance(background, x, y).is_some_and(|far| far >= MIN_DIFFERENCE);
        let all = background.distance_from_median.cells.iter().flatten().count();
        let objects: Vec<_> = background
            .distance_from_median
            .patches(differs)
            .into_iter()
            .filter(|patch| patch.len() as f64 >= SMALLEST * all as f64 && is_object(background, patch))
            .collect();
        let covered: usize = objects.iter().map(Vec::len).sum();
        let measured = Measured::new(100.0 * covered as f64 / all as f64)?;
        let largest = largest(objects);
        Ok(measured.with_marks(Mark::bounding_box(
            largest.iter().map(|(x, y)| background.distance_from_median.cell_centre(*x, *y)),
        )))
    }
}

/// Whether enough of the outline between a patch of another colour and the background is a sharp edge.
fn is_object(background: &Background, patch: &[(usize, usize)]) -> bool {
    let differs =
        |(x, y): (usize, usize)| distance(background, x, y).is_some_and(|far| far >= MIN_DIFFERENCE);
    let beside =
        |(x, y): (usize, usize)| [(x.wrapping_sub(1), y), (x + 1, y), (x, y.wrapping_sub(1)), (x, y + 1)];
    let sharp = |(x, y): (usize, usize)| {
        background.local_change.at(x, y).copied().flatten().is_some_and(|change| change >= MIN_EDGE_STEP)
    };
    let is_wall = |cell: &(usize, usize)| distance(background, cell.0, cell.1).is_some() && !differs(*cell);
    let outline = patch.iter().filter_map(|cell| Some((*cell, beside(*cell).into_iter().find(is_wall)?)));
    share(outline, |(inside, outside)| sharp(inside) || sharp(outside))
        .is_some_and(|share| share >= MIN_EDGE_SHARE)
}

/// The distance of a cell of the background from its colour.
fn distance(background: &Background, x: usize, y: usize) -> Option<f32> {
    background.distance_from_median.at(x, y).copied().flatten()
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
                    .scene_with(|canvas| canvas.light_wall(|place| 1.0 - place.x / 900.0)),
                PASS,
            ),
        ]);
    }
}
