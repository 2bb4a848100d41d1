//! What is measured beside the answers of the networks where a rule adds both: for fitting their weights
//! (`training/evidence.py`).

use super::{eyes_open, illumination_uniformity, shoulders_covered};
use crate::scene::{Scene, Unmeasurable};

/// The targets of the training of whose attribute something is measured, too.
pub const TARGETS: [&str; 3] = ["shoulders", "eyes_closed", "light"];

/// What is measured of each of them.
pub fn measured(scene: &Scene) -> [Result<f64, Unmeasurable>; 3] {
    [shoulders_covered::evidence(scene), eyes_open::evidence(scene), illumination_uniformity::evidence(scene)]
}
