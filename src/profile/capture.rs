//! Whether a page may open the camera, and the sentence of the notice that this rests on.

use precheck_foundation::json::{EnumName, FromJson, Json, ObjectReader, write_object};
use serde_json::Value;

/// What the notice says of photos taken with the candidate's own phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// What a page may do.
    pub mode: CaptureMode,
    /// The notice's own words.
    pub sentence: String,
    /// The same in English.
    pub english: String,
}

/// What a page may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptureMode {
    /// Open the camera.
    Allowed,
    /// Open the rear camera, which somebody else holds, after showing the sentence.
    Assisted,
    /// Offer no camera, and show the sentence.
    Forbidden,
}

impl EnumName for CaptureMode {
    const NAMES: &'static [(&'static str, Self)] =
        &[("allowed", Self::Allowed), ("assisted", Self::Assisted), ("forbidden", Self::Forbidden)];
}

impl Json for Capture {
    fn write(&self, out: &mut String) {
        write_object(out, &[("mode", &self.mode), ("sentence", &self.sentence), ("english", &self.english)]);
    }
}

impl FromJson for Capture {
    fn read(value: Value) -> Result<Self, String> {
        let mut members = ObjectReader::of(value, &["mode", "sentence", "english"])?;
        Ok(Self {
            mode: members.need("mode")?,
            sentence: members.need("sentence")?,
            english: members.need("english")?,
        })
    }
}
