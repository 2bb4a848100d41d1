//! Segmentation of a square around the head into hair, skin, ears and clothes, by our own network `portrait_regions`.

use super::aligned_face::median_colour;
use super::face::parts::{CHIN, FOREHEAD};
use super::map2d::Map2d;
use super::{Face, InnerTensors, Unmeasurable};
use crate::models::{self, ModelName, Models};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;
use precheck_imaging::colour::{Lab, labs};
use precheck_imaging::raster::guided_filter::guided_filter_shares;
use precheck_imaging::raster::{Border, Pyramid, SampleGrid, normalised};

/// The classes of the segmentation, in the order of the network's output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// Background.
    Background,
    /// Hair, without beard.
    Hair,
    /// Skin of face and neck.
    Skin,
    /// An ear.
    Ear,
    /// Clothes.
    Clothes,
    /// A hat, mask, hand, glasses or another thing.
    Other,
}

/// A square around the head whose side is twice the head's height, with rows parallel to the line of the eyes.
#[derive(Debug, Clone, PartialEq)]
pub struct Segmentation {
    /// The cells' colours (CIELAB); outside the picture those of its nearest pixel.
    pub colours: Map2d<Lab>,
    /// The cells' classes; `None` outside the picture. Same grid as `colours`.
    pub labels: Map2d<Option<Region>>,
}

const REGIONS: [Region; 6] =
    [Region::Background, Region::Hair, Region::Skin, Region::Ear, Region::Clothes, Region::Other];

/// Side of the network's input in samples, and of the map in cells.
const SIDE: u32 = 192;

/// Side of the network's output, in cells.
const OUTPUT: usize = 96;

/// The distance from the forehead's upper end to the chin over the head's height, as in the network's training.
const FACE_IN_HEAD: f64 = 0.8;

/// Side of the crop over the head's height, as in the network's training.
const CROP: f64 = 2.0;

/// Radius of the guided filter that moves outlines onto edges of the picture, in cells: 1.5 cells of the network's
/// output.
const GUIDED_FILTER_RADIUS: usize = 3;

impl Segmentation {
    /// The segmentation around this face, and the network's inner tensors; `None` without the model. `picture` is
    /// `reduction` times smaller than the photo.
    #[inline(never)]
    pub fn of(
        picture: &Pyramid,
        reduction: u32,
        face: &Face,
        models: &dyn Models,
    ) -> Option<(Self, InnerTensors)> {
        let grid = crop_around(face);
        let samples = grid.scaled(1.0 / f64::from(reduction)).colours(picture, Border::Edge);
        let outputs = models::run(models, ModelName::PortraitRegions, &[&normalised(&samples, (0.0, 1.0))])?;
        let [logits, wide, narrow] = outputs.try_into().ok()?;
        let cells = labs(&samples);
        let lightness: Vec<f32> = cells.iter().map(|lab| lab.l as f32).collect();
        let refined =
            guided_filter_shares(&probabilities(&logits), &lightness, SIDE as usize, GUIDED_FILTER_RADIUS);
        let colours = Map2d { grid, cells };
        let full = picture.full();
        let labels = Map2d { grid, cells: refined.iter().map(most_probable).collect() };
        let labels = labels.inside_picture((full.width() * reduction, full.height() * reduction));
        Some((Self { colours, labels }, [wide, narrow]))
    }

    /// The class at a place on the photo.
    ///
    /// # Errors
    /// [`Unmeasurable::OutOfPicture`] outside the picture or the square.
    pub fn at(&self, place: Point) -> Result<Region, Unmeasurable> {
        self.labels.at_point(place).copied().flatten().ok_or(Unmeasurable::OutOfPicture)
    }

    /// The median colour of a class; `None` if no cell has it.
    pub fn colour_of(&self, region: Region) -> Option<Lab> {
        let cells = self.labels.cells.iter().zip(&self.colours.cells);
        median_colour(cells.filter(|(label, _)| **label == Some(region)).map(|(_, lab)| *lab))
    }
}

/// The class with the largest probability; among equals the first.
fn most_probable(shares: &[f32; 6]) -> Region {
    let best = shares.iter().zip(REGIONS).reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map_or(Region::Background, |(_, kind)| kind)
}

/// The network's crop: parallel to the line of the eyes, centred on the head.
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

/// The class probabilities of each cell of the map: the softmax of the logits, resized bilinearly with half-pixel
/// centres.
#[inline(never)]
fn probabilities(logits: &[f32]) -> Vec<[f32; 6]> {
    let cells: Vec<[f32; 6]> = logits.as_chunks().0.iter().map(|cell| softmax(*cell)).collect();
    let side = SIDE as usize;
    let mut shares = Vec::with_capacity(side * side);
    let places: Vec<(usize, usize, f32)> = (0..side).map(between).collect();
    for (upper, lower, down) in &places {
        let row = |y: &usize| cells.get(y * OUTPUT..(y + 1) * OUTPUT);
        if let (Some(upper), Some(lower)) = (row(upper), row(lower)) {
            mix_rows(upper, lower, *down, &places, &mut shares);
        }
    }
    shares
}

/// Appends the row that is `down` (0 to 1) of the way from one row of the output to another.
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

/// Linear interpolation.
fn mix(from: &[f32; 6], to: &[f32; 6], share: f32) -> [f32; 6] {
    std::array::from_fn(|kind| from[kind] + (to[kind] - from[kind]) * share)
}

/// The two cells of the output between whose centres the centre of a cell of the map is, and the weight of the second.
fn between(cell: usize) -> (usize, usize, f32) {
    let place = ((cell as f32 + 0.5) / 2.0 - 0.5).clamp(0.0, (OUTPUT - 1) as f32);
    let first = place as usize;
    (first, (first + 1).min(OUTPUT - 1), place - first as f32)
}

/// A logit this far below the largest has a probability below 10^-6, which is taken as 0.
const MIN_LOGIT: f32 = -14.0;

fn softmax(logits: [f32; 6]) -> [f32; 6] {
    let most = logits.into_iter().fold(f32::MIN, f32::max);
    let raised = logits.map(|logit| match logit - most {
        0.0 => 1.0,
        below if below < MIN_LOGIT => 0.0,
        below => num::exp(f64::from(below)) as f32,
    });
    let sum: f32 = raised.iter().sum();
    raised.map(|value| value / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_add_up_to_1_and_follow_the_logits() {
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
        let at = |x: usize| most_probable(&shares[100 * SIDE as usize + x]);
        assert_eq!(
            [at(3), at(94), at(97), at(191)],
            [Region::Hair, Region::Hair, Region::Background, Region::Background]
        );
        let sum: f32 = shares[77].iter().sum();
        assert!((sum - 1.0).abs() < 1e-5, "{sum}");
    }
}
