//! What a sitter is painted on: every pixel has a colour, and knows what it shows.

use super::super::{Face, Map2d, Region};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;
use precheck_imaging::raster::{Raster, SampleGrid};

/// The colour of a pixel.
pub type Colour = [u8; 3];

/// A picture in the making.
pub struct Canvas {
    /// The face that is painted, for places on it.
    pub face: Face,
    /// The colours.
    pub colours: Map2d<Colour>,
    /// What the pixels show.
    pub segmentation: Map2d<Region>,
}

/// Corners of what should look round.
const ROUND: i32 = 48;

impl Canvas {
    /// Nothing but a wall.
    pub fn new(face: Face, (width, height): (u32, u32), wall: Colour) -> Self {
        let (grid, cells) = (SampleGrid::whole(width, height, 1.0), (width * height) as usize);
        let segmentation = Map2d { grid, cells: vec![Region::Background; cells] };
        Self { face, colours: Map2d { grid, cells: vec![wall; cells] }, segmentation }
    }

    /// The place that is so many eye distances to the picture's right of a landmark and below it.
    pub fn by(&self, landmark: usize, right: f64, down: f64) -> Point {
        self.face.offset(self.face.point(landmark), right, down)
    }

    /// The corners of an oval round a place, with half axes in eye distances.
    pub fn oval(&self, middle: Point, (across, down): (f64, f64)) -> Vec<Point> {
        let angles = (0..ROUND).map(|corner| f64::from(corner) * 360.0 / f64::from(ROUND));
        angles
            .map(|angle| self.face.offset(middle, across * num::cos(angle), down * num::sin(angle)))
            .collect()
    }

    /// The corners of a rectangle, level with the face: from and to how many eye distances to the right of and
    /// below a place.
    pub fn rectangle(
        &self,
        place: Point,
        (left, right): (f64, f64),
        (top, bottom): (f64, f64),
    ) -> Vec<Point> {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        corners.map(|(right, down)| self.face.offset(place, right, down)).to_vec()
    }

    /// Paints over what lies within these corners; it goes on to show what it showed.
    pub fn tint(&mut self, corners: &[Point], colour: Colour) {
        for (x, y) in self.colours.inside(corners) {
            self.colours.cells[y * self.colours.grid.width as usize + x] = colour;
        }
    }

    /// Puts something that fills these corners in front of what was there.
    pub fn put(&mut self, corners: &[Point], region: Region, colour: Colour) {
        self.tint(corners, colour);
        for (x, y) in self.segmentation.inside(corners) {
            self.segmentation.cells[y * self.segmentation.grid.width as usize + x] = region;
        }
    }

    /// Changes the colour of every pixel by where it is and what it shows.
    pub fn change(&mut self, change: impl Fn(Point, Region, Colour) -> Colour) {
        let width = self.colours.width();
        for (cell, region) in self.segmentation.cells.iter().enumerate() {
            let place = self.segmentation.cell_centre(cell % width, cell / width);
            self.colours.cells[cell] = change(place, *region, self.colours.cells[cell]);
        }
    }

    /// Multiplies the wall's light, which depends on the place.
    pub fn light_wall(&mut self, light: impl Fn(Point) -> f64) {
        self.change(|place, region, colour| match region {
            Region::Background => lit(colour, light(place)),
            _ => colour,
        });
    }

    /// Adds grain of up to so many grey levels, the same every time.
    pub fn grain(&mut self, most: i32) {
        for (cell, colour) in self.colours.cells.iter_mut().enumerate() {
            // Knuth's multiplicative hash.
            let dice = (cell as u32 ^ 0x5bd1).wrapping_mul(2_654_435_761) >> 16;
            let by = dice as i32 % (2 * most + 1) - most;
            *colour = colour.map(|channel| (i32::from(channel) + by).clamp(0, 255) as u8);
        }
    }

    /// The picture.
    pub fn raster(&self) -> Raster {
        let grid = self.colours.grid;
        Raster::new(grid.width, grid.height, self.colours.cells.concat()).unwrap()
    }
}

/// A colour in so many times the light.
pub fn lit(colour: Colour, light: f64) -> Colour {
    colour.map(|channel| (f64::from(channel) * light).round().min(255.0) as u8)
}
