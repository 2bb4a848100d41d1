//! The person on the whole picture, and what is behind: MediaPipe's selfie segmentation, looked at from as
//! close as the face allows.

use super::Face;
use super::map2d::Map2d;
use crate::models::{self, ModelName, Models};
use precheck_foundation::geometry::Point;
use precheck_imaging::colour::{Lab, labs};
use precheck_imaging::raster::guided_filter::guided_filter;
use precheck_imaging::raster::{Border, Pyramid, SampleGrid};

/// The whole picture in cells, and of each how sure it is that it shows the person.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonMask {
    /// The colours of the cells.
    pub colours: Map2d<Lab>,
    /// How sure it is that a cell shows the person, 0 to 1; `None` where the network did not look.
    pub probability: Map2d<Option<f32>>,
}

/// Side of the network's input and output.
const SIDE: u32 = 256;

/// The shorter side of the picture has at most this many cells.
const SHORTER_SIDE: u32 = 320;

/// How far the network looks: to each side of the face's middle in widths of the face, above and below it in
/// heights of the face. Looked at from as close as that, its outlines are cleaner than on the whole picture.
const ASIDE: f64 = 1.9;
const ABOVE: f64 = 1.3;
const BELOW: f64 = 3.4;

/// The face's ends: right, left, upper, lower.
const FACE_ENDS: [usize; 4] = [234, 454, 10, 152];

/// How far the network's outline may be off, as a share of the eye distance.
const COARSENESS: f64 = 0.1;

impl PersonMask {
    /// The person whose face this is; `None` without the model.
    #[inline(never)]
    pub fn of(picture: &Pyramid, reduction: u32, face: &Face, models: &dyn Models) -> Option<Self> {
        let colours = cells_of(picture, reduction);
        let (frame, step) = (colours.frame, colours.frame.scale());
        let crop = crop_round(face, &frame);
        let input = crop.scaled(1.0 / f64::from(reduction)).sample(picture, Border::Edge, (0.0, 1.0));
        let outputs = models::run(models, ModelName::SelfieSegmentation, &input)?;
        let sure = outputs.first()?.iter().map(|sure| sure.clamp(0.0, 1.0)).collect();
        let seen = Map2d { frame: crop, cells: sure };
        let brightness: Vec<f32> = colours.cells.iter().map(|lab| lab.l as f32).collect();
        let places = (0..colours.cells.len()).map(|cell| (cell % colours.width(), cell / colours.width()));
        let looked: Vec<Option<f32>> = places
            .map(|(x, y)| interpolated(&seen, frame.to_picture(x as f64 + 0.5, y as f64 + 0.5)))
            .collect();
        let radius = (COARSENESS * face.eye_distance() / step).round().max(1.0) as usize;
        let coarse: Vec<f32> = looked.iter().map(|sure| sure.unwrap_or(0.0)).collect();
        let fitted = guided_filter(&coarse, &brightness, colours.width(), radius);
        let cells = looked.iter().zip(fitted).map(|(looked, fitted)| looked.map(|_| fitted)).collect();
        Some(Self { probability: Map2d { frame, cells }, colours })
    }
}

/// The colours of the whole picture in cells.
pub(super) fn cells_of(picture: &Pyramid, reduction: u32) -> Map2d<Lab> {
    let (level, halved) = picture.within(SHORTER_SIDE);
    let step = f64::from(reduction) * f64::from(1 << halved);
    let frame = SampleGrid::whole(level.width(), level.height(), step);
    Map2d { frame, cells: labs(level.pixels()) }
}

/// The square that holds what the network is to look at, as far as it is on the picture.
fn crop_round(face: &Face, picture: &SampleGrid) -> SampleGrid {
    let [right, left, top, chin] = FACE_ENDS.map(|number| face.landmarks.point(number));
    let (width, height) = (right.distance(left), top.distance(chin));
    let middle = Point { x: (right.x + left.x) / 2.0, y: (top.y + chin.y) / 2.0 };
    let end = Point { x: picture.centre.x * 2.0, y: picture.centre.y * 2.0 };
    let (x0, x1) = ((middle.x - ASIDE * width).max(0.0), (middle.x + ASIDE * width).min(end.x));
    let (y0, y1) = ((middle.y - ABOVE * height).max(0.0), (middle.y + BELOW * height).min(end.y));
    let step = (x1 - x0).max(y1 - y0).max(1.0) / f64::from(SIDE);
    let centre = Point { x: (x0 + x1) / 2.0, y: (y0 + y1) / 2.0 };
    SampleGrid { centre, across: Point { x: step, y: 0.0 }, width: SIDE, height: SIDE }
}

/// The value between the middles of the four nearest cells; `None` beyond the grid.
fn interpolated(grid: &Map2d<f32>, place: Point) -> Option<f32> {
    grid.cell_of(place)?;
    let place = grid.frame.from_picture(place);
    let within = |value: f64, length: usize| (value - 0.5).clamp(0.0, length.saturating_sub(1) as f64);
    let (x, y) = (within(place.x, grid.width()), within(place.y, grid.height()));
    let (left, top) = (x as usize, y as usize);
    let (across, down) = ((x - left as f64) as f32, (y - top as f64) as f32);
    let (right, bottom) = ((left + 1).min(grid.width() - 1), (top + 1).min(grid.height() - 1));
    let [a, b, c, d] =
        [grid.at(left, top)?, grid.at(right, top)?, grid.at(left, bottom)?, grid.at(right, bottom)?];
    let (above, below) = (a + (b - a) * across, c + (d - c) * across);
    Some(above + (below - above) * down)
}
