//! Whether a page may offer the camera, and the sentence of the notice that decides this.

use precheck_foundation::json::{EnumName, FromJson, Json, ObjectReader, write_object};
use serde_json::Value;

/// What the notice says about photos taken with a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// What a page may do.
    pub mode: CaptureMode,
    /// The wording of the notice.
    pub sentence: String,
    /// Its English translation.
    pub english: String,
}

/// What a page may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptureMode {
    /// It may open the camera.
    Allowed,
    /// It may open the rear camera, held by someone else, after it has shown the sentence.
    Assisted,
    /// It must not offer the camera, and shows the sentence.
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
    fn read(value: &Value) -> Result<Self, String> {
        let members = ObjectReader::of(value, &["mode", "sentence", "english"])?;
        Ok(Self {
            mode: members.need("mode")?,
            sentence: members.need("sentence")?,
            english: members.need("english")?,
        })
    }
}
