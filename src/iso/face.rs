//! Measures from face boxes and landmarks.

use crate::scene::{Face, Scene, Unmeasurable, parts};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;

/// Pairs of landmarks on the upper and the lower lid of both eyes (MediaPipe face mesh).
const LID_PAIRS: [[[usize; 2]; 5]; 2] = [
    [[161, 163], [160, 144], [159, 145], [158, 153], [157, 154]],
    [[388, 390], [387, 373], [386, 374], [385, 380], [384, 381]],
];

/// Pairs of landmarks on the inner edges of the upper and the lower lip.
const LIP_PAIRS: [[usize; 2]; 9] =
    [[191, 95], [80, 88], [81, 178], [82, 87], [13, 14], [312, 317], [311, 402], [310, 318], [415, 324]];

const MOUTH_CORNERS: [usize; 2] = [61, 291];

/// Lowest score of a detected face (MediaPipe's value).
const MIN_FACE_SCORE: f64 = 0.5;

/// The reference points of the standard, in pixels of the photo.
pub struct ReferencePoints {
    /// Centres of the person's right and left eye: the midpoints between the corners of each.
    pub eyes: [Point; 2],
    /// Midpoint between the corners of the mouth.
    pub mouth: Point,
    /// Midpoint between the eye centres.
    eyes_midpoint: Point,
    /// Distance from that midpoint to the chin: T in the standard.
    eyes_to_chin: f64,
}

impl ReferencePoints {
    pub fn of(face: &Face) -> Self {
        let point = |number| face.landmarks.point(number);
        let between = |[a, b]: [usize; 2]| midpoint(point(a), point(b));
        let eyes = parts::EYES.map(|eye| between(eye.corners));
        let eyes_midpoint = midpoint(eyes[0], eyes[1]);
        let eyes_to_chin = eyes_midpoint.distance(point(parts::CHIN));
        Self { eyes, mouth: between(MOUTH_CORNERS), eyes_midpoint, eyes_to_chin }
    }

    /// Distance from the midpoint between the eyes to the mouth.
    pub fn eyes_to_mouth(&self) -> f64 {
        self.eyes_midpoint.distance(self.mouth)
    }
}

fn midpoint(a: Point, b: Point) -> Point {
    Point { x: (a.x + b.x) / 2.0, y: (a.y + b.y) / 2.0 }
}

/// The reference points of the face, and width and height of the photo in pixels.
fn points_and_size(scene: &Scene) -> Result<(ReferencePoints, f64, f64), Unmeasurable> {
    let (width, height) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
    Ok((ReferencePoints::of(scene.face()?), f64::from(width), f64::from(height)))
}

fn largest_gap(face: &Face, pairs: &[[usize; 2]]) -> f64 {
    let gaps = pairs.iter().map(|[a, b]| face.landmarks.point(*a).distance(face.landmarks.point(*b)));
    gaps.fold(0.0, f64::max)
}

/// Area of the second largest face divided by that of the largest.
pub fn single_face_present(scene: &Scene) -> Result<f64, Unmeasurable> {
    let detected = scene.faces()?.detections.iter().filter(|face| face.score >= MIN_FACE_SCORE);
    let mut areas: Vec<f64> = detected.map(|face| face.side * face.side).collect();
    areas.sort_by(|a, b| b.total_cmp(a));
    match areas.as_slice() {
        [] => Err(Unmeasurable::NoFace),
        [_] => Ok(0.0),
        [first, second, ..] => Ok(second / first),
    }
}

/// Largest distance between the lids of the less open eye, in distances from eyes to chin.
pub fn eyes_open(scene: &Scene) -> Result<f64, Unmeasurable> {
    let face = scene.face()?;
    let [right, left] = LID_PAIRS.map(|lids| largest_gap(face, &lids));
    Ok(right.min(left) / ReferencePoints::of(face).eyes_to_chin)
}

/// Largest distance between the lips, in distances from eyes to chin.
pub fn mouth_closed(scene: &Scene) -> Result<f64, Unmeasurable> {
    let face = scene.face()?;
    Ok(largest_gap(face, &LIP_PAIRS) / ReferencePoints::of(face).eyes_to_chin)
}

/// Distance between the eyes in pixels, corrected for yaw.
pub fn inter_eye_distance(scene: &Scene) -> Result<f64, Unmeasurable> {
    let face = scene.face()?;
    let [right, left] = ReferencePoints::of(face).eyes;
    Ok(right.distance(left) / num::cos(face.pose.yaw))
}

/// Distance from eyes to chin divided by the height of the picture.
pub fn head_size(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (points, _, height) = points_and_size(scene)?;
    Ok(points.eyes_to_chin / height)
}

/// From the left edge of the picture to the eye on that side, in inter-eye distances.
pub fn leftward_crop(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (points, _, _) = points_and_size(scene)?;
    Ok(points.eyes[0].x / inter_eye_distance(scene)?)
}

/// From the eye on the right to the right edge of the picture, in inter-eye distances.
pub fn rightward_crop(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (points, width, _) = points_and_size(scene)?;
    Ok((width - points.eyes[1].x) / inter_eye_distance(scene)?)
}

/// From the upper edge of the picture to the eyes, in distances from eyes to chin.
pub fn margin_above(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (points, _, _) = points_and_size(scene)?;
    Ok(points.eyes_midpoint.y / points.eyes_to_chin)
}

/// From the eyes to the lower edge of the picture, in distances from eyes to chin.
pub fn margin_below(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (points, _, height) = points_and_size(scene)?;
    Ok((height - points.eyes_midpoint.y) / points.eyes_to_chin)
}
