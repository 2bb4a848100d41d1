//! Face detection with MediaPipe's BlazeFace: short range for the main face, full range for small ones.
//!
//! The picture is fitted into a square and the short-range network is run on it in up to four orientations: it detects
//! a face on its side or upside down with a lower score, and with eyes in the places of an upright face.

use crate::models::{self, ModelName, Models};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;
use precheck_imaging::raster::{Border, Pyramid, SampleGrid};

/// A detected face, in pixels of the raster on which it was detected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detection {
    /// The detector's score, 0 to 1.
    pub score: f64,
    /// Centre of the bounding box.
    pub centre: Point,
    /// Longer side of the bounding box.
    pub side: f64,
    /// The person's right eye: on the picture's left if the face is upright.
    pub right_eye: Point,
    /// The person's left eye.
    pub left_eye: Point,
}

impl Detection {
    /// The same detection on a picture that is larger by this factor.
    pub fn scaled(self, factor: f64) -> Self {
        let scaled = |point: Point| Point { x: point.x * factor, y: point.y * factor };
        Self {
            score: self.score,
            centre: scaled(self.centre),
            side: self.side * factor,
            right_eye: scaled(self.right_eye),
            left_eye: scaled(self.left_eye),
        }
    }

    /// Whether the line between the eyes is closer to horizontal than to vertical.
    fn is_level(&self) -> bool {
        (self.left_eye.x - self.right_eye.x).abs() > (self.left_eye.y - self.right_eye.y).abs()
    }
}

/// A BlazeFace network with the layout of its input and its anchors.
struct Detector {
    model: ModelName,
    /// Side of its input in samples.
    side: u32,
    /// For each layer, coarse last: cells along a side, and anchors in each cell.
    layers: &'static [(u32, u32)],
}

/// For faces near the camera.
const SHORT_RANGE: Detector =
    Detector { model: ModelName::FaceDetector, side: 128, layers: &[(16, 2), (8, 6)] };

/// For small faces.
const FULL_RANGE: Detector = Detector { model: ModelName::FullRangeDetector, side: 192, layers: &[(48, 1)] };

/// Values of one box regressor: centre, size and six keypoints, each x and y.
const BOX_VALUES: usize = 16;

/// Detections with a lower score are noise: on labelled complying portraits, those beside the face stay below 0.13.
const MIN_SCORE: f64 = 0.3;

/// Boxes with a larger intersection over union are one face (MediaPipe's value).
const SAME_FACE: f64 = 0.3;

/// A turned orientation must exceed the score of the others by this: an upright face scores almost the same on its
/// side.
const TURNED_MARGIN: f64 = 0.05;

/// Upper bound of a score.
const MAX_SCORE: f64 = 1.0;

/// Only so many detections, those with the highest scores, enter non-maximum suppression, which takes quadratic time.
/// One face gives up to a few dozen.
const MAX_DETECTIONS: usize = 512;

/// Largest side of a box, and largest distance of its centre and eyes from the centre of the square, in sides of the
/// square. The networks see nothing outside the square and give smaller values.
const MAX_EXTENT: f64 = 1.5;

/// The faces in the picture, by falling score; `None` without the model.
///
/// The network is run on the upright picture. Unless that score cannot be exceeded, it is run on the picture turned by
/// 180 degrees as well, since it takes a face upside down for an upright one; and, if no face with level eyes was
/// found, turned by 90 and 270 degrees.
pub fn find_faces(picture: &Pyramid, models: &dyn Models) -> Option<Vec<Detection>> {
    let level = whole_picture(picture, &SHORT_RANGE);
    let step = level.across.x;
    let mut input = level.sample(picture, Border::Black, (-1.0, 1.0));
    let mut best = SHORT_RANGE.faces(&input, &level, models)?;
    let best_score = |faces: &[Detection]| faces.first().map_or(0.0, |face| face.score);
    if best_score(&best) + TURNED_MARGIN >= MAX_SCORE {
        return Some(best);
    }
    let is_level = best.first().is_some_and(Detection::is_level);
    for (quarters, (x, y)) in [(1, (0.0, step)), (2, (-step, 0.0)), (3, (0.0, -step))] {
        input = turned(&input, level.width as usize);
        if is_level && quarters != 2 {
            continue;
        }
        let grid = SampleGrid { across: Point { x, y }, ..level };
        let found = SHORT_RANGE.faces(&input, &grid, models)?;
        if best_score(&found) > best_score(&best) + TURNED_MARGIN {
            best = found;
        }
    }
    Some(best)
}

/// The detections of the full-range network whose centre is outside the box of the `main` face, by falling score;
/// `None` without the model.
pub fn find_small_faces(picture: &Pyramid, main: &Detection, models: &dyn Models) -> Option<Vec<Detection>> {
    let grid = whole_picture(picture, &FULL_RANGE);
    let mut found = FULL_RANGE.faces(&grid.sample(picture, Border::Black, (-1.0, 1.0)), &grid, models)?;
    found.retain(|face| face.centre.distance(main.centre) > main.side / 2.0);
    Some(found)
}

/// The sample grid of the network's input: the whole picture, centred in a square.
fn whole_picture(picture: &Pyramid, detector: &Detector) -> SampleGrid {
    let (width, height) = (f64::from(picture.full().width()), f64::from(picture.full().height()));
    SampleGrid {
        centre: Point { x: width / 2.0, y: height / 2.0 },
        across: Point { x: width.max(height) / f64::from(detector.side), y: 0.0 },
        width: detector.side,
        height: detector.side,
    }
}

/// The input that the grid turned clockwise by 90 degrees would sample: the same samples in another order.
fn turned(input: &[f32], side: usize) -> Vec<f32> {
    let samples = input.as_chunks::<3>().0;
    let mut turned = Vec::with_capacity(samples.len());
    (0..side).for_each(|column| append_column(samples, side, side - 1 - column, &mut turned));
    turned.into_flattened()
}

/// Appends a column of `samples` to `turned` as a row.
#[inline(never)]
fn append_column(samples: &[[f32; 3]], side: usize, column: usize, turned: &mut Vec<[f32; 3]>) {
    turned.extend(samples.chunks_exact(side).filter_map(|row| row.get(column)));
}

impl Detector {
    fn faces(&self, input: &[f32], grid: &SampleGrid, models: &dyn Models) -> Option<Vec<Detection>> {
        let outputs = models::run(models, self.model, &[input])?;
        let [boxes, logits] = outputs.as_slice() else { return None };
        Some(distinct(self.detections(boxes, logits, grid)))
    }

    #[inline(never)]
    fn detections(&self, boxes: &[f32], logits: &[f32], grid: &SampleGrid) -> Vec<Detection> {
        let anchors = self.layers.iter().flat_map(|&(cells, anchors)| {
            (0..cells * cells * anchors).map(move |index| {
                let cell = index / anchors;
                let middle = |n: u32| (f64::from(n) + 0.5) / f64::from(cells) * f64::from(self.side);
                Point { x: middle(cell % cells), y: middle(cell / cells) }
            })
        });
        let boxes = boxes.as_chunks::<BOX_VALUES>().0;
        anchors
            .zip(boxes.iter().zip(logits))
            .map(|(anchor, (values, logit))| (anchor, values.map(f64::from), num::sigmoid(f64::from(*logit))))
            .filter(|(_, _, score)| *score >= MIN_SCORE)
            .map(|(anchor, [cx, cy, width, height, rx, ry, lx, ly, ..], score)| Detection {
                score,
                centre: grid.to_picture(anchor.x + cx, anchor.y + cy),
                side: width.max(height) * grid.scale(),
                right_eye: grid.to_picture(anchor.x + rx, anchor.y + ry),
                left_eye: grid.to_picture(anchor.x + lx, anchor.y + ly),
            })
            .filter(|detection| is_plausible(detection, grid))
            .collect()
    }
}

/// Whether the box has a positive size and box and eyes are finite and near the grid (see [`MAX_EXTENT`]).
fn is_plausible(detection: &Detection, grid: &SampleGrid) -> bool {
    let farthest = MAX_EXTENT * grid.scale() * f64::from(grid.width);
    let Detection { score, centre, side, right_eye, left_eye } = detection;
    score.is_finite()
        && *side > 0.0
        && *side <= farthest
        && [centre, right_eye, left_eye].iter().all(|point| point.distance(grid.centre) <= farthest)
}

/// Weighted non-maximum suppression, as in BlazeFace: each face is the mean, weighted by score, of the detections that
/// overlap with the best one.
#[inline(never)]
fn distinct(mut detections: Vec<Detection>) -> Vec<Detection> {
    if detections.len() > MAX_DETECTIONS {
        detections = best(detections);
    }
    let mut faces = Vec::new();
    // Among equal scores, `max_by` takes the last.
    while let Some(index) =
        (0..detections.len()).max_by(|a, b| detections[*a].score.total_cmp(&detections[*b].score))
    {
        let best = detections[index];
        let same: Vec<Detection> =
            detections.iter().copied().filter(|other| overlap(&best, other) > SAME_FACE).collect();
        faces.push(mean(&best, &same));
        detections.remove(index);
        detections.retain(|other| overlap(&best, other) <= SAME_FACE);
    }
    faces
}

/// The [`MAX_DETECTIONS`] of the highest scores, in the order of their scores. Inserted, not sorted: a sort of its own
/// adds kilobytes to the module.
fn best(detections: Vec<Detection>) -> Vec<Detection> {
    let mut best: Vec<Detection> = Vec::new();
    for detection in detections {
        let place = best.partition_point(|other| other.score.total_cmp(&detection.score).is_ge());
        best.insert(place, detection);
        best.truncate(MAX_DETECTIONS);
    }
    best
}

/// The mean of `same`, weighted by score, with the score of `best`.
fn mean(best: &Detection, same: &[Detection]) -> Detection {
    let total: f64 = same.iter().map(|face| face.score).sum();
    if total <= 0.0 {
        return *best;
    }
    let of = |value: fn(&Detection) -> f64| same.iter().map(|f| value(f) * f.score).sum::<f64>() / total;
    Detection {
        score: best.score,
        centre: Point { x: of(|f| f.centre.x), y: of(|f| f.centre.y) },
        side: of(|f| f.side),
        right_eye: Point { x: of(|f| f.right_eye.x), y: of(|f| f.right_eye.y) },
        left_eye: Point { x: of(|f| f.left_eye.x), y: of(|f| f.left_eye.y) },
    }
}

/// Intersection over union of the two boxes, as squares.
fn overlap(a: &Detection, b: &Detection) -> f64 {
    let shared = |p: f64, q: f64| {
        let (low, high) =
            ((p - a.side / 2.0).max(q - b.side / 2.0), (p + a.side / 2.0).min(q + b.side / 2.0));
        (high - low).max(0.0)
    };
    let intersection = shared(a.centre.x, b.centre.x) * shared(a.centre.y, b.centre.y);
    let union = a.side * a.side + b.side * b.side - intersection;
    if union > 0.0 { intersection / union } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use precheck_imaging::raster::Raster;

    fn face(x: f64, score: f64) -> Detection {
        let at = |x: f64, y: f64| Point { x, y };
        Detection {
            score,
            centre: at(x, 50.0),
            side: 40.0,
            right_eye: at(x - 10.0, 45.0),
            left_eye: at(x + 10.0, 45.0),
        }
    }

    #[test]
    fn a_turned_input_is_what_the_turned_frame_samples() {
        let rgb = (0..128 * 128 * 3).map(|i| (i * 7 % 251) as u8).collect();
        let picture = Raster::new(128, 128, rgb).unwrap();
        let pyramid = Pyramid::of(&picture);
        let level = whole_picture(&pyramid, &SHORT_RANGE);
        let sample = |grid: SampleGrid| grid.sample(&pyramid, Border::Black, (0.0, 1.0));
        let quarter = SampleGrid { across: Point { x: 0.0, y: 1.0 }, ..level };
        assert_eq!(turned(&sample(level), 128), sample(quarter));
    }

    #[test]
    fn overlapping_detections_are_one_face_and_distant_ones_are_two() {
        let faces = distinct(vec![face(52.0, 0.6), face(50.0, 0.9), face(150.0, 0.4)]);
        assert_eq!(faces.len(), 2);
        assert_eq!((faces[0].score, faces[1].score), (0.9, 0.4));
        assert!((faces[0].centre.x - 50.8).abs() < 1e-9, "{faces:?}");
    }

    #[test]
    fn implausible_boxes_are_dropped() {
        let grid = SampleGrid {
            centre: Point { x: 64.0, y: 64.0 },
            across: Point { x: 1.0, y: 0.0 },
            width: 128,
            height: 128,
        };
        let spoiled = |spoil: &dyn Fn(&mut Detection)| {
            let mut detection = face(50.0, 0.9);
            spoil(&mut detection);
            is_plausible(&detection, &grid)
        };
        let cases = [
            ("as it is", spoiled(&|_| ()), true),
            ("a score that is not a number", spoiled(&|c| c.score = f64::NAN), false),
            ("no size", spoiled(&|c| c.side = 0.0), false),
            ("a negative size", spoiled(&|c| c.side = -3.0), false),
            ("an infinite size", spoiled(&|c| c.side = f64::INFINITY), false),
            ("beyond the picture", spoiled(&|c| c.centre.x = 1e9), false),
            ("an eye that is not a number", spoiled(&|c| c.left_eye.y = f64::NAN), false),
        ];
        let wrong: Vec<_> = cases.iter().filter(|(_, is, must)| is != must).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn suppression_ends_whatever_the_detections_are() {
        let spoiled = Detection { side: f64::NAN, ..face(f64::NAN, f64::NAN) };
        assert_eq!(distinct(vec![spoiled; 700]).len(), MAX_DETECTIONS);
    }
}
