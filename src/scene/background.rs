//! The background: its colour, and how much it varies.

use super::aligned_face::median_colour;
use super::map2d::Map2d;
use super::stats::quantile;
use super::{Face, PersonMask, Unmeasurable};
use precheck_imaging::colour::Lab;
use precheck_imaging::raster::guided_filter::{box_blur, smooth_colours};

/// The part of the picture that certainly does not show the person. All maps have the grid of the [`PersonMask`].
#[derive(Debug, Clone, PartialEq)]
pub struct Background {
    /// Median colour.
    pub colour: Lab,
    /// The distance (CIELAB) of each cell's smoothed colour from the median; `None` where the person is or may be.
    pub distance_from_median: Map2d<Option<f32>>,
    /// The distance (CIELAB) between the smoothed colours of a cell's two neighbours, across or down, whichever is
    /// larger; `None` where the person is or may be.
    pub local_change: Map2d<Option<f32>>,
    /// The smoothed colours of the whole picture.
    pub smoothed: Map2d<Lab>,
}

/// From this probability on, a cell may show the person.
const MAY_BE_PERSON: f32 = 0.25;

/// Distance kept from cells that may show the person, in eye distances.
const MARGIN: f64 = 0.12;

/// The smallest share of the picture that can be judged as background.
const MIN_SHARE: f64 = 0.03;

/// A background is plain if all but a hundredth of it keeps closer than [`PLAIN`] (CIELAB) to its median colour:
/// labelled complying portraits stay below 9.
const ALL_BUT_A_HUNDREDTH: f64 = 0.99;
const PLAIN: f64 = 9.0;

/// Radius of the box blur, applied twice, that takes out noise; in cells.
const SMOOTHING_RADIUS: usize = 1;

/// A blurred 0/1 mask below this is 0 in the whole window: one cell of the largest window counts more.
const ALL_ZERO: f32 = 1e-6;

impl Background {
    /// The background of this person.
    ///
    /// # Errors
    /// [`Unmeasurable::NoBackground`] if the person fills the picture.
    #[inline(never)]
    pub fn of(person: &PersonMask, face: &Face) -> Result<Self, Unmeasurable> {
        let (width, grid) = (person.probability.width(), person.probability.grid);
        let margin = (MARGIN * face.eye_distance() / grid.scale()).round().max(1.0) as usize;
        let may_be_person = |cell: &Option<f32>| cell.is_none_or(|probability| probability >= MAY_BE_PERSON);
        let mask: Vec<f32> =
            person.probability.cells.iter().map(|cell| if may_be_person(cell) { 1.0 } else { 0.0 }).collect();
        let clear: Vec<bool> = box_blur(&mask, width, margin).iter().map(|near| *near < ALL_ZERO).collect();
        let count = clear.iter().filter(|clear| **clear).count();
        if (count as f64) < MIN_SHARE * clear.len() as f64 {
            return Err(Unmeasurable::NoBackground);
        }
        let smoothed = smooth_colours(&person.colours.cells, width, SMOOTHING_RADIUS);
        let in_background = smoothed.iter().zip(&clear).filter(|(_, clear)| **clear).map(|(lab, _)| *lab);
        let colour = median_colour(in_background).ok_or(Unmeasurable::NoBackground)?;
        let distances =
            smoothed.iter().zip(&clear).map(|(lab, clear)| clear.then(|| lab.distance(colour) as f32));
        let distance_from_median = Map2d { grid, cells: distances.collect() };
        let smoothed = Map2d { grid, cells: smoothed };
        let local_change = local_change(&clear, &smoothed);
        Ok(Self { colour, distance_from_median, local_change, smoothed })
    }

    /// Whether the background has a single colour, so that it cannot contain another person or a thing.
    pub fn is_plain(&self) -> bool {
        self.distance_at(ALL_BUT_A_HUNDREDTH).is_none_or(|distance| distance <= PLAIN)
    }

    /// The distance (CIELAB) from the median colour that this share (0 to 1) of the background does not exceed.
    pub fn distance_at(&self, share: f64) -> Option<f64> {
        let distances = self.distance_from_median.cells.iter().flatten();
        let mut distances: Vec<f64> = distances.map(|distance| f64::from(*distance)).collect();
        quantile(&mut distances, share)
    }
}

/// See [`Background::local_change`]. `clear` has a value for each cell: whether it is background.
fn local_change(clear: &[bool], smoothed: &Map2d<Lab>) -> Map2d<Option<f32>> {
    let width = smoothed.width();
    let at = |x: usize, y: usize| {
        let lab = *smoothed.at(x, y)?;
        clear.get(y * width + x)?.then_some(lab)
    };
    let change = |a: Option<Lab>, b: Option<Lab>| Some(a?.distance(b?));
    let cells = (0..clear.len()).map(|cell| {
        let (x, y) = (cell % width, cell / width);
        at(x, y)?;
        let across = change(at(x.wrapping_sub(1), y), at(x + 1, y)).unwrap_or(0.0);
        let down = change(at(x, y.wrapping_sub(1)), at(x, y + 1)).unwrap_or(0.0);
        Some(across.max(down) as f32)
    });
    Map2d { grid: smoothed.grid, cells: cells.collect() }
}
