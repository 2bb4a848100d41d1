//! The 478 landmarks of a face: MediaPipe's face mesh with irises.

use super::detector::Candidate;
use crate::models::{ModelName, Models};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;
use precheck_imaging::raster::{Border, Pyramid, SampleGrid};

/// The landmarks of one face in pixels of the whole upright photo.
#[derive(Debug, Clone, PartialEq)]
pub struct Landmarks {
    /// x, y and depth (towards the camera is negative, in the same unit) of the 478 points.
    points: Vec<[f64; 3]>,
    /// How sure the model is that this is a face, 0 to 1.
    pub presence: f64,
}

/// Number of landmarks.
const COUNT: usize = 478;

/// Side of the model's input in samples.
const SIDE: u32 = 256;

/// The crop's side over that of the landmarks' bounding box (MediaPipe's value).
const CROP: f64 = 1.5;

/// That side over the side of the detector's box, and how far the crop's middle lies above the box's, as a share of
/// the crop's side: medians of 627 labelled portraits, of which six need a second look then, and one in six without.
const CROP_OF_DETECTED: f64 = 1.614;
const RISE: f64 = 0.029;

/// The outer corners of the eyes, between which the crop is level.
const EYE_CORNERS: (usize, usize) = (33, 263);

/// How far the landmarks' own crop may lie from the one that they were found in, as a share of its side,
/// before the model looks again.
const CROP_OFF: f64 = 0.1;

impl Landmarks {
    /// Landmarks made by a test or an earlier run; `None` unless there are 478.
    pub fn new(points: Vec<[f64; 3]>, presence: f64) -> Option<Self> {
        (points.len() == COUNT).then_some(Self { points, presence })
    }

    /// The point of this number (see MediaPipe's face mesh).
    pub fn point(&self, number: usize) -> Point {
        self.points.get(number).map_or(Point { x: 0.0, y: 0.0 }, |&[x, y, _]| Point { x, y })
    }

    /// All points with their depth.
    pub fn points(&self) -> &[[f64; 3]] {
        &self.points
    }
}

/// The landmarks of a face that the detector found on the overview, which is `reduction` times smaller than
/// the photo; `None` without the model.
pub fn find_landmarks(
    overview: &Pyramid,
    reduction: u32,
    face: &Candidate,
    models: &dyn Models,
) -> Option<Landmarks> {
    let crop = frame_round(face.centre, CROP_OF_DETECTED * face.side, face.right_eye, face.left_eye);
    let crop =
        SampleGrid { centre: crop.to_picture(0.5 * f64::from(SIDE), (0.5 - RISE) * f64::from(SIDE)), ..crop };
    let (mut points, mut presence) = look(overview, &crop, models)?;
    let own = own_crop(&points);
    if is_off(&crop, &own) {
        (points, presence) = look(overview, &own, models)?;
    }
    let scale = f64::from(reduction);
    Landmarks::new(points.into_iter().map(|point| point.map(|value| value * scale)).collect(), presence)
}

/// One run of the model: the points in pixels of the overview.
#[inline(never)]
fn look(overview: &Pyramid, crop: &SampleGrid, models: &dyn Models) -> Option<(Vec<[f64; 3]>, f64)> {
    let outputs = models.run(ModelName::FaceLandmarks, &crop.sample(overview, Border::Edge, (0.0, 1.0)))?;
    let [points, presence, ..] = outputs.as_slice() else { return None };
    let on_overview = |&[x, y, z]: &[f32; 3]| {
        let place = crop.to_picture(f64::from(x), f64::from(y));
        [place.x, place.y, f64::from(z) * crop.scale()]
    };
    let points = points.as_chunks::<3>().0.iter().map(on_overview).collect();
    Some((points, num::sigmoid(f64::from(*presence.first()?))))
}

/// A square crop in which the line from `right_eye` to `left_eye` is level.
fn frame_round(centre: Point, side: f64, right_eye: Point, left_eye: Point) -> SampleGrid {
    let (dx, dy) = (left_eye.x - right_eye.x, left_eye.y - right_eye.y);
    let length = (dx * dx + dy * dy).sqrt();
    let step = side / f64::from(SIDE);
    let across = if length > 0.0 {
        Point { x: dx / length * step, y: dy / length * step }
    } else {
        Point { x: step, y: 0.0 }
    };
    SampleGrid { centre, across, width: SIDE, height: SIDE }
}

/// The crop that landmarks ask for themselves: round their bounding box.
fn own_crop(points: &[[f64; 3]]) -> SampleGrid {
    let span = |axis: usize| {
        let values = points.iter().filter_map(|point| point.get(axis).copied());
        values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)))
    };
    let ((left, right), (top, bottom)) = (span(0), span(1));
    let corner =
        |number: usize| points.get(number).map_or(Point { x: 0.0, y: 0.0 }, |&[x, y, _]| Point { x, y });
    let centre = Point { x: (left + right) / 2.0, y: (top + bottom) / 2.0 };
    frame_round(centre, CROP * (right - left).max(bottom - top), corner(EYE_CORNERS.0), corner(EYE_CORNERS.1))
}

fn is_off(crop: &SampleGrid, own: &SampleGrid) -> bool {
    let side = |frame: &SampleGrid| frame.scale() * f64::from(SIDE);
    let most = CROP_OFF * side(crop);
    let (dx, dy) = (crop.centre.x - own.centre.x, crop.centre.y - own.centre.y);
    dx.abs() > most || dy.abs() > most || (side(crop) - side(own)).abs() > most
}
