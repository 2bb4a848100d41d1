//! A synthetic portrait: its parameters, and the landmarks that follow from them.

use super::scene::scene_of;
use super::{Canvas, Colour};
use crate::scene::face::{Pose, mesh};
use crate::scene::parts::{EYES, Eye, INNER_LIPS, OUTER_LIPS};
use crate::scene::{Attribute, Attributes, Face, Landmarks, Scene};
use precheck_foundation::num;
use precheck_imaging::raster::Raster;

/// A synthetic portrait. The default one complies with all rules.
pub struct SyntheticPortrait {
    /// Width and height of the picture in pixels.
    pub size: (u32, u32),
    /// Pixels per centimetre.
    pub scale: f64,
    /// Place of the canonical face's origin on the picture, in pixels.
    pub place: (f64, f64),
    /// Rotation to the picture's right, in degrees.
    pub yaw: f64,
    /// Upward rotation, in degrees.
    pub pitch: f64,
    /// Clockwise rotation, in degrees.
    pub roll: f64,
    /// Opening of the right and the left eye: 1 is relaxed, 0 closed.
    pub eyes: [f64; 2],
    /// Shift of the irises to the picture's right, as a share of the eye's width.
    pub gaze: f64,
    /// Gap between the lips, in centimetres.
    pub mouth: f64,
    /// Whether teeth show between the lips.
    pub teeth: bool,
    /// Clockwise tilt of the shoulders, in degrees.
    pub shoulders: f64,
    /// Whether long hair covers the ears.
    pub long_hair: bool,
    /// Amplitude of the noise, in grey levels.
    pub grain: i32,
    /// Colour of the background (sRGB, as all colours here).
    pub wall: Colour,
    /// Colour of the clothes.
    pub coat: Colour,
    /// Colour of the skin.
    pub skin: Colour,
    /// Colour of the hair.
    pub hair: Colour,
    /// What the person wears and does, as the attribute network would see it; nothing of it is painted.
    pub attributes: &'static [Attribute],
}

impl Default for SyntheticPortrait {
    fn default() -> Self {
        Self {
            size: (480, 640),
            scale: 13.6,
            place: (240.0, 307.0),
            yaw: 0.0,
            pitch: 0.0,
            roll: 0.0,
            eyes: [1.0; 2],
            gaze: 0.0,
            mouth: 0.0,
            teeth: false,
            shoulders: 0.0,
            long_hair: false,
            grain: 3,
            wall: [226, 231, 236],
            coat: [52, 58, 82],
            skin: [214, 174, 150],
            hair: [44, 36, 32],
            attributes: &[],
        }
    }
}

/// Radius of the iris, as a share of the eye's width.
const IRIS: f64 = 0.2;

impl SyntheticPortrait {
    /// The default portrait, scaled to this width in pixels.
    pub fn with_width(columns: u32) -> Self {
        let default = Self::default();
        let times = f64::from(columns) / f64::from(default.size.0);
        Self {
            size: (columns, columns * default.size.1 / default.size.0),
            scale: times * default.scale,
            place: (times * default.place.0, times * default.place.1),
            ..default
        }
    }

    /// The scene of a photo of this portrait.
    pub fn scene(&self) -> Scene {
        self.scene_with(|_| {})
    }

    /// The scene after `add` painted something on the canvas.
    pub fn scene_with(&self, add: impl FnOnce(&mut Canvas)) -> Scene {
        let canvas = self.painted(add);
        scene_of(&canvas, Attributes::showing(self.attributes), &canvas.raster())
    }

    /// The scene after `spoil` changed the finished picture, which keeps its size.
    pub fn scene_spoiled(&self, spoil: impl FnOnce(&Raster) -> Raster) -> Scene {
        let canvas = self.painted(|_| {});
        scene_of(&canvas, Attributes::showing(self.attributes), &spoil(&canvas.raster()))
    }

    /// The finished picture.
    pub fn raster(&self) -> Raster {
        self.painted(|_| {}).raster()
    }

    fn painted(&self, add: impl FnOnce(&mut Canvas)) -> Canvas {
        let mut canvas = Canvas::new(self.face(), self.size, self.wall);
        self.paint(&mut canvas);
        add(&mut canvas);
        canvas.grain(self.grain);
        canvas
    }

    /// The face, rotated and placed.
    pub fn face(&self) -> Face {
        let points = self.shape().into_iter().map(|point| {
            let [x, y, z] = self.turned(point);
            [self.place.0 + self.scale * x, self.place.1 - self.scale * y, -self.scale * z]
        });
        let landmarks = Landmarks::new(points.collect(), 1.0).unwrap();
        Face { pose: Pose::of(&landmarks), landmarks }
    }

    /// The landmarks before rotation, in centimetres: x to the picture's right, y upwards, z to the camera.
    fn shape(&self) -> Vec<[f64; 3]> {
        let mut points: Vec<[f64; 3]> = mesh().into_iter().map(|point| point.map(f64::from)).collect();
        for (eye, opening) in EYES.iter().zip(self.eyes) {
            open(&mut points, eye, opening);
            points.extend(iris(&points, eye, self.gaze));
        }
        self.part_lips(&mut points);
        points
    }

    /// Closes the lips of the canonical face, which are slightly open, then opens them as far as `mouth` says.
    fn part_lips(&self, points: &mut [[f64; 3]]) {
        for place in 1..10 {
            let half = self.mouth / 2.0 * num::sin(18.0 * place as f64);
            let [upper, lower] = [INNER_LIPS[place], INNER_LIPS[20 - place]];
            let closed = (points[upper][1] - points[lower][1]) / 2.0;
            for lips in [INNER_LIPS, OUTER_LIPS] {
                points[lips[place]][1] += half - closed;
                points[lips[20 - place]][1] -= half - closed;
            }
        }
    }

    fn turned(&self, [x, y, z]: [f64; 3]) -> [f64; 3] {
        let (sin, cos) = (num::sin, num::cos);
        let (x, z) = (cos(self.yaw) * x + sin(self.yaw) * z, cos(self.yaw) * z - sin(self.yaw) * x);
        let (y, z) = (cos(self.pitch) * y + sin(self.pitch) * z, cos(self.pitch) * z - sin(self.pitch) * y);
        [cos(self.roll) * x + sin(self.roll) * y, cos(self.roll) * y - sin(self.roll) * x, z]
    }
}

/// Multiplies the lids' distance from the line between the corners of the eye.
fn open(points: &mut [[f64; 3]], eye: &Eye, opening: f64) {
    let [outer, inner] = eye.corners.map(|corner| points[corner]);
    for number in eye.outline {
        let [x, y, _] = &mut points[number];
        let line = outer[1] + (*x - outer[0]) / (inner[0] - outer[0]) * (inner[1] - outer[1]);
        *y = line + opening * (*y - line);
    }
}

/// Centre, right, upper, left and lower edge of the iris.
fn iris(points: &[[f64; 3]], eye: &Eye, gaze: f64) -> [[f64; 3]; 5] {
    let [outer, inner] = eye.corners.map(|corner| points[corner]);
    let width = (inner[0] - outer[0]).abs();
    let middle: [f64; 3] = std::array::from_fn(|axis| (outer[axis] + inner[axis]) / 2.0);
    [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)]
        .map(|(x, y)| [middle[0] + (gaze + IRIS * x) * width, middle[1] + IRIS * y * width, middle[2]])
}
