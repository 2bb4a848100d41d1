//! 「不得佩戴……项链等饰品」 — no necklace.
//!
//! # What is measured
//! Of how many columns of the neck, in per cent, it holds that going down from the chin, skin is followed by a little of
//! something else and then by skin again: a chain lies on skin, while a collar ends it.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or the neck lies outside the picture.
//!
//! # Known limits
//! A chain on top of clothes is missed. Hair that hangs over the neck and the shadow of the chin come close. So it only
//! warns.

use super::{AtMost, Group, Measured, Rule, Unit, Verdict};
use crate::geometry::{Mark, Point};
use crate::raster::Lab;
use crate::scene::parts::CHIN;
use crate::scene::{Closeup, EYE_DISTANCE, Scene, Unmeasurable};
use crate::text::Text;

/// See the file's head.
pub enum NecklaceFree {}

/// The neck: from so far below the chin and so far to each side of it, in eye distances.
const FROM: f64 = 0.2;
const ASIDE: f64 = 0.6;

/// How far down a chain is looked for, how thick it is at most, and how much skin lies above and below it, in cells.
const LENGTH: usize = 120;
const THICKEST: usize = 12;
const SKIN: usize = 4;

/// A chain differs so much (CIELAB) from the mean of the skin right above and below it.
const UNLIKE: f64 = 14.0;

impl Rule for NecklaceFree {
    const ID: &'static str = "necklace-free";
    const ISO: Option<&'static str> = None;
    const GROUP: Group = Group::Person;
    const NAME: Text = Text { zh: "不戴项链", en: "no necklace" };
    const FAIL: Text = Text {
        zh: "脖子上可能戴着项链（占脖子宽度的 {value}，最多允许 {max}%）。",
        en: "There may be a necklace (on {value} of the neck's width; at most {max}% are allowed).",
    };
    const ADVICE: Text = Text {
        zh: "请取下项链等饰品后重拍。",
        en: "Take off necklaces, and take the photo again.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, closeup) = (scene.face()?, scene.closeup()?);
        let start = face.beside(face.point(CHIN), 0.0, FROM);
        let (first, top) = closeup.colours.cell_of(start).ok_or(Unmeasurable::OutOfPicture)?;
        let reach = (ASIDE * EYE_DISTANCE) as usize;
        let columns: Vec<usize> = (first.saturating_sub(reach)..first + reach).collect();
        let crossed: Vec<(usize, usize)> =
            columns.iter().filter_map(|x| crossing(closeup, *x, top).map(|y| (*x, y))).collect();
        let measured = Measured::new(100.0 * crossed.len() as f64 / columns.len() as f64, Unit::Percent)?;
        let places: Vec<Point> = crossed.iter().map(|(x, y)| closeup.colours.middle(*x, *y)).collect();
        Ok(measured.with_marks(Mark::round(places)))
    }

    fn judge(value: f64, limits: &AtMost) -> Verdict {
        limits.judge(value)
    }
}

/// The row in which something thin crosses the skin of a column; `None` if nothing does.
fn crossing(closeup: &Closeup, x: usize, top: usize) -> Option<usize> {
    let column: Vec<Lab> = (top..top + LENGTH).map_while(|y| closeup.colours.at(x, y).copied()).collect();
    let is_skin = |lab: &Lab| closeup.skin.distance(*lab) < LIKE && lab.l > DARKEST * closeup.skin.colour.l;
    for start in SKIN..column.len() {
        let above = column.get(start - SKIN..start)?;
        if !above.iter().all(is_skin) {
            continue;
        }
        for thick in 2..=THICKEST {
            let (chain, below) =
                (column.get(start..start + thick)?, column.get(start + thick..start + thick + SKIN)?);
            if below.iter().all(is_skin) {
                let strongest =
                    chain.iter().map(|lab| lab.distance(above[0]).min(lab.distance(below[SKIN - 1])));
                if strongest.fold(0.0, f64::max) > UNLIKE {
                    return Some(top + start);
                }
            }
        }
    }
    None
}

/// How close to the face's skin in the same light (CIELAB) the skin of the neck is, and how dark it may be.
const LIKE: f64 = 10.0;
const DARKEST: f64 = 0.45;
