//! The face from close by: level, at a size that does not depend on the photo.

use super::face::parts::{BRIDGE, CHEEKS, MIDDLE_OF_FOREHEAD};
use super::map2d::Map2d;
use super::stats::median;
use super::{Face, FaceColour, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_imaging::colour::{Lab, labs};
use precheck_imaging::raster::{Border, Pyramid, SampleGrid};

/// The colours of the face and what is around it, level, the eyes always [`EYE_DISTANCE`] cells apart.
#[derive(Debug, Clone, PartialEq)]
pub struct AlignedFace {
    /// The colours; beyond the picture those of its edge.
    pub colours: Map2d<Lab>,
    /// The colour of this person's skin.
    pub skin: Skin,
    /// What light and camera have made of the face.
    pub face_colour: FaceColour,
}

/// The skin of one person in one light.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Skin {
    /// The median colour of both cheeks, forehead and bridge of the nose.
    pub colour: Lab,
}

/// Cells between the eyes: about what a photo of the national standard's 480 x 640 pixels gives.
pub const EYE_DISTANCE: f64 = 96.0;

/// Columns and rows, and the row of the eyes: two eye distances to each side and above, more than three below.
const WIDTH: u32 = 384;
const HEIGHT: u32 = 512;
const EYE_ROW: f64 = 184.0;

/// Photos with fewer pixels between the eyes show no detail of a face (ISO/IEC 19794-5 asks for 60).
const FEWEST_PIXELS: f64 = 24.0;

/// Radius of the patches of skin, in eye distances.
const PATCH: f64 = 0.12;

impl AlignedFace {
    /// The close look at this face.
    ///
    /// # Errors
    /// [`Unmeasurable::FaceTooSmall`].
    #[inline(never)]
    pub fn of(picture: &Pyramid, reduction: u32, face: &Face) -> Result<Self, Unmeasurable> {
        if face.eye_distance() < FEWEST_PIXELS {
            return Err(Unmeasurable::FaceTooSmall);
        }
        let grid = level_grid(face);
        let colours = grid.scaled(1.0 / f64::from(reduction)).colours(picture, Border::Edge);
        let colours = Map2d { grid, cells: labs(&colours) };
        let skin = Skin { colour: skin_colour(&colours, face).ok_or(Unmeasurable::OutOfPicture)? };
        let face_colour = FaceColour::of(&colours, face);
        Ok(Self { colours, skin, face_colour })
    }

    /// The colours of the cells whose middle is at most `radius` eye distances from a place on the photo.
    pub fn disc(&self, centre: Point, radius: f64) -> impl Iterator<Item = Lab> {
        let radius = radius * EYE_DISTANCE * self.colours.grid.scale();
        self.colours.disc(centre, radius).filter_map(|(x, y)| self.colours.at(x, y).copied())
    }

    /// How far the lightness of a cell is from the mean of the 25 cells around it; `None` at the border.
    pub fn texture(&self, x: usize, y: usize) -> Option<f64> {
        let (left, top, width) = (x.checked_sub(2)?, y.checked_sub(2)?, self.colours.width());
        if left + 5 > width {
            return None;
        }
        let mut sum = 0.0;
        for row in top..top + 5 {
            let five: &[Lab; 5] = self.colours.cells.get(row * width + left..)?.first_chunk()?;
            five.iter().for_each(|lab| sum += lab.l);
        }
        Some((self.colours.at(x, y)?.l - sum / 25.0).abs())
    }

    /// The cells and colours of a rectangle that is level with the face: from and to how many eye distances to
    /// the right of and below `centre`, a place on the photo.
    pub fn rectangle(
        &self,
        centre: Point,
        (left, right): (f64, f64),
        (top, bottom): (f64, f64),
    ) -> impl Iterator<Item = ((usize, usize), Lab)> {
        let middle = self.colours.grid.from_picture(centre);
        let cell = |start: f64, by: f64| (start + by * EYE_DISTANCE).round().max(0.0) as usize;
        let columns = cell(middle.x, left)..cell(middle.x, right);
        let rows = cell(middle.y, top)..cell(middle.y, bottom);
        let cells = rows.flat_map(move |y| columns.clone().map(move |x| (x, y)));
        cells.filter_map(|(x, y)| self.colours.at(x, y).map(|lab| ((x, y), *lab)))
    }

    /// The colours inside a polygon on the photo.
    pub fn inside(&self, corners: &[Point]) -> Vec<Lab> {
        self.colours.values_inside(corners).copied().collect()
    }
}

impl Skin {
    /// How far a colour is from this skin in any light: the skin in the shade keeps its hue and its chroma's
    /// share of the lightness.
    pub fn distance(&self, lab: Lab) -> f64 {
        let lit = lab.l / self.colour.l.max(1.0);
        let (da, db) = (lab.a - self.colour.a * lit, lab.b - self.colour.b * lit);
        (da * da + db * db).sqrt()
    }
}

fn level_grid(face: &Face) -> SampleGrid {
    let step = face.eye_distance() / EYE_DISTANCE;
    let (cos, sin) = face.eye_axis();
    let below = (f64::from(HEIGHT) / 2.0 - EYE_ROW) / EYE_DISTANCE;
    SampleGrid {
        centre: face.offset(face.between_eyes(), 0.0, below),
        across: Point { x: cos * step, y: sin * step },
        width: WIDTH,
        height: HEIGHT,
    }
}

fn skin_colour(colours: &Map2d<Lab>, face: &Face) -> Option<Lab> {
    let radius = PATCH * face.eye_distance();
    let places = [CHEEKS[0], CHEEKS[1], MIDDLE_OF_FOREHEAD, BRIDGE];
    let cells = places.iter().flat_map(|number| colours.disc(face.point(*number), radius));
    median_colour(cells.filter_map(|(x, y)| colours.at(x, y).copied()))
}

/// The median of each coordinate; `None` of no colours.
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
