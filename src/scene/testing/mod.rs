//! Scenes for tests, built without any model: a sitter whose landmarks are those of the canonical face, a
//! picture painted round them, and labels that are known because it was painted.
//!
//! Everything that is computed from these facts, such as [`AlignedFace`], [`Head`], [`Background`] and [`Pose`], is
//! computed as for a photo.

mod canvas;
mod paint;

pub use canvas::{Canvas, Colour, lit};

use super::analyze::head_and_background;
use super::face::{Pose, mesh};
use super::parts::{EYES, Eye, INNER_LIPS, OUTER_LIPS};
use super::state::State;
use super::{AlignedFace, Detection, Expression, Face, Faces, HeadCrop, Landmarks, Map2d, PersonMask, Scene};
use super::{Segmentation, Subject, person_mask, segmentation};
use crate::models::NoModels;
use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use precheck_foundation::num;
use precheck_imaging::colour::{Lab, labs};
use precheck_imaging::container::Photo;
use precheck_imaging::raster::{Border, Pyramid, Raster};

/// Somebody who sits for a portrait. The default one does everything right.
pub struct SyntheticPortrait {
    /// Width and height of the picture in pixels.
    pub size: (u32, u32),
    /// Pixels a centimetre.
    pub scale: f64,
    /// Where the middle of the canonical face lies on the picture, in pixels.
    pub place: (f64, f64),
    /// Degrees turned to the picture's right.
    pub yaw: f64,
    /// Degrees raised.
    pub pitch: f64,
    /// Degrees tilted clockwise.
    pub roll: f64,
    /// How far the right and the left eye are open: 1 is at ease, 0 closed.
    pub eyes: [f64; 2],
    /// How far the irises are to the picture's right, as a share of the eye's width.
    pub gaze: f64,
    /// Centimetres between the lips.
    pub mouth: f64,
    /// Whether what shows between the lips is teeth.
    pub teeth: bool,
    /// Degrees by which the shoulders are tilted clockwise.
    pub shoulders: f64,
    /// Whether long hair hangs over the ears.
    pub long_hair: bool,
    /// Grain of the picture in grey levels.
    pub grain: i32,
    /// The colours of what is behind, of the clothes, the skin and the hair.
    pub wall: Colour,
    /// See `wall`.
    pub coat: Colour,
    /// See `wall`.
    pub skin: Colour,
    /// See `wall`.
    pub hair: Colour,
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
        }
    }
}

/// The quality of the file: better than what phones write, so that grain survives.
const QUALITY: u8 = 95;

/// The radius of an iris as a share of the eye's width.
const IRIS: f64 = 0.2;

impl SyntheticPortrait {
    /// The default one on a picture of so many columns.
    pub fn with_width(columns: u32) -> Self {
        let sitter = Self::default();
        let times = f64::from(columns) / f64::from(sitter.size.0);
        Self {
            size: (columns, columns * sitter.size.1 / sitter.size.0),
            scale: times * sitter.scale,
            place: (times * sitter.place.0, times * sitter.place.1),
            ..sitter
        }
    }

    /// The scene that a photo of this sitter makes.
    pub fn scene(&self) -> Scene {
        self.scene_with(|_| {})
    }

    /// The same after something was added to the picture.
    pub fn scene_with(&self, add: impl FnOnce(&mut Canvas)) -> Scene {
        let canvas = self.painted(add);
        seen(&canvas, &canvas.raster())
    }

    /// The same after the finished picture was spoiled as a whole, its size kept.
    pub fn scene_spoiled(&self, spoil: impl FnOnce(&Raster) -> Raster) -> Scene {
        let canvas = self.painted(|_| {});
        seen(&canvas, &spoil(&canvas.raster()))
    }

    fn painted(&self, add: impl FnOnce(&mut Canvas)) -> Canvas {
        let mut canvas = Canvas::new(self.face(), self.size, self.wall);
        self.paint(&mut canvas);
        add(&mut canvas);
        canvas.grain(self.grain);
        canvas
    }

    /// The face, turned and placed.
    pub fn face(&self) -> Face {
        let points = self.shape().into_iter().map(|point| {
            let [x, y, z] = self.turned(point);
            [self.place.0 + self.scale * x, self.place.1 - self.scale * y, -self.scale * z]
        });
        let landmarks = Landmarks::new(points.collect(), 1.0).unwrap();
        Face { pose: Pose::of(&landmarks), landmarks }
    }

    /// The face in centimetres before it is turned: x to the picture's right, y upwards, z to the camera.
    fn shape(&self) -> Vec<[f64; 3]> {
        let mut points: Vec<[f64; 3]> = mesh().into_iter().map(|point| point.map(f64::from)).collect();
        for (eye, opening) in EYES.iter().zip(self.eyes) {
            open(&mut points, eye, opening);
            points.extend(iris(&points, eye, self.gaze));
        }
        self.part_lips(&mut points);
        points
    }

    /// Closes the canonical face's lips, which are a little open, then parts them as far as they shall be.
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

/// Moves the lids so many times as far from the line between the corners of the eye.
fn open(points: &mut [[f64; 3]], eye: &Eye, opening: f64) {
    let [outer, inner] = eye.corners.map(|corner| points[corner]);
    for number in eye.outline {
        let [x, y, _] = &mut points[number];
        let line = outer[1] + (*x - outer[0]) / (inner[0] - outer[0]) * (inner[1] - outer[1]);
        *y = line + opening * (*y - line);
    }
}

/// Middle, right, upper, left and lower edge of the iris.
fn iris(points: &[[f64; 3]], eye: &Eye, gaze: f64) -> [[f64; 3]; 5] {
    let [outer, inner] = eye.corners.map(|corner| points[corner]);
    let width = (inner[0] - outer[0]).abs();
    let middle: [f64; 3] = std::array::from_fn(|axis| (outer[axis] + inner[axis]) / 2.0);
    [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)]
        .map(|(x, y)| [middle[0] + (gaze + IRIS * x) * width, middle[1] + IRIS * y * width, middle[2]])
}

/// The scene of a finished picture of what is on this canvas.
fn seen(canvas: &Canvas, picture: &Raster) -> Scene {
    let bytes = jpeg(picture, QUALITY);
    let mut scene = Scene::of_file(Photo::open(&bytes));
    scene.analyze(&bytes, &NoModels);
    let picture = scene.picture().unwrap().clone();
    let pixels = &picture.pixels;
    let (overview, reduction) = (Pyramid::of(&pixels.overview), pixels.reduction);
    let face = canvas.face.clone();
    let segmentation = Ok(segmentation_of(&overview, reduction, canvas));
    let person_mask = Ok(person_mask_of(&overview, reduction, canvas));
    let (head, background) = head_and_background(&face, &segmentation, &person_mask);
    let [right_eye, left_eye] = face.eyes();
    let side = 3.0 * face.eye_distance();
    let detection = Detection { score: 0.95, centre: face.point(4), side, right_eye, left_eye };
    let subject = Subject {
        faces: Faces { detections: vec![detection], small: Vec::new() },
        expression: Ok(Expression::showing(&[])),
        aligned_face: AlignedFace::of(&overview, reduction, &face),
        head_crop: HeadCrop::of(&pixels.roi, &face),
        face,
        segmentation,
        person_mask,
        head,
        background,
    };
    scene.state = State::Subject(picture, Box::new(subject));
    scene
}

fn segmentation_of(picture: &Pyramid, reduction: u32, canvas: &Canvas) -> Segmentation {
    let grid = segmentation::crop_around(&canvas.face);
    let colours = grid.scaled(1.0 / f64::from(reduction)).colours(picture, Border::Edge);
    let colours = Map2d { grid, cells: labs(&colours) };
    let labels = middles(&colours, |place| canvas.segmentation.at_point(place).copied());
    Segmentation { colours, labels }
}

fn person_mask_of(picture: &Pyramid, reduction: u32, canvas: &Canvas) -> PersonMask {
    let colours = person_mask::colour_cells(picture, reduction);
    let shows = |region: &super::Region| if *region == super::Region::Background { 0.0 } else { 1.0 };
    let probability = middles(&colours, |place| canvas.segmentation.at_point(place).map(shows));
    PersonMask { colours, probability }
}

/// A grid like another one, of what is known of the middle of each cell.
fn middles<T>(like: &Map2d<Lab>, of: impl Fn(precheck_foundation::geometry::Point) -> T) -> Map2d<T> {
    let cells =
        (0..like.cells.len()).map(|cell| of(like.cell_centre(cell % like.width(), cell / like.width())));
    Map2d { grid: like.grid, cells: cells.collect() }
}

/// The picture as a JPEG of this quality.
pub fn jpeg(picture: &Raster, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode(picture.rgb(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}
