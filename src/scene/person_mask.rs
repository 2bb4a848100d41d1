//! The person on the whole picture: MediaPipe's selfie segmentation, run on a crop around the face.

use super::Face;
use super::face::parts::{CHIN, FOREHEAD, SIDES};
use super::map2d::Map2d;
use crate::models::{self, ModelName, Models};
use precheck_foundation::geometry::Point;
use precheck_imaging::colour::{Lab, labs};
use precheck_imaging::raster::guided_filter::guided_filter;
use precheck_imaging::raster::{Border, Pyramid, SampleGrid};

/// Colours of the whole picture, reduced, and for each cell the probability that it shows the person.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonMask {
    /// The cells' colours.
    pub colours: Map2d<Lab>,
    /// The probability, 0 to 1, that a cell shows the person; `None` outside the network's crop. Same grid as
    /// `colours`.
    pub probability: Map2d<Option<f32>>,
}

/// Side of the network's input and output, in samples.
const SIDE: u32 = 256;

/// Most cells along the shorter side of the picture.
const SHORTER_SIDE: u32 = 320;

/// Reach of the network's crop from the centre of the face: to each side in widths of the face, upwards and
/// downwards in heights of the face. On such a crop the network's outlines are cleaner than on the whole picture.
const ASIDE: f64 = 1.9;
const ABOVE: f64 = 1.3;
const BELOW: f64 = 3.4;

/// Radius of the guided filter that moves the mask's outline onto edges of the picture, in eye distances.
const GUIDED_FILTER_RADIUS: f64 = 0.1;

/// From this probability on, a cell counts as the person.
const PERSON: f32 = 0.5;

impl PersonMask {
    /// The mask of the person with this face; `None` without the model. `picture` is `reduction` times smaller than
    /// the photo.
    #[inline(never)]
    pub fn of(picture: &Pyramid, reduction: u32, face: &Face, models: &dyn Models) -> Option<Self> {
        let colours = colour_cells(picture, reduction);
        let grid = colours.grid;
        let crop = crop_around(face, &grid);
        let input = crop.scaled(1.0 / f64::from(reduction)).sample(picture, Border::Edge, (0.0, 1.0));
        let outputs = models::run(models, ModelName::SelfieSegmentation, &input)?;
        let output = outputs.first()?.iter().map(|probability| probability.clamp(0.0, 1.0)).collect();
        let output = Map2d { grid: crop, cells: output };
        let places = (0..colours.cells.len()).map(|cell| (cell % colours.width(), cell / colours.width()));
        let resampled: Vec<Option<f32>> = places
            .map(|(x, y)| interpolated(&output, grid.to_picture(x as f64 + 0.5, y as f64 + 0.5)))
            .collect();
        let lightness: Vec<f32> = colours.cells.iter().map(|lab| lab.l as f32).collect();
        let radius = (GUIDED_FILTER_RADIUS * face.eye_distance() / grid.scale()).round().max(1.0) as usize;
        let coarse: Vec<f32> = resampled.iter().map(|cell| cell.unwrap_or(0.0)).collect();
        let refined = guided_filter(&coarse, &lightness, colours.width(), radius);
        let cells = resampled.iter().zip(refined).map(|(cell, refined)| cell.map(|_| refined)).collect();
        Some(Self { probability: Map2d { grid, cells }, colours })
    }

    /// Whether a cell of [`Self::probability`] shows the person; `false` outside the network's crop.
    pub fn is_person(cell: Option<f32>) -> bool {
        cell.is_some_and(|probability| probability >= PERSON)
    }
}

/// The colours of the whole picture, reduced to cells.
pub(super) fn colour_cells(picture: &Pyramid, reduction: u32) -> Map2d<Lab> {
    let (level, halvings) = picture.within(SHORTER_SIDE);
    let scale = f64::from(reduction) * f64::from(1 << halvings);
    let grid = SampleGrid::whole(level.width(), level.height(), scale);
    Map2d { grid, cells: labs(level.pixels()) }
}

/// The network's crop: the square around head and shoulders, as far as these are inside the picture.
fn crop_around(face: &Face, picture: &SampleGrid) -> SampleGrid {
    let [right, left] = SIDES.map(|number| face.point(number));
    let (top, chin) = (face.point(FOREHEAD), face.point(CHIN));
    let (width, height) = (right.distance(left), top.distance(chin));
    let centre = Point { x: face.centre_x(), y: (top.y + chin.y) / 2.0 };
    let end = Point { x: picture.centre.x * 2.0, y: picture.centre.y * 2.0 };
    let (x0, x1) = ((centre.x - ASIDE * width).max(0.0), (centre.x + ASIDE * width).min(end.x));
    let (y0, y1) = ((centre.y - ABOVE * height).max(0.0), (centre.y + BELOW * height).min(end.y));
    let scale = (x1 - x0).max(y1 - y0).max(1.0) / f64::from(SIDE);
    let centre = Point { x: (x0 + x1) / 2.0, y: (y0 + y1) / 2.0 };
    SampleGrid { centre, across: Point { x: scale, y: 0.0 }, width: SIDE, height: SIDE }
}

/// Bilinear interpolation between the centres of the four nearest cells; `None` outside the map.
fn interpolated(map: &Map2d<f32>, place: Point) -> Option<f32> {
    map.cell_at(place)?;
    let place = map.grid.from_picture(place);
    let clamped = |value: f64, length: usize| (value - 0.5).clamp(0.0, length.saturating_sub(1) as f64);
    let (x, y) = (clamped(place.x, map.width()), clamped(place.y, map.height()));
    let (left, top) = (x as usize, y as usize);
    let (across, down) = ((x - left as f64) as f32, (y - top as f64) as f32);
    let (right, bottom) = ((left + 1).min(map.width() - 1), (top + 1).min(map.height() - 1));
    let [a, b, c, d] =
        [map.at(left, top)?, map.at(right, top)?, map.at(left, bottom)?, map.at(right, bottom)?];
    let (above, below) = (a + (b - a) * across, c + (d - c) * across);
    Some(above + (below - above) * down)
}
