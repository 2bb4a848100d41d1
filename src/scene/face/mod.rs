//! The faces in the picture.

mod canonical;
mod detector;
mod expression;
mod landmarks;
pub mod parts;
mod pose;

#[cfg(test)]
pub use canonical::vendored::mesh;
pub use detector::Detection;
pub use expression::{BLENDSHAPES, Expression};
pub use landmarks::Landmarks;
pub use pose::Pose;

use super::Unmeasurable;
use crate::models::Models;
use detector::{find_faces, find_small_faces};
use landmarks::find_landmarks;
use precheck_foundation::geometry::Point;
use precheck_imaging::raster::Pyramid;

/// Everybody in the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Faces {
    /// What the detector took for a face, the surest first, in pixels of the photo.
    pub detections: Vec<Detection>,
    /// What only the detector for small faces sees apart from the surest one. It is asked where the
    /// background holds anything.
    pub small: Vec<Detection>,
}

/// One face with its landmarks.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// Its landmarks, in pixels of the photo.
    pub landmarks: Landmarks,
    /// Which way the head is turned.
    pub pose: Pose,
}

impl Faces {
    /// The faces on the overview, which is `reduction` times smaller than the photo, and the surest one with its
    /// landmarks; `None` while a model is missing.
    #[inline(never)]
    pub fn find(overview: &Pyramid, reduction: u32, models: &dyn Models) -> Option<(Self, Option<Face>)> {
        let found = find_faces(overview, models)?;
        let main = match found.first() {
            None => None,
            Some(surest) => match find_landmarks(overview, reduction, surest, models) {
                Ok(landmarks) => Some(Face { pose: Pose::of(&landmarks), landmarks }),
                Err(Unmeasurable::NoFace) => None,
                Err(_) => return None,
            },
        };
        let scale = f64::from(reduction);
        let detections = found.into_iter().map(|detection| detection.scaled(scale)).collect();
        Some((Self { detections, small: Vec::new() }, main))
    }

    /// Adds small faces; without the model none are found.
    #[inline(never)]
    pub fn find_small(&mut self, overview: &Pyramid, reduction: u32, models: &dyn Models) {
        let scale = f64::from(reduction);
        let Some(main) = self.detections.first().map(|main| main.scaled(1.0 / scale)) else { return };
        let found = find_small_faces(overview, &main, models).unwrap_or_default();
        self.small = found.into_iter().map(|face| face.scaled(scale)).collect();
    }
}

impl Face {
    /// The point of this number.
    pub fn point(&self, number: usize) -> Point {
        self.landmarks.point(number)
    }

    /// The points of these numbers, as the corners of a polygon.
    pub fn points(&self, numbers: &[usize]) -> Vec<Point> {
        numbers.iter().map(|number| self.point(*number)).collect()
    }

    /// The middle of the two irises of one eye's owner: the person's right, then left, eye.
    pub fn eyes(&self) -> [Point; 2] {
        parts::EYES.map(|eye| self.point(eye.iris[0]))
    }

    /// The distance of the two eyes in pixels of the photo, as it shows on the picture.
    pub fn eye_distance(&self) -> f64 {
        let [right, left] = self.eyes();
        right.distance(left)
    }

    /// The point halfway between the two pupils.
    pub fn between_eyes(&self) -> Point {
        let [right, left] = self.eyes();
        Point { x: (right.x + left.x) / 2.0, y: (right.y + left.y) / 2.0 }
    }

    /// The column halfway between the right and the left end of the face, in pixels of the photo.
    pub fn centre_x(&self) -> f64 {
        let [right, left] = parts::SIDES.map(|number| self.point(number));
        (right.x + left.x) / 2.0
    }

    /// The direction from the right to the left eye, of length 1: (1, 0) for a level face.
    pub fn eye_axis(&self) -> (f64, f64) {
        let [right, left] = self.eyes();
        let distance = right.distance(left);
        if distance > 0.0 {
            ((left.x - right.x) / distance, (left.y - right.y) / distance)
        } else {
            (1.0, 0.0)
        }
    }

    /// The place that is so many eye distances to the picture's right of `start` and below it, as the face
    /// stands.
    pub fn offset(&self, start: Point, right: f64, down: f64) -> Point {
        let ((cos, sin), unit) = (self.eye_axis(), self.eye_distance());
        Point {
            x: start.x + (right * cos - down * sin) * unit,
            y: start.y + (right * sin + down * cos) * unit,
        }
    }
}
