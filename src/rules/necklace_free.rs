//! 「不得佩戴……项链等饰品」 — no necklace.
//!
//! # What is measured
//! On how much of the neck's width, in per cent, an unbroken line lies that is no skin but has skin above and below it.
//! A chain lies on skin, while a collar ends it; and a chain has another colour than the skin around it in any light,
//! while folds and the shadow of the chin are skin in less light.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or most of the neck lies outside the picture.
//!
//! # Known limits
//! A chain on top of clothes is missed, and one that shows beside the neck only. Of eight labelled necklaces two are missed:
//! a thick white one on very dark skin (the region network takes the skin below it for clothes, so that it seems to be a
//! collar), and one of which less than a third shows, where collars already give as much. Strong noise and burnt-out skin can look like a line. The labelled necklaces are drawn, so that it only warns.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::CHIN;
use crate::scene::{AlignedFace, EYE_DISTANCE, Region, Scene, Segmentation, Unmeasurable, largest};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::colour::Lab;

/// See the module documentation.
pub enum NecklaceFree {}

/// The neck: from so far below the chin and so far to each side of it, in eye distances.
const FROM: f64 = 0.1;
const ASIDE: f64 = 0.6;

/// How far down a chain is looked for, how thick it is at most, how much skin lies above and below it, and by how much
/// it rises or falls from one column to the next, in cells.
const LENGTH: usize = 130;
const THICKEST: usize = 14;
const SKIN: usize = 3;
const STEEPEST: usize = 3;

/// The share of this place that may lie outside the picture: many portraits end below the collar.
const MOST_OUTSIDE: f64 = 0.5;

/// A chain differs so much (CIELAB) from the skin right above and below it in any less light.
const UNLIKE: f64 = 14.0;

impl Rule for NecklaceFree {
    const ID: &'static str = "necklace-free";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "不戴项链", en: "no necklace" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "脖子上可能戴着项链。", en: "There may be a necklace." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "您没有戴项链吧？", en: "Are you wearing no necklace?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请取下项链等饰品后重拍。",
        en: "Take off necklaces, and take the photo again.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face, segmentation) =
            (scene.face()?, scene.aligned_face()?, scene.segmentation()?);
        let start = face.offset(face.point(CHIN), 0.0, FROM);
        let down = LENGTH as f64 / EYE_DISTANCE;
        aligned_face.rectangle(start, (-ASIDE, ASIDE), (0.0, down)).allowing(MOST_OUTSIDE).values()?;
        let (first, top) = aligned_face.colours.cell_at(start).ok_or(Unmeasurable::OutOfPicture)?;
        let reach = (ASIDE * EYE_DISTANCE) as usize;
        let columns: Vec<usize> = (first.saturating_sub(reach)..first + reach).collect();
        let crossings: Vec<Option<(usize, usize)>> =
            columns.iter().map(|x| crossing(aligned_face, segmentation, *x, top).map(|y| (*x, y))).collect();
        let belong = |a: &Option<(usize, usize)>, b: &Option<(usize, usize)>| match (a, b) {
            (Some((_, a)), Some((_, b))) => a.abs_diff(*b) <= STEEPEST,
            _ => false,
        };
        let lines = crossings.chunk_by(belong).map(|line| line.iter().flatten().copied().collect());
        let longest: Vec<(usize, usize)> = largest(lines);
        let measured = Measured::new(100.0 * longest.len() as f64 / columns.len() as f64)?;
        let places: Vec<Point> =
            longest.iter().map(|(x, y)| aligned_face.colours.cell_centre(*x, *y)).collect();
        Ok(measured.with_marks(Mark::bounding_box(places)))
    }
}

/// The row in which something thin crosses the skin of a column; `None` if nothing does.
#[inline(never)]
fn crossing(aligned_face: &AlignedFace, segmentation: &Segmentation, x: usize, top: usize) -> Option<usize> {
    let column: Vec<Lab> = (top..top + LENGTH).map_while(|y| level_mean(aligned_face, x, y)).collect();
    let is_skin = |place: usize, lab: &Lab| {
        let clothed =
            segmentation.at(aligned_face.colours.cell_centre(x, top + place)) == Ok(Region::Clothes);
        !clothed && aligned_face.skin.distance(*lab) < LIKE && lab.l > DARKEST * aligned_face.skin.colour.l
    };
    let skin: Vec<bool> = column.iter().enumerate().map(|(place, lab)| is_skin(place, lab)).collect();
    let all_skin =
        |places: std::ops::Range<usize>| skin.get(places).is_some_and(|skin| skin.iter().all(|skin| *skin));
    for start in SKIN..column.len() {
        if !all_skin(start - SKIN..start) {
            continue;
        }
        for end in start + 1..=start + THICKEST {
            if !all_skin(end..end + SKIN) {
                continue;
            }
            let (above, below) = (column[start - SKIN], column[end + SKIN - 1]);
            let unlike = column[start..end].iter().map(|lab| {
                lab.distance_from_segment(above, Lab::BLACK).min(lab.distance_from_segment(below, Lab::BLACK))
            });
            if unlike.fold(0.0, f64::max) > UNLIKE {
                return Some(top + start);
            }
        }
    }
    None
}

/// The mean colour of a cell and its neighbours on the right and left: a chain lies nearly level, noise does not.
fn level_mean(aligned_face: &AlignedFace, x: usize, y: usize) -> Option<Lab> {
    let (mut l, mut a, mut b) = (0.0, 0.0, 0.0);
    for step in 0..=2 * BESIDE {
        let lab = aligned_face.colours.at((x + step).checked_sub(BESIDE)?, y)?.as_ref()?;
        (l, a, b) = (l + lab.l, a + lab.a, b + lab.b);
    }
    let count = (2 * BESIDE + 1) as f64;
    Some(Lab { l: l / count, a: a / count, b: b / count })
}

/// Neighbours on each side that are averaged.
const BESIDE: usize = 3;

/// How close to the face's skin in the same light (CIELAB) the skin of the neck is, and how dark it may be.
const LIKE: f64 = 15.0;
const DARKEST: f64 = 0.4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_bare_neck_passes_and_a_chain_fails() {
        assert_verdicts::<NecklaceFree>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "chain",
                SyntheticPortrait::default().scene_with(|canvas| {
                    let chain = canvas.rectangle(canvas.face.point(CHIN), (-0.55, 0.55), (0.38, 0.43));
                    canvas.tint(&chain, [120, 90, 20]);
                }),
                FAIL,
            ),
        ]);
    }
}
