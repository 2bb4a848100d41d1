//! Measures of the face's landmarks.

use crate::scene::{Face, Scene, Unmeasurable, parts};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;

/// Upper and lower lid of both eyes, point over point (MediaPipe's face mesh).
const LIDS: [[[usize; 2]; 5]; 2] = [
    [[161, 163], [160, 144], [159, 145], [158, 153], [157, 154]],
    [[388, 390], [387, 373], [386, 374], [385, 380], [384, 381]],
];

/// Inner edge of the upper and the lower lip, point over point.
const LIPS: [[usize; 2]; 9] =
    [[191, 95], [80, 88], [81, 178], [82, 87], [13, 14], [312, 317], [311, 402], [310, 318], [415, 324]];

const MOUTH_CORNERS: [usize; 2] = [61, 291];

/// From this score on the detector is sure of a face (MediaPipe's value).
const SURE: f64 = 0.5;

/// What the standard measures a face with, in pixels of the photo.
pub struct Frame {
    /// Middle of the corners of the person's right and left eye.
    pub eyes: [Point; 2],
    /// Middle of the mouth's corners.
    pub mouth: Point,
    /// Between the eyes.
    middle: Point,
    /// From there to the chin: the standard's T.
    height: f64,
}

impl Frame {
    pub fn of(face: &Face) -> Self {
        let point = |number| face.landmarks.point(number);
        let between = |[a, b]: [usize; 2]| middle(point(a), point(b));
        let eyes = parts::EYES.map(|eye| between(eye.corners));
        let middle = middle(eyes[0], eyes[1]);
        Self { eyes, mouth: between(MOUTH_CORNERS), middle, height: middle.distance(point(parts::CHIN)) }
    }

    /// From the middle of the eyes to the mouth.
    pub fn eyes_to_mouth(&self) -> f64 {
        self.middle.distance(self.mouth)
    }
}

fn middle(a: Point, b: Point) -> Point {
    Point { x: (a.x + b.x) / 2.0, y: (a.y + b.y) / 2.0 }
}

/// The face's frame with the width and the height of the photo.
fn framed(scene: &Scene) -> Result<(Frame, f64, f64), Unmeasurable> {
    let (width, height) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
    Ok((Frame::of(scene.face()?), f64::from(width), f64::from(height)))
}

fn largest_gap(face: &Face, pairs: &[[usize; 2]]) -> f64 {
    let gaps = pairs.iter().map(|[a, b]| face.landmarks.point(*a).distance(face.landmarks.point(*b)));
    gaps.fold(0.0, f64::max)
}

/// The area of the second largest face over that of the largest.
pub fn second_face(scene: &Scene) -> Result<f64, Unmeasurable> {
    let sure = scene.faces()?.candidates.iter().filter(|face| face.score >= SURE);
    let mut areas: Vec<f64> = sure.map(|face| face.side * face.side).collect();
    areas.sort_by(|a, b| b.total_cmp(a));
    match areas.as_slice() {
        [] => Err(Unmeasurable::NoFace),
        [_] => Ok(0.0),
        [first, second, ..] => Ok(second / first),
    }
}

/// The largest gap between the lids of the eye that is less open.
pub fn eye_opening(scene: &Scene) -> Result<f64, Unmeasurable> {
    let face = scene.face()?;
    let [right, left] = LIDS.map(|lids| largest_gap(face, &lids));
    Ok(right.min(left) / Frame::of(face).height)
}

/// The largest gap between the lips.
pub fn mouth_opening(scene: &Scene) -> Result<f64, Unmeasurable> {
    let face = scene.face()?;
    Ok(largest_gap(face, &LIPS) / Frame::of(face).height)
}

/// The distance of the eyes in pixels, as if the head were not turned.
pub fn inter_eye_distance(scene: &Scene) -> Result<f64, Unmeasurable> {
    let face = scene.face()?;
    let [right, left] = Frame::of(face).eyes;
    Ok(right.distance(left) / num::cos(face.pose.yaw))
}

/// From the eyes to the chin over the picture's height.
pub fn head_size(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (frame, _, height) = framed(scene)?;
    Ok(frame.height / height)
}

/// From the picture's left edge to the eye there, in distances of the eyes.
pub fn room_on_the_left(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (frame, _, _) = framed(scene)?;
    Ok(frame.eyes[0].x / inter_eye_distance(scene)?)
}

/// From the eye on the right to the picture's right edge, in distances of the eyes.
pub fn room_on_the_right(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (frame, width, _) = framed(scene)?;
    Ok((width - frame.eyes[1].x) / inter_eye_distance(scene)?)
}

/// From the picture's upper edge to the eyes, in distances from the eyes to the chin.
pub fn room_above(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (frame, _, _) = framed(scene)?;
    Ok(frame.middle.y / frame.height)
}

/// From the eyes to the picture's lower edge, likewise.
pub fn room_below(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (frame, _, height) = framed(scene)?;
    Ok((height - frame.middle.y) / frame.height)
}
