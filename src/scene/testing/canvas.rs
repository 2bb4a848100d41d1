//! The canvas of a synthetic portrait: a colour and a class for every pixel.

use super::super::{Face, Map2d, Region};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;
use precheck_imaging::colour::{linear_to_srgb, srgb_to_linear};
use precheck_imaging::raster::{Raster, SampleGrid};

/// The colour of a pixel.
pub type Colour = [u8; 3];

/// A picture that is being painted.
pub struct Canvas {
    /// The face, for places relative to it.
    pub face: Face,
    /// The colours.
    pub colours: Map2d<Colour>,
    /// The pixels' classes.
    pub segmentation: Map2d<Region>,
}

/// Corners of the polygon that approximates an ellipse.
const OVAL_CORNERS: i32 = 48;

impl Canvas {
    /// A canvas that shows the background only.
    pub fn new(face: Face, (width, height): (u32, u32), wall: Colour) -> Self {
        let (grid, cells) = (SampleGrid::whole(width, height, 1.0), (width * height) as usize);
        let segmentation = Map2d { grid, cells: vec![Region::Background; cells] };
        Self { face, colours: Map2d { grid, cells: vec![wall; cells] }, segmentation }
    }

    /// The place `right` eye distances to the picture's right of a landmark and `down` below it.
    pub fn by(&self, landmark: usize, right: f64, down: f64) -> Point {
        self.face.offset(self.face.point(landmark), right, down)
    }

    /// The corners of an ellipse, level with the face, with half axes in eye distances.
    pub fn oval(&self, middle: Point, (across, down): (f64, f64)) -> Vec<Point> {
        let angles = (0..OVAL_CORNERS).map(|corner| f64::from(corner) * 360.0 / f64::from(OVAL_CORNERS));
        angles
            .map(|angle| self.face.offset(middle, across * num::cos(angle), down * num::sin(angle)))
            .collect()
    }

    /// The corners of a rectangle, level with the face. Its sides are given in eye distances to the picture's right of,
    /// and below, a place.
    pub fn rectangle(
        &self,
        place: Point,
        (left, right): (f64, f64),
        (top, bottom): (f64, f64),
    ) -> Vec<Point> {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        corners.map(|(right, down)| self.face.offset(place, right, down)).to_vec()
    }

    /// Changes the colour inside a polygon, but not the class.
    pub fn tint(&mut self, corners: &[Point], colour: Colour) {
        for (x, y) in self.colours.inside(corners) {
            self.colours.cells[y * self.colours.grid.width as usize + x] = colour;
        }
    }

    /// Changes colour and class inside a polygon.
    pub fn put(&mut self, corners: &[Point], region: Region, colour: Colour) {
        self.tint(corners, colour);
        for (x, y) in self.segmentation.inside(corners) {
            self.segmentation.cells[y * self.segmentation.grid.width as usize + x] = region;
        }
    }

    /// Changes every pixel's colour depending on its place and class.
    pub fn change(&mut self, change: impl Fn(Point, Region, Colour) -> Colour) {
        let width = self.colours.width();
        for (cell, region) in self.segmentation.cells.iter().enumerate() {
            let place = self.segmentation.cell_centre(cell % width, cell / width);
            self.colours.cells[cell] = change(place, *region, self.colours.cells[cell]);
        }
    }

    /// Multiplies the light on the background by a factor that depends on the place.
    pub fn light_wall(&mut self, light: impl Fn(Point) -> f64) {
        self.change(|place, region, colour| match region {
            Region::Background => lit(colour, light(place)),
            _ => colour,
        });
    }

    /// Adds reproducible noise of up to `most` grey levels.
    pub fn grain(&mut self, most: i32) {
        for (cell, colour) in self.colours.cells.iter_mut().enumerate() {
            // Knuth's multiplicative hash.
            let hash = (cell as u32 ^ 0x5bd1).wrapping_mul(2_654_435_761) >> 16;
            let by = hash as i32 % (2 * most + 1) - most;
            *colour = colour.map(|channel| (i32::from(channel) + by).clamp(0, 255) as u8);
        }
    }

    /// The finished picture.
    pub fn raster(&self) -> Raster {
        let grid = self.colours.grid;
        Raster::new(grid.width, grid.height, self.colours.cells.concat()).unwrap()
    }
}

/// A colour in `light` times as much light.
pub fn lit(colour: Colour, light: f64) -> Colour {
    colour.map(|channel| linear_to_srgb(light * srgb_to_linear(f64::from(channel) / 255.0)))
}
