//! What belongs to hair, skin, ears and clothes: our own region network on a square round the head.

use super::aligned_face::median_colour;
use super::face::parts::{CHIN, FOREHEAD};
use super::map2d::Map2d;
use super::{Face, Unmeasurable};
use crate::models::{self, ModelName, Models};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;
use precheck_imaging::colour::{Lab, labs};
use precheck_imaging::raster::guided_filter::guided_filter_shares;
use precheck_imaging::raster::{Border, Pyramid, SampleGrid, normalised};

/// What a place of the picture shows, in the order of the network's output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// Whatever is behind the person.
    Background,
    /// Hair, beard left out.
    Hair,
    /// Skin of face and neck.
    Skin,
    /// An ear.
    Ear,
    /// Clothes.
    Clothes,
    /// A hat, mask, hand, glasses or thing.
    Other,
}

/// The head's surroundings, twice the head's height to each side, with the face level.
#[derive(Debug, Clone, PartialEq)]
pub struct Segmentation {
    /// The colours of the cells; beyond the picture those of its edge.
    pub colours: Map2d<Lab>,
    /// What the cells show; `None` beyond the picture.
    pub labels: Map2d<Option<Region>>,
}

const KINDS: [Region; 6] =
    [Region::Background, Region::Hair, Region::Skin, Region::Ear, Region::Clothes, Region::Other];

/// Side of the network's input in samples, and of what is made of its output.
const SIDE: u32 = 192;

/// Side of the network's output.
const OUTPUT: usize = 96;

/// The distance from the forehead's upper end to the chin over the head's height (as the network was trained).
const FACE_IN_HEAD: f64 = 0.8;

/// The crop's side over the head's height (as the network was trained).
const CROP: f64 = 2.0;

/// How far the network's outline may be off, in cells: one of its output's cells is two of ours.
const COARSENESS: usize = 3;

impl Segmentation {
    /// The segmentation round this face; `None` without the model.
    #[inline(never)]
    pub fn of(picture: &Pyramid, reduction: u32, face: &Face, models: &dyn Models) -> Option<Self> {
        let reduction = f64::from(reduction);
        let grid = crop_around(face);
        let samples = grid.scaled(1.0 / reduction).colours(picture, Border::Edge);
        let outputs = models::run(models, ModelName::PortraitRegions, &normalised(&samples, (0.0, 1.0)))?;
        let logits = outputs.first()?;
        let cells = labs(&samples);
        let brightness: Vec<f32> = cells.iter().map(|lab| lab.l as f32).collect();
        let shares = guided_filter_shares(&probabilities(logits), &brightness, SIDE as usize, COARSENESS);
        let colours = Map2d { grid, cells };
        let (width, height) = (f64::from(picture.full().width()), f64::from(picture.full().height()));
        let on_picture = |x: usize, y: usize| {
            let place = grid.to_picture(x as f64 + 0.5, y as f64 + 0.5);
            (0.0..width * reduction).contains(&place.x) && (0.0..height * reduction).contains(&place.y)
        };
        let places = shares.iter().enumerate();
        let labels = places
            .map(|(cell, shares)| {
                on_picture(cell % SIDE as usize, cell / SIDE as usize).then(|| surest(shares))
            })
            .collect();
        Some(Self { colours, labels: Map2d { grid, cells: labels } })
    }

    /// What a place on the photo shows.
    ///
    /// # Errors
    /// [`Unmeasurable::OutOfPicture`] beyond the picture or the crop.
    pub fn at(&self, place: Point) -> Result<Region, Unmeasurable> {
        self.labels.at_point(place).copied().flatten().ok_or(Unmeasurable::OutOfPicture)
    }

    /// The median colour of a region; `None` where there is nothing of it.
    pub fn colour_of(&self, region: Region) -> Option<Lab> {
        let cells = self.labels.cells.iter().zip(&self.colours.cells);
        median_colour(cells.filter(|(label, _)| **label == Some(region)).map(|(_, lab)| *lab))
    }
}

fn surest(shares: &[f32; 6]) -> Region {
    let best = shares.iter().zip(KINDS).reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map_or(Region::Background, |(_, kind)| kind)
}

/// The square that the network looks at: level with the eyes, the middle of the head in its middle.
pub(super) fn crop_around(face: &Face) -> SampleGrid {
    let (top, chin) = (face.point(FOREHEAD), face.point(CHIN));
    let (up_x, up_y) = ((top.x - chin.x) / FACE_IN_HEAD, (top.y - chin.y) / FACE_IN_HEAD);
    let head = (up_x * up_x + up_y * up_y).sqrt();
    let step = CROP * head / f64::from(SIDE);
    let (cos, sin) = face.eye_axis();
    SampleGrid {
        centre: Point { x: chin.x + up_x / 2.0, y: chin.y + up_y / 2.0 },
        across: Point { x: cos * step, y: sin * step },
        width: SIDE,
        height: SIDE,
    }
}

/// The softmax of the logits, resized bilinearly with half-pixel centres: of each cell a share for each region.
#[inline(never)]
fn probabilities(logits: &[f32]) -> Vec<[f32; 6]> {
    let cells: Vec<[f32; 6]> = logits.as_chunks().0.iter().map(|cell| softmax(*cell)).collect();
    let side = SIDE as usize;
    let mut shares = Vec::with_capacity(side * side);
    let places: Vec<(usize, usize, f32)> = (0..side).map(between).collect();
    for (upper, lower, down) in &places {
        let row = |y: &usize| cells.get(y * OUTPUT..(y + 1) * OUTPUT).unwrap_or_default();
        mix_rows(row(upper), row(lower), *down, &places, &mut shares);
    }
    shares
}

/// Appends the row that lies between two rows of the output.
#[inline(never)]
fn mix_rows(
    upper: &[[f32; 6]],
    lower: &[[f32; 6]],
    down: f32,
    places: &[(usize, usize, f32)],
    shares: &mut Vec<[f32; 6]>,
) {
    let mixed = upper.iter().zip(lower);
    let line: Vec<[f32; 6]> = mixed.map(|(above, below)| mix(above, below, down)).collect();
    let pairs =
        places.iter().filter_map(|(left, right, across)| Some((line.get(*left)?, line.get(*right)?, across)));
    shares.extend(pairs.map(|(left, right, across)| mix(left, right, *across)));
}

/// So much of the way from one cell to another.
fn mix(from: &[f32; 6], to: &[f32; 6], share: f32) -> [f32; 6] {
    std::array::from_fn(|kind| from[kind] + (to[kind] - from[kind]) * share)
}

/// The two cells of the output that a cell of ours lies between, and how close it is to the second.
fn between(cell: usize) -> (usize, usize, f32) {
    let place = ((cell as f32 + 0.5) / 2.0 - 0.5).clamp(0.0, (OUTPUT - 1) as f32);
    let first = place as usize;
    (first, (first + 1).min(OUTPUT - 1), place - first as f32)
}

/// A logit so far below the largest stands for a share of less than a millionth: none.
const NOTHING: f32 = -14.0;

fn softmax(logits: [f32; 6]) -> [f32; 6] {
    let most = logits.into_iter().fold(f32::MIN, f32::max);
    let raised = logits.map(|logit| match logit - most {
        0.0 => 1.0,
        below if below < NOTHING => 0.0,
        below => num::exp(f64::from(below)) as f32,
    });
    let sum: f32 = raised.iter().sum();
    raised.map(|value| value / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_maps_are_shares_and_follow_the_logits() {
        let logits: Vec<f32> = (0..OUTPUT * OUTPUT)
            .flat_map(|cell| {
                if cell % OUTPUT < 48 {
                    [0.0, 9.0, 0.0, 0.0, 0.0, 0.0]
                } else {
                    [9.0, 0.0, 0.0, 0.0, 0.0, 0.0]
                }
            })
            .collect();
        let shares = probabilities(&logits);
        let at = |x: usize| surest(&shares[100 * SIDE as usize + x]);
        assert_eq!(
            [at(3), at(94), at(97), at(191)],
            [Region::Hair, Region::Hair, Region::Background, Region::Background]
        );
        let sum: f32 = shares[77].iter().sum();
        assert!((sum - 1.0).abs() < 1e-5, "{sum}");
    }
}
