//! The person on the whole picture: MediaPipe's selfie segmentation, run on a crop around the face.

use super::face::parts::{CHIN, FOREHEAD, OVAL, SIDES};
use super::map2d::Map2d;
use super::{Face, PictureBorder};
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
    /// The probability, 0 to 1, that a cell shows the person with the face; `None` outside the network's crop. Same grid as
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

/// The network's crop has at least one pixel.
const SMALLEST: f64 = 1.0;

/// The guided filter reaches at least one cell.
const MIN_RADIUS: f64 = 1.0;

/// From this probability on, a cell counts as the person.
const PERSON: f32 = 0.5;

/// From this probability on, a cell may show the person.
const MAY_BE_PERSON: f32 = 0.25;

impl PersonMask {
    /// The mask of the person with this face; `None` without the model. `picture` is `reduction` times smaller than
    /// the photo.
    #[inline(never)]
    pub fn of(
        picture: &Pyramid,
        reduction: u32,
        face: &Face,
        border: &PictureBorder,
        models: &dyn Models,
    ) -> Option<Self> {
        let colours = colour_cells(picture, reduction);
        let grid = colours.grid;
        let crop = crop_around(face, border);
        let input = crop.scaled(1.0 / f64::from(reduction)).sample(picture, Border::Edge, (0.0, 1.0));
        let outputs = models::run(models, ModelName::SelfieSegmentation, &[&input])?;
        let output = outputs.first()?.iter().map(|probability| probability.clamp(0.0, 1.0)).collect();
        let output = Map2d { grid: crop, cells: output };
        let places = (0..colours.cells.len()).map(|cell| (cell % colours.width(), cell / colours.width()));
        let places: Vec<Point> = places.map(|(x, y)| colours.cell_centre(x, y)).collect();
        let resampled =
            places.iter().map(|place| interpolated(&output, *place)).collect::<Option<Vec<f32>>>()?;
        let lightness: Vec<f32> = colours.cells.iter().map(|lab| lab.l as f32).collect();
        let radius =
            (GUIDED_FILTER_RADIUS * face.eye_distance() / grid.scale()).round().max(MIN_RADIUS) as usize;
        let refined = guided_filter(&resampled, &lightness, colours.width(), radius);
        let looked_at = places.iter().map(|place| output.cell_at(*place).is_some());
        let cells = looked_at.zip(refined).map(|(looked_at, refined)| looked_at.then_some(refined)).collect();
        Some(Self::connected(colours, Map2d { grid, cells }, face))
    }

    /// The mask of the person to whom this face belongs: what may be a person, but is not connected with the face, is
    /// none.
    pub(super) fn connected(colours: Map2d<Lab>, mut probability: Map2d<Option<f32>>, face: &Face) -> Self {
        let patches =
            probability.patches(|x, y| probability.at(x, y).copied().is_some_and(Self::may_be_person));
        let width = probability.width();
        let mut of_face = vec![false; probability.cells.len()];
        for (x, y) in probability.inside(&face.points(&OVAL)) {
            of_face[y * width + x] = true;
        }
        let apart = patches.into_iter().filter(|patch| !patch.iter().any(|(x, y)| of_face[y * width + x]));
        for (x, y) in apart.flatten() {
            probability.cells[y * width + x] = Some(0.0);
        }
        Self { colours, probability }
    }

    /// Whether a cell of [`Self::probability`] may show the person; `false` outside the network's crop.
    pub fn may_be_person(cell: Option<f32>) -> bool {
        cell.is_some_and(|probability| probability >= MAY_BE_PERSON)
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

/// The network's crop: the square around head and shoulders, as far as these are inside the picture and its border.
pub(super) fn crop_around(face: &Face, border: &PictureBorder) -> SampleGrid {
    let [right, left] = SIDES.map(|number| face.point(number));
    let (top, chin) = (face.point(FOREHEAD), face.point(CHIN));
    let (width, height) = (right.distance(left), top.distance(chin));
    let centre = Point { x: face.centre_x(), y: (top.y + chin.y) / 2.0 };
    let inner = border.inner;
    let (start, end) =
        ((f64::from(inner.x), f64::from(inner.y)), (inner.x + inner.width, inner.y + inner.height));
    let (x0, x1) =
        ((centre.x - ASIDE * width).max(start.0), (centre.x + ASIDE * width).min(f64::from(end.0)));
    let (y0, y1) =
        ((centre.y - ABOVE * height).max(start.1), (centre.y + BELOW * height).min(f64::from(end.1)));
    let scale = (x1 - x0).max(y1 - y0).max(SMALLEST) / f64::from(SIDE);
    let centre = Point { x: (x0 + x1) / 2.0, y: (y0 + y1) / 2.0 };
    SampleGrid { centre, across: Point { x: scale, y: 0.0 }, width: SIDE, height: SIDE }
}

/// Bilinear interpolation between the centres of the four nearest cells; outside the map that of its nearest place.
/// `None` if the map has fewer cells than its grid.
fn interpolated(map: &Map2d<f32>, place: Point) -> Option<f32> {
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
