//! A face with its landmarks, and places relative to them.

use super::{Landmarks, Pose, parts};
use precheck_foundation::geometry::Point;

/// A face with its landmarks. Places are in pixels of the upright photo; "right" in names of parts is the person's
/// right.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// The landmarks.
    pub landmarks: Landmarks,
    /// The pose of the head.
    pub pose: Pose,
}

impl Face {
    /// A landmark by its number (see [`parts`]).
    pub fn point(&self, number: usize) -> Point {
        self.landmarks.point(number)
    }

    /// Landmarks by their numbers, in the given order, as the corners of a polygon.
    pub fn points(&self, numbers: &[usize]) -> Vec<Point> {
        numbers.iter().map(|number| self.point(*number)).collect()
    }

    /// The centres of the right and the left iris.
    pub fn eyes(&self) -> [Point; 2] {
        parts::EYES.map(|eye| self.point(eye.iris[0]))
    }

    /// The distance between the centres of the irises, in pixels of the photo: the unit of length on a face.
    pub fn eye_distance(&self) -> f64 {
        let [right, left] = self.eyes();
        right.distance(left)
    }

    /// The point halfway between the centres of the irises.
    pub fn between_eyes(&self) -> Point {
        let [right, left] = self.eyes();
        Point { x: (right.x + left.x) / 2.0, y: (right.y + left.y) / 2.0 }
    }

    /// The x coordinate halfway between the right and the left side of the face.
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

    /// The place `right` eye distances to the picture's right of `start` and `down` below it, in the face's own axes:
    /// along the line of the eyes and perpendicular to it.
    pub fn offset(&self, start: Point, right: f64, down: f64) -> Point {
        let ((cos, sin), unit) = (self.eye_axis(), self.eye_distance());
        Point {
            x: start.x + (right * cos - down * sin) * unit,
            y: start.y + (right * sin + down * cos) * unit,
        }
    }
}
