//! All faces in the picture.

use super::detector::{find_faces, find_small_faces};
use super::landmarks::find_landmarks;
use super::{Detection, Face, Pose};
use crate::models::Models;
use crate::scene::{InnerTensors, Unmeasurable};
use precheck_imaging::raster::Pyramid;

/// All faces in the picture, in pixels of the photo.
#[derive(Debug, Clone, PartialEq)]
pub struct Faces {
    /// Detections of the short-range detector, by falling score. The first is the main face.
    pub detections: Vec<Detection>,
    /// Detections of the full-range detector outside the main face, by falling score. It is run unless the background
    /// is plain.
    pub small: Vec<Detection>,
}

impl Faces {
    /// Detects faces on the overview, which is `reduction` times smaller than the photo, and finds the landmarks of the
    /// one with the highest score, with the landmark network's inner tensors; `None` while a model is missing.
    #[inline(never)]
    pub fn find(
        overview: &Pyramid,
        reduction: u32,
        models: &dyn Models,
    ) -> Option<(Self, Option<(Face, InnerTensors)>)> {
        let found = find_faces(overview, models)?;
        let main = match found.first() {
            None => None,
            Some(best) => match find_landmarks(overview, reduction, best, models) {
                Ok((landmarks, inner)) => Some((Face { pose: Pose::of(&landmarks), landmarks }, inner)),
                Err(Unmeasurable::NoFace) => None,
                Err(_) => return None,
            },
        };
        let scale = f64::from(reduction);
        let detections = found.into_iter().map(|detection| detection.scaled(scale)).collect();
        Some((Self { detections, small: Vec::new() }, main))
    }

    /// Detects small faces; finds none without the model. `overview` and `reduction` as for [`Self::find`].
    #[inline(never)]
    pub fn find_small(&mut self, overview: &Pyramid, reduction: u32, models: &dyn Models) {
        let scale = f64::from(reduction);
        let Some(main) = self.detections.first().map(|main| main.scaled(1.0 / scale)) else { return };
        let found = find_small_faces(overview, &main, models).unwrap_or_default();
        self.small = found.into_iter().map(|face| face.scaled(scale)).collect();
    }
}
