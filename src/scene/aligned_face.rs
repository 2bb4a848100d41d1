//! The aligned face: colours around the main face, rotated level and scaled to a fixed eye distance.

use super::face::parts::{BRIDGE, CHEEKS, MIDDLE_OF_FOREHEAD};
use super::map2d::Map2d;
use super::sampled::Sampled;
use super::stats::median;
use super::{Face, FaceColour, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_imaging::colour::{Lab, labs};
use precheck_imaging::raster::{Border, Pyramid, SampleGrid};

/// Colours of the face and its surroundings on a grid whose rows are parallel to the line of the eyes, with
/// [`EYE_DISTANCE`] cells between the eyes.
#[derive(Debug, Clone, PartialEq)]
pub struct AlignedFace {
    /// The colours (CIELAB); `None` outside the picture.
    pub colours: Map2d<Option<Lab>>,
    /// This person's skin.
    pub skin: Skin,
    /// Exposure and colour statistics of the face.
    pub face_colour: Result<FaceColour, Unmeasurable>,
}

/// A cell of an [`AlignedFace`] that is inside the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FaceCell {
    /// Its column.
    pub x: usize,
    /// Its row.
    pub y: usize,
    /// Its colour.
    pub lab: Lab,
}

/// The skin of this person in the light of this photo.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Skin {
    /// Median colour of both cheeks, the forehead and the bridge of the nose. Its lightness is at least
    /// [`MIN_SKIN_LIGHTNESS`].
    pub colour: Lab,
}

/// Smallest lightness (CIELAB) of skin whose colour is known: below, the face is black.
const MIN_SKIN_LIGHTNESS: f64 = 1.0;

/// The share of the places where the skin's colour is measured that may lie outside the picture: two of four.
const MOST_SKIN_OUTSIDE: f64 = 0.5;

/// Cells between the centres of the irises: about as many as pixels on a photo of 480 x 640 pixels, the size in the
/// national standard.
pub const EYE_DISTANCE: f64 = 96.0;

/// Columns, rows, and the row of the eyes. The grid reaches two eye distances to each side of the centre and nearly two
/// above the eyes, and more than three below them.
const WIDTH: u32 = 384;
const HEIGHT: u32 = 512;
const EYE_ROW: f64 = 184.0;

/// Smallest eye distance, in pixels of the photo, at which details of a face are measured (ISO/IEC 19794-5 asks for
/// 60).
const MIN_EYE_DISTANCE: f64 = 24.0;

/// Radius of the discs in which the skin's colour is measured, in eye distances.
const SKIN_RADIUS: f64 = 0.12;

impl AlignedFace {
    /// Samples this face from `picture`, which is `reduction` times smaller than the photo.
    ///
    /// # Errors
    /// [`Unmeasurable::FaceTooSmall`]; [`Unmeasurable::OutOfPicture`] if most places of skin are outside the picture;
    /// [`Unmeasurable::NoDetail`] if the face is black.
    #[inline(never)]
    pub fn of(picture: &Pyramid, reduction: u32, face: &Face) -> Result<Self, Unmeasurable> {
        if face.eye_distance() < MIN_EYE_DISTANCE {
            return Err(Unmeasurable::FaceTooSmall);
        }
        let grid = level_grid(face);
        let colours = grid.scaled(1.0 / f64::from(reduction)).colours(picture, Border::Edge);
        let full = picture.full();
        let size = (full.width() * reduction, full.height() * reduction);
        let colours = Map2d { grid, cells: labs(&colours) }.inside_picture(size);
        let skin = skin_colour(&colours, face)?;
        if skin.l < MIN_SKIN_LIGHTNESS {
            return Err(Unmeasurable::NoDetail);
        }
        let face_colour = FaceColour::of(&colours, face);
        Ok(Self { colours, skin: Skin { colour: skin }, face_colour })
    }

    /// The cells whose centre is at most `radius` eye distances from a place on the photo.
    pub fn disc(&self, centre: Point, radius: f64) -> Sampled<FaceCell> {
        let radius = radius * EYE_DISTANCE * self.colours.grid.scale();
        self.cells(self.colours.disc(centre, radius))
    }

    /// The cells of a rectangle parallel to the grid. Its sides are given in eye distances to the picture's right of,
    /// and below, `centre`, a place on the photo.
    pub fn rectangle(
        &self,
        centre: Point,
        (left, right): (f64, f64),
        (top, bottom): (f64, f64),
    ) -> Sampled<FaceCell> {
        let middle = self.colours.grid.from_picture(centre);
        let cell = |start: f64, by: f64| (start + by * EYE_DISTANCE).round() as i64;
        let columns = cell(middle.x, left)..cell(middle.x, right);
        let rows = cell(middle.y, top)..cell(middle.y, bottom);
        let cells = rows.flat_map(move |y| columns.clone().map(move |x| (x, y)));
        cells.map(|(x, y)| self.cell((x.try_into().ok()?, y.try_into().ok()?))).collect()
    }

    /// The cells whose centre is inside the polygon with these corners on the photo.
    pub fn inside(&self, corners: &[Point]) -> Sampled<FaceCell> {
        self.cells(self.colours.inside(corners))
    }

    /// The cells with these columns and rows.
    pub fn cells(&self, cells: impl IntoIterator<Item = (usize, usize)>) -> Sampled<FaceCell> {
        cells.into_iter().map(|cell| self.cell(cell)).collect()
    }

    /// A cell; `None` outside the picture or the grid.
    pub fn cell(&self, (x, y): (usize, usize)) -> Option<FaceCell> {
        let lab = (*self.colours.at(x, y)?)?;
        Some(FaceCell { x, y, lab })
    }

    /// The absolute difference between a cell's lightness and the mean of the 5 x 5 cells around it; `None` within two
    /// cells of the grid's or the picture's edge.
    pub fn texture(&self, x: usize, y: usize) -> Option<f64> {
        let (left, top, width) = (x.checked_sub(2)?, y.checked_sub(2)?, self.colours.width());
        if left + 5 > width {
            return None;
        }
        let mut sum = 0.0;
        for row in top..top + 5 {
            let five: &[Option<Lab>; 5] = self.colours.cells.get(row * width + left..)?.first_chunk()?;
            for lab in five {
                sum += lab.as_ref()?.l;
            }
        }
        let own = self.cell((x, y))?;
        Some((own.lab.l - sum / 25.0).abs())
    }
}

impl Skin {
    /// The distance of a colour from this skin's in any light, in the a*b* plane at the colour's lightness. In shade,
    /// skin keeps its hue and the ratio of chroma to lightness.
    pub fn distance(&self, lab: Lab) -> f64 {
        let lit = lab.l / self.colour.l;
        let (da, db) = (lab.a - self.colour.a * lit, lab.b - self.colour.b * lit);
        (da * da + db * db).sqrt()
    }
}

/// The grid that is level with this face.
fn level_grid(face: &Face) -> SampleGrid {
    let scale = face.eye_distance() / EYE_DISTANCE;
    let (cos, sin) = face.eye_axis();
    let below = (f64::from(HEIGHT) / 2.0 - EYE_ROW) / EYE_DISTANCE;
    SampleGrid {
        centre: face.offset(face.between_eyes(), 0.0, below),
        across: Point { x: cos * scale, y: sin * scale },
        width: WIDTH,
        height: HEIGHT,
    }
}

/// See [`Skin::colour`].
fn skin_colour(colours: &Map2d<Option<Lab>>, face: &Face) -> Result<Lab, Unmeasurable> {
    let radius = SKIN_RADIUS * face.eye_distance();
    let places = [CHEEKS[0], CHEEKS[1], MIDDLE_OF_FOREHEAD, BRIDGE];
    let cells = places.iter().flat_map(|number| colours.disc(face.point(*number), radius));
    let skin: Sampled<Lab> = cells.map(|(x, y)| colours.at(x, y).copied().flatten()).collect();
    let skin = skin.allowing(MOST_SKIN_OUTSIDE);
    median_colour(skin.values()?.iter().copied()).ok_or(Unmeasurable::OutOfPicture)
}

/// The median of each coordinate; `None` without colours.
#[inline(never)]
pub fn median_colour(colours: impl Iterator<Item = Lab>) -> Option<Lab> {
    let (mut l, mut a, mut b) = (Vec::new(), Vec::new(), Vec::new());
    for lab in colours {
        l.push(lab.l);
        a.push(lab.a);
        b.push(lab.b);
    }
    Some(Lab { l: median(&mut l)?, a: median(&mut a)?, b: median(&mut b)? })
}
