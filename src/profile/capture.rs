//! Whether a page may open the camera, and the sentence of the notice that this rests on.

use serde::{Deserialize, Serialize};

/// What the notice says of photos taken with the candidate's own phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capture {
    /// What a page may do.
    pub mode: CaptureMode,
    /// The notice's own words.
    pub sentence: String,
    /// The same in English.
    pub english: String,
}

/// What a page may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaptureMode {
    /// Open the camera.
    Allowed,
    /// Open the rear camera, which somebody else holds, after showing the sentence.
    Assisted,
    /// Offer no camera, and show the sentence.
    Forbidden,
}
