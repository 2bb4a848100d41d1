//! What is behind the person.

use super::aligned_face::median_colour;
use super::map2d::Map2d;
use super::stats::quantile;
use super::{Face, PersonMask, Unmeasurable};
use precheck_imaging::colour::Lab;
use precheck_imaging::raster::guided_filter::{box_blur, smooth_colours};

/// The background, as far as it is surely no part of the person.
#[derive(Debug, Clone, PartialEq)]
pub struct Background {
    /// Its median colour.
    pub colour: Lab,
    /// Of each cell of the whole picture how far its colour, freed from noise, is from the median; `None`
    /// where the person is or may be.
    pub off: Map2d<Option<f32>>,
    /// The same for how much the colour changes from one cell to the next but one.
    pub step: Map2d<Option<f32>>,
    /// The colours, freed from noise.
    pub smooth: Map2d<Lab>,
}

/// A cell may show the person from here on.
const MAY_BE_PERSON: f32 = 0.25;

/// How far from the person the background surely begins, in eye distances.
const MARGIN: f64 = 0.12;

/// A smaller share of the picture is no background to judge.
const SOME: f64 = 0.03;

/// A background of which all but this share keeps closer than [`PLAIN`] to one colour is plain: labelled
/// complying portraits stay below 9.
const ALL_BUT_A_HUNDREDTH: f64 = 0.99;
const PLAIN: f64 = 9.0;

/// Noise is taken out by the mean of cells up to so many away, twice.
const SMOOTH: usize = 1;

impl Background {
    /// The background of this person.
    ///
    /// # Errors
    /// [`Unmeasurable::NoBackground`] if the person fills the picture.
    #[inline(never)]
    pub fn of(person: &PersonMask, face: &Face) -> Result<Self, Unmeasurable> {
        let (width, frame) = (person.probability.width(), person.probability.frame);
        let margin = (MARGIN * face.eye_distance() / frame.scale()).round().max(1.0) as usize;
        let may_be: Vec<f32> = person
            .probability
            .cells
            .iter()
            .map(|sure| if sure.is_none_or(|sure| sure >= MAY_BE_PERSON) { 1.0 } else { 0.0 })
            .collect();
        let clear: Vec<bool> = box_blur(&may_be, width, margin).iter().map(|near| *near < NOBODY).collect();
        let count = clear.iter().filter(|clear| **clear).count();
        if (count as f64) < SOME * clear.len() as f64 {
            return Err(Unmeasurable::NoBackground);
        }
        let smooth = smooth_colours(&person.colours.cells, width, SMOOTH);
        let seen = || smooth.iter().zip(&clear).filter(|(_, clear)| **clear).map(|(lab, _)| *lab);
        let colour = median_colour(seen()).ok_or(Unmeasurable::NoBackground)?;
        let off = smooth.iter().zip(&clear).map(|(lab, clear)| clear.then(|| lab.distance(colour) as f32));
        let off = Map2d { frame, cells: off.collect() };
        let smooth = Map2d { frame, cells: smooth };
        let at = |x: usize, y: usize| match (off.at(x, y), smooth.at(x, y)) {
            (Some(Some(_)), Some(lab)) => Some(*lab),
            _ => None,
        };
        let change = |a: Option<Lab>, b: Option<Lab>| Some(a?.distance(b?));
        let cells = (0..clear.len()).map(|cell| {
            let (x, y) = (cell % width, cell / width);
            at(x, y)?;
            let across = change(at(x.wrapping_sub(1), y), at(x + 1, y)).unwrap_or(0.0);
            let down = change(at(x, y.wrapping_sub(1)), at(x, y + 1)).unwrap_or(0.0);
            Some(across.max(down) as f32)
        });
        let step = Map2d { frame, cells: cells.collect() };
        Ok(Self { colour, off, step, smooth })
    }

    /// Whether there may be more than one plain colour.
    pub fn holds_anything(&self) -> bool {
        self.off_at(ALL_BUT_A_HUNDREDTH).is_some_and(|off| off > PLAIN)
    }

    /// How far from the median colour this share (0 to 1) of the background stays.
    pub fn off_at(&self, share: f64) -> Option<f64> {
        let mut off: Vec<f64> = self.off.cells.iter().flatten().map(|off| f64::from(*off)).collect();
        quantile(&mut off, share)
    }
}

/// Less than one cell of the largest window.
const NOBODY: f32 = 1e-6;
