//! The background: its colour, and how much it varies.

use super::aligned_face::median_colour;
use super::map2d::Map2d;
use super::stats::quantile;
use super::{Face, PersonMask, PictureBorder, Unmeasurable, WallLight};
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
    /// The light on the wall; `None` if too little of it shows.
    pub light: Option<WallLight>,
}

/// Distance kept from cells that may show the person, in eye distances.
const MARGIN: f64 = 0.12;

/// It is kept from at least one cell.
const MIN_MARGIN: f64 = 1.0;

/// Distance kept from a border, in cells: smoothing reaches two, and the border's own edge is one wide.
const FROM_BORDER: f64 = 3.0;

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
    /// The background of this person, inside the picture's border. Where the network did not look, what has another
    /// colour than the background and is connected with the person is the person; all else is background.
    ///
    /// # Errors
    /// [`Unmeasurable::NoBackground`] if the person fills the picture.
    #[inline(never)]
    pub fn of(person: &PersonMask, face: &Face, border: &PictureBorder) -> Result<Self, Unmeasurable> {
        let (width, grid) = (person.probability.width(), person.probability.grid);
        let margin = (MARGIN * face.eye_distance() / grid.scale()).round().max(MIN_MARGIN) as usize;
        let from_border = FROM_BORDER * grid.scale();
        let inside = |cell: usize| {
            border.contains(person.probability.cell_centre(cell % width, cell / width), from_border)
        };
        let inside: Vec<bool> = (0..person.probability.cells.len()).map(inside).collect();
        let clear_of = |mask: &[f32]| -> Vec<bool> {
            let near = box_blur(mask, width, margin);
            near.iter().zip(&inside).map(|(near, inside)| *inside && *near < ALL_ZERO).collect()
        };
        let smoothed = smooth_colours(&person.colours.cells, width, SMOOTHING_RADIUS);
        let looked_at = person.probability.cells.iter().map(|cell| match cell {
            Some(_) if !PersonMask::may_be_person(*cell) => 0.0,
            _ => 1.0,
        });
        let colour = median_where(&smoothed, &clear_of(&looked_at.collect::<Vec<_>>()))?;
        let smoothed = Map2d { grid, cells: smoothed };
        let clear = clear_of(&person_cells(person, &smoothed, &inside, colour));
        let count = clear.iter().filter(|clear| **clear).count();
        if (count as f64) < MIN_SHARE * clear.len() as f64 {
            return Err(Unmeasurable::NoBackground);
        }
        let colour = median_where(&smoothed.cells, &clear)?;
        let distances =
            smoothed.cells.iter().zip(&clear).map(|(lab, clear)| clear.then(|| lab.distance(colour) as f32));
        let distance_from_median = Map2d { grid, cells: distances.collect() };
        let local_change = local_change(&clear, &smoothed);
        let mut background = Self { colour, distance_from_median, local_change, smoothed, light: None };
        background.light = WallLight::of(&background);
        Ok(background)
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

/// The median of the colours for which `shown` holds.
fn median_where(colours: &[Lab], shown: &[bool]) -> Result<Lab, Unmeasurable> {
    let of_shown = colours.iter().zip(shown).filter(|(_, shown)| **shown).map(|(lab, _)| *lab);
    median_colour(of_shown).ok_or(Unmeasurable::NoBackground)
}

/// 1 for each cell that may show the person, 0 for all others; see [`Background::of`].
fn person_cells(person: &PersonMask, smoothed: &Map2d<Lab>, inside: &[bool], wall: Lab) -> Vec<f32> {
    let probability = &person.probability;
    let width = probability.width();
    let may_be = |x: usize, y: usize| probability.at(x, y).copied().is_some_and(PersonMask::may_be_person);
    let differs = |x: usize, y: usize| smoothed.at(x, y).is_some_and(|lab| lab.distance(wall) > PLAIN);
    let unseen = smoothed
        .patches(|x, y| probability.at(x, y) == Some(&None) && inside[y * width + x] && differs(x, y));
    let mut cells: Vec<f32> =
        (0..inside.len()).map(|cell| f32::from(u8::from(may_be(cell % width, cell / width)))).collect();
    for patch in unseen {
        let touches = patch.iter().any(|(x, y)| {
            let around = [(x.wrapping_sub(1), *y), (x + 1, *y), (*x, y.wrapping_sub(1)), (*x, y + 1)];
            around.into_iter().any(|(x, y)| may_be(x, y))
        });
        if touches {
            patch.iter().for_each(|(x, y)| cells[y * width + x] = 1.0);
        }
    }
    cells
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
        let across = change(at(x.wrapping_sub(1), y), at(x + 1, y));
        let down = change(at(x, y.wrapping_sub(1)), at(x, y + 1));
        across.into_iter().chain(down).reduce(f64::max).map(|change| change as f32)
    });
    Map2d { grid: smoothed.grid, cells: cells.collect() }
}
