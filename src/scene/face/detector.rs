//! Where faces are: MediaPipe's BlazeFace, short range.
//!
//! The picture is fitted into a square and looked at on all four sides, since a face that lies on its side
//! or stands on its head is found worse, and its landmarks would look level.

use crate::models::{self, ModelName, Models};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;
use precheck_imaging::raster::{Border, Pyramid, SampleGrid};

/// A face as the detector sees it, in pixels of the raster that was looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detection {
    /// How sure the detector is, 0 to 1.
    pub score: f64,
    /// Middle of the box round the face.
    pub centre: Point,
    /// Longer side of that box.
    pub side: f64,
    /// The eye on the picture's left (the person's right) when the face stands upright.
    pub right_eye: Point,
    /// The other eye.
    pub left_eye: Point,
}

impl Detection {
    /// The same on a picture that is larger by this factor.
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

    /// Whether the eyes stand beside each other rather than one above the other.
    fn is_level(&self) -> bool {
        (self.left_eye.x - self.right_eye.x).abs() > (self.left_eye.y - self.right_eye.y).abs()
    }
}

/// A BlazeFace network: how it looks at a picture, and where its answers lie.
struct Detector {
    model: ModelName,
    /// Side of its input in samples.
    side: u32,
    /// Cells along a side and anchors in each cell of its layers, coarse last.
    layers: &'static [(u32, u32)],
}

/// For faces near the camera.
const SHORT_RANGE: Detector =
    Detector { model: ModelName::FaceDetector, side: 128, layers: &[(16, 2), (8, 6)] };

/// For small faces.
const FULL_RANGE: Detector = Detector { model: ModelName::FullRangeDetector, side: 192, layers: &[(48, 1)] };

/// Values of one box: centre, size, six keypoints, each x and y.
const BOX_VALUES: usize = 16;

/// Candidates below are noise: good portraits stay under 0.13 apart from their own face.
const MIN_SCORE: f64 = 0.3;

/// Boxes that share more of their union are one face (MediaPipe's value).
const SAME_FACE: f64 = 0.3;

/// By how much a turned view must be surer before it is believed: a face that stands upright scores almost
/// the same when looked at from the side.
const TURNED_MARGIN: f64 = 0.05;

/// No score is above this one, so that no further view can be surer by the margin.
const CERTAIN: f64 = 1.0;

/// Most candidates that are compared with each other, the surest: one face gives up to some dozens, and the work grows
/// with the square of their number.
const MOST_CANDIDATES: usize = 512;

/// A box with a larger side than this, in sides of the detector's square, or whose middle is further than this from
/// the square's middle, is none: the networks, which see nothing beyond the square, never give one.
const FARTHEST: f64 = 1.5;

/// The faces in the picture, the surest first; `None` without the model.
///
/// The picture is looked at upright and, unless that is certain, turned: by a half, since a face upside down is taken
/// for one that stands, and by the quarters too where no face, or one that lies, was seen.
pub fn find_faces(picture: &Pyramid, models: &dyn Models) -> Option<Vec<Detection>> {
    let level = whole(picture, &SHORT_RANGE);
    let step = level.across.x;
    let mut input = level.sample(picture, Border::Black, (-1.0, 1.0));
    let mut best = SHORT_RANGE.faces(&input, &level, models)?;
    let surest = |faces: &[Detection]| faces.first().map_or(0.0, |face| face.score);
    if surest(&best) + TURNED_MARGIN >= CERTAIN {
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
        if surest(&found) > surest(&best) + TURNED_MARGIN {
            best = found;
        }
    }
    Some(best)
}

/// Faces apart from the `main` one that only the detector for small faces sees, the surest first; `None`
/// without the model.
pub fn find_small_faces(picture: &Pyramid, main: &Detection, models: &dyn Models) -> Option<Vec<Detection>> {
    let grid = whole(picture, &FULL_RANGE);
    let mut found = FULL_RANGE.faces(&grid.sample(picture, Border::Black, (-1.0, 1.0)), &grid, models)?;
    found.retain(|face| face.centre.distance(main.centre) > main.side / 2.0);
    Some(found)
}

/// The whole picture, fitted into the detector's square.
fn whole(picture: &Pyramid, detector: &Detector) -> SampleGrid {
    let (width, height) = (f64::from(picture.full().width()), f64::from(picture.full().height()));
    SampleGrid {
        centre: Point { x: width / 2.0, y: height / 2.0 },
        across: Point { x: width.max(height) / f64::from(detector.side), y: 0.0 },
        width: detector.side,
        height: detector.side,
    }
}

/// The input for the grid that is turned clockwise by a quarter: the same samples in another order.
fn turned(input: &[f32], side: usize) -> Vec<f32> {
    let samples = input.as_chunks::<3>().0;
    let mut turned = Vec::with_capacity(samples.len());
    (0..side).for_each(|column| append_column(samples, side, side - 1 - column, &mut turned));
    turned.into_flattened()
}

/// Appends a column as a row.
#[inline(never)]
fn append_column(samples: &[[f32; 3]], side: usize, column: usize, turned: &mut Vec<[f32; 3]>) {
    turned.extend(samples.chunks_exact(side).filter_map(|row| row.get(column)));
}

impl Detector {
    fn faces(&self, input: &[f32], grid: &SampleGrid, models: &dyn Models) -> Option<Vec<Detection>> {
        let outputs = models::run(models, self.model, input)?;
        let [boxes, logits] = outputs.as_slice() else { return None };
        Some(distinct(self.candidates(boxes, logits, grid)))
    }

    #[inline(never)]
    fn candidates(&self, boxes: &[f32], logits: &[f32], grid: &SampleGrid) -> Vec<Detection> {
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
            .filter(|candidate| is_plausible(candidate, grid))
            .collect()
    }
}

/// Whether the box has a size, and box and eyes are where a face in this grid can be. Not so for what is not a number.
fn is_plausible(candidate: &Detection, grid: &SampleGrid) -> bool {
    let farthest = FARTHEST * grid.scale() * f64::from(grid.width);
    let Detection { score, centre, side, right_eye, left_eye } = candidate;
    score.is_finite()
        && *side > 0.0
        && *side <= farthest
        && [centre, right_eye, left_eye].iter().all(|point| point.distance(grid.centre) <= farthest)
}

/// Non-maximum suppression: one candidate a face, the mean of all that overlap with the surest, weighted by their
/// scores.
#[inline(never)]
fn distinct(mut candidates: Vec<Detection>) -> Vec<Detection> {
    if candidates.len() > MOST_CANDIDATES {
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        candidates.truncate(MOST_CANDIDATES);
    }
    let mut faces = Vec::new();
    // The last of those that are equally sure.
    while let Some(index) =
        (0..candidates.len()).max_by(|a, b| candidates[*a].score.total_cmp(&candidates[*b].score))
    {
        let surest = candidates[index];
        let same: Vec<Detection> =
            candidates.iter().copied().filter(|other| overlap(&surest, other) > SAME_FACE).collect();
        faces.push(mean(&surest, &same));
        candidates.remove(index);
        candidates.retain(|other| overlap(&surest, other) <= SAME_FACE);
    }
    faces
}

fn mean(surest: &Detection, same: &[Detection]) -> Detection {
    let total: f64 = same.iter().map(|face| face.score).sum();
    if total <= 0.0 {
        return *surest;
    }
    let of = |value: fn(&Detection) -> f64| same.iter().map(|f| value(f) * f.score).sum::<f64>() / total;
    Detection {
        score: surest.score,
        centre: Point { x: of(|f| f.centre.x), y: of(|f| f.centre.y) },
        side: of(|f| f.side),
        right_eye: Point { x: of(|f| f.right_eye.x), y: of(|f| f.right_eye.y) },
        left_eye: Point { x: of(|f| f.left_eye.x), y: of(|f| f.left_eye.y) },
    }
}

/// Intersection over union of the two boxes, taken as squares.
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
        let level = whole(&pyramid, &SHORT_RANGE);
        let sample = |grid: SampleGrid| grid.sample(&pyramid, Border::Black, (0.0, 1.0));
        let quarter = SampleGrid { across: Point { x: 0.0, y: 1.0 }, ..level };
        assert_eq!(turned(&sample(level), 128), sample(quarter));
    }

    #[test]
    fn overlapping_candidates_are_one_face_and_distant_ones_are_two() {
        let faces = distinct(vec![face(52.0, 0.6), face(50.0, 0.9), face(150.0, 0.4)]);
        assert_eq!(faces.len(), 2);
        assert_eq!((faces[0].score, faces[1].score), (0.9, 0.4));
        assert!((faces[0].centre.x - 50.8).abs() < 1e-9, "{faces:?}");
    }

    #[test]
    fn boxes_that_no_picture_has_are_dropped() {
        let grid = SampleGrid {
            centre: Point { x: 64.0, y: 64.0 },
            across: Point { x: 1.0, y: 0.0 },
            width: 128,
            height: 128,
        };
        let spoilt = |spoil: &dyn Fn(&mut Detection)| {
            let mut candidate = face(50.0, 0.9);
            spoil(&mut candidate);
            is_plausible(&candidate, &grid)
        };
        let cases = [
            ("as it is", spoilt(&|_| ()), true),
            ("a score that is no number", spoilt(&|c| c.score = f64::NAN), false),
            ("no size", spoilt(&|c| c.side = 0.0), false),
            ("a negative size", spoilt(&|c| c.side = -3.0), false),
            ("an endless size", spoilt(&|c| c.side = f64::INFINITY), false),
            ("beyond the picture", spoilt(&|c| c.centre.x = 1e9), false),
            ("an eye nowhere", spoilt(&|c| c.left_eye.y = f64::NAN), false),
        ];
        let wrong: Vec<_> = cases.iter().filter(|(_, is, must)| is != must).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn suppression_ends_whatever_the_candidates_are() {
        let spoilt = Detection { side: f64::NAN, ..face(f64::NAN, f64::NAN) };
        assert_eq!(distinct(vec![spoilt; 700]).len(), MOST_CANDIDATES);
    }
}
