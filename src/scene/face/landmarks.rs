//! The 478 landmarks of the main face, from MediaPipe's face mesh with irises.

use super::detector::Detection;
use super::parts::{CHIN, EYES, FOREHEAD};
use crate::models::{self, ModelName, Models};
use crate::scene::{InnerTensors, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;
use precheck_imaging::raster::{Border, Pyramid, SampleGrid};

/// The landmarks of one face, in pixels of the upright photo.
#[derive(Debug, Clone, PartialEq)]
pub struct Landmarks {
    /// x, y and depth of the points; depth has the unit of x and decreases towards the camera.
    points: Vec<[f64; 3]>,
    /// The model's probability that this is a face, 0 to 1.
    pub presence: f64,
}

/// Number of landmarks.
const LANDMARKS: usize = 478;

/// Side of the model's input, in samples.
const SIDE: u32 = 256;

/// Side of the crop over the longer side of the landmarks' bounding box (MediaPipe's value).
const CROP: f64 = 1.5;

/// Side of the first crop over the side of the detection's box, and how far its centre is above that of the box, as a
/// share of its side. Medians of 627 labelled portraits: with them six portraits need a second run of the model,
/// without them one in six.
const CROP_OF_DETECTED: f64 = 1.614;
const RISE: f64 = 0.029;

/// The outer corners of the right and the left eye: the crop is parallel to the line between them.
const EYE_CORNERS: (usize, usize) = (33, 263);

/// The model is run again on the crop around its landmarks if position or side of that crop differ from the first one
/// by more than this share of its side.
const CROP_TOLERANCE: f64 = 0.1;

/// Largest plausible distance of a coordinate from the crop's centre, in sides of the crop.
const MAX_DISTANCE: f32 = 1.5;

/// Smallest plausible distance between the pupils, and between forehead and chin, in sides of the crop: half a sample.
/// Other measures of a face are divided by these two distances.
const MIN_DISTANCE: f32 = 0.002;
const PUPILS: (usize, usize) = (EYES[0].iris[0], EYES[1].iris[0]);

impl Landmarks {
    /// Landmarks from their coordinates; `None` unless there are 478.
    pub fn new(points: Vec<[f64; 3]>, presence: f64) -> Option<Self> {
        (points.len() == LANDMARKS).then_some(Self { points, presence })
    }

    /// The landmark with this number in MediaPipe's face mesh; (0, 0) if there is none.
    pub fn point(&self, number: usize) -> Point {
        self.points.get(number).map_or(Point { x: 0.0, y: 0.0 }, |&[x, y, _]| Point { x, y })
    }

    /// x, y and depth of all landmarks.
    pub fn points(&self) -> &[[f64; 3]] {
        &self.points
    }
}

/// The landmarks of a detected face. The detection is in pixels of the overview, which is `reduction` times smaller
/// than the photo.
///
/// The model's inner tensors are those of its last run.
///
/// # Errors
/// [`Unmeasurable::ModelMissing`]; [`Unmeasurable::NoFace`] if the landmarks do not have the extent of a face.
pub fn find_landmarks(
    overview: &Pyramid,
    reduction: u32,
    face: &Detection,
    models: &dyn Models,
) -> Result<(Landmarks, InnerTensors), Unmeasurable> {
    let crop = crop_around(face.centre, CROP_OF_DETECTED * face.side, face.right_eye, face.left_eye);
    let crop =
        SampleGrid { centre: crop.to_picture(0.5 * f64::from(SIDE), (0.5 - RISE) * f64::from(SIDE)), ..crop };
    let mut found = infer(overview, &crop, models)?;
    let own = own_crop(&found.points);
    if differs(&crop, &own) {
        found = infer(overview, &own, models)?;
    }
    let scale = f64::from(reduction);
    let points = found.points.into_iter().map(|point| point.map(|value| value * scale)).collect();
    let landmarks = Landmarks::new(points, found.presence).ok_or(Unmeasurable::NoFace)?;
    Ok((landmarks, found.inner))
}

/// What one run of the model returns.
struct Found {
    /// The landmarks, in pixels of the overview.
    points: Vec<[f64; 3]>,
    presence: f64,
    inner: InnerTensors,
}

/// Runs the model on a crop.
#[inline(never)]
fn infer(overview: &Pyramid, crop: &SampleGrid, models: &dyn Models) -> Result<Found, Unmeasurable> {
    let input = crop.sample(overview, Border::Edge, (0.0, 1.0));
    let outputs =
        models::run(models, ModelName::FaceLandmarks, &[&input]).ok_or(Unmeasurable::ModelMissing)?;
    let Ok([points, presence, _, fine, coarse]) = <[_; 5]>::try_from(outputs) else {
        return Err(Unmeasurable::ModelMissing);
    };
    let points = points.as_chunks::<3>().0;
    if !is_plausible(points) {
        return Err(Unmeasurable::NoFace);
    }
    let on_overview = |&[x, y, z]: &[f32; 3]| {
        let place = crop.to_picture(f64::from(x), f64::from(y));
        [place.x, place.y, f64::from(z) * crop.scale()]
    };
    let presence = presence.first().map_or(0.0, |logit| num::sigmoid(f64::from(*logit)));
    Ok(Found { points: points.iter().map(on_overview).collect(), presence, inner: [fine, coarse] })
}

/// Whether the landmarks, in samples of the crop, are near the crop and have the extent of a face.
fn is_plausible(points: &[[f32; 3]]) -> bool {
    let side = SIDE as f32;
    let near = |value: &f32| (value - side / 2.0).abs() <= MAX_DISTANCE * side;
    let apart = |(one, other): (usize, usize)| match (points.get(one), points.get(other)) {
        (Some([x0, y0, _]), Some([x1, y1, _])) => (x0 - x1).abs().max((y0 - y1).abs()) >= MIN_DISTANCE * side,
        _ => false,
    };
    points.as_flattened().iter().all(near) && apart(PUPILS) && apart((FOREHEAD, CHIN))
}

/// A square crop of this centre and side, with columns along the line from `right_eye` to `left_eye`.
fn crop_around(centre: Point, side: f64, right_eye: Point, left_eye: Point) -> SampleGrid {
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

/// The crop around the bounding box of these landmarks.
fn own_crop(points: &[[f64; 3]]) -> SampleGrid {
    let span = |axis: usize| {
        let values = points.iter().filter_map(|point| point.get(axis).copied());
        values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)))
    };
    let ((left, right), (top, bottom)) = (span(0), span(1));
    let corner =
        |number: usize| points.get(number).map_or(Point { x: 0.0, y: 0.0 }, |&[x, y, _]| Point { x, y });
    let centre = Point { x: (left + right) / 2.0, y: (top + bottom) / 2.0 };
    crop_around(centre, CROP * (right - left).max(bottom - top), corner(EYE_CORNERS.0), corner(EYE_CORNERS.1))
}

fn differs(crop: &SampleGrid, own: &SampleGrid) -> bool {
    let side = |grid: &SampleGrid| grid.scale() * f64::from(SIDE);
    let tolerance = CROP_TOLERANCE * side(crop);
    let (dx, dy) = (crop.centre.x - own.centre.x, crop.centre.y - own.centre.y);
    dx.abs() > tolerance || dy.abs() > tolerance || (side(crop) - side(own)).abs() > tolerance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_without_the_shape_of_a_face_are_refused() {
        let mesh: Vec<[f32; 3]> =
            (0..LANDMARKS).map(|n| [64.0 + (n % 128) as f32, 64.0 + (n / 4) as f32, 0.0]).collect();
        let spoiled = |spoil: &dyn Fn(&mut Vec<[f32; 3]>)| {
            let mut points = mesh.clone();
            spoil(&mut points);
            is_plausible(&points)
        };
        let cases = [
            ("as they are", spoiled(&|_| ()), true),
            ("all in one point", spoiled(&|points| points.fill([99.0, 99.0, 0.0])), false),
            ("pupils in one point", spoiled(&|points| points[PUPILS.0] = points[PUPILS.1]), false),
            ("one that is not a number", spoiled(&|points| points[7][2] = f32::NAN), false),
            ("one far away", spoiled(&|points| points[7][0] = -1000.0), false),
            ("too few", spoiled(&|points| points.truncate(400)), false),
        ];
        let wrong: Vec<_> = cases.iter().filter(|(_, is, must)| is != must).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
