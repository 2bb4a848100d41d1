//! The faces in the picture.

mod canonical;
mod detector;
mod landmarks;
mod pose;

pub use detector::Candidate;
pub use landmarks::Landmarks;
pub use pose::Pose;

use crate::geometry::Point;
use crate::models::Models;
use crate::raster::Decoded;
use detector::find_faces;
use landmarks::find_landmarks;

/// Everybody in the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Faces {
    /// What the detector took for a face, the surest first, in pixels of the photo.
    pub candidates: Vec<Candidate>,
    /// The surest one, looked at closely.
    pub main: Option<Face>,
}

/// One face, looked at closely.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// Its landmarks, in pixels of the photo.
    pub landmarks: Landmarks,
    /// Which way the head is turned.
    pub pose: Pose,
}

impl Faces {
    /// Looks for faces on the overview; `None` while a model is missing.
    pub fn find(pixels: &Decoded, models: &dyn Models) -> Option<Self> {
        let found = find_faces(&pixels.overview, models)?;
        let main = match found.first() {
            None => None,
            Some(surest) => {
                let landmarks = find_landmarks(&pixels.overview, pixels.reduction, surest, models)?;
                Some(Face { pose: Pose::of(&landmarks), landmarks })
            }
        };
        let scale = f64::from(pixels.reduction);
        let candidates = found.into_iter().map(|candidate| candidate.scaled(scale)).collect();
        Some(Self { candidates, main })
    }
}

impl Face {
    /// The middle of the two irises of one eye's owner: the person's right, then left, eye.
    pub fn eyes(&self) -> [Point; 2] {
        [468, 473].map(|centre| self.landmarks.point(centre))
    }

    /// The distance of the two eyes in pixels of the photo, as it shows on the picture.
    pub fn eye_distance(&self) -> f64 {
        let [right, left] = self.eyes();
        right.distance(left)
    }
}
