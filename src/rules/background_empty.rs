//! 「不得有……其他人或物体」 — nothing else is in the background.
//!
//! # What is measured
//! How much of the background things take up, in per cent: patches of another colour than the background's with
//! sharp borders. Gradients and most shadows have soft ones.
//!
//! # When it cannot tell
//! When the person fills the picture.
//!
//! # Known limits
//! A shadow with a hard border counts as well, four of ten labelled ones do: `background-shadow-free` says what it is.
//! A thing that fills the whole background is its colour (`background-colour`). A thing far out of focus has soft
//! borders too; `background-uniformity` sees it.

use super::{AtMost, Group, Measured, Rule, Unit, Verdict};
use crate::scene::{Background, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the file's head.
pub enum BackgroundEmpty {}

/// From this distance (CIELAB) on a place has another colour than the background.
const OTHER_COLOUR: f32 = 10.0;

/// A change of colour from a cell to the next but one from which on it is a border.
const BORDER: f32 = 8.0;

/// At least this share of a thing's cells is border.
const SHARP: f64 = 0.05;

impl Rule for BackgroundEmpty {
    const ID: &'static str = "background-empty";
    const GROUP: Group = Group::Background;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr {
        zh: "背景没有其他人或物体",
        en: "nobody and nothing else in the background",
    };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "背景中有其他物体，占背景的 {value}，最多允许 {max}。",
        en: "There is something in the background: {value} of it, at most {max} are allowed.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请换一面没有任何物品、花纹和他人的墙作背景重拍。",
        en: "Take it again before a bare wall without things, patterns or people.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let background = scene.background()?;
        let other = |x: usize, y: usize| {
            background.distance_from_median.at(x, y).copied().flatten().is_some_and(|off| off >= OTHER_COLOUR)
        };
        let things: Vec<_> = background
            .distance_from_median
            .patches(other)
            .into_iter()
            .filter(|patch| is_thing(background, patch))
            .collect();
        let all = background.distance_from_median.cells.iter().flatten().count();
        let taken: usize = things.iter().map(Vec::len).sum();
        let measured = Measured::new(100.0 * taken as f64 / all as f64)?;
        let largest = things.into_iter().max_by_key(Vec::len).unwrap_or_default();
        Ok(measured.with_marks(Mark::bounding_box(
            largest.iter().map(|(x, y)| background.distance_from_median.cell_centre(*x, *y)),
        )))
    }

    fn judge(value: f64, limits: &AtMost) -> Verdict {
        limits.judge(value)
    }
}

fn is_thing(background: &Background, patch: &[(usize, usize)]) -> bool {
    let sharp = patch.iter().filter(|(x, y)| {
        background.local_change.at(*x, *y).copied().flatten().is_some_and(|step| step >= BORDER)
    });
    sharp.count() as f64 >= SHARP * patch.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::Region;
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_bare_wall_passes_and_a_thing_on_it_fails() {
        assert_verdicts::<BackgroundEmpty>(
            &AtMost { max: 3.0 },
            [
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
            ],
        );
    }
}
