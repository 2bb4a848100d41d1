//! The JavaScript interface: the class `Checker`. No other module of this package depends on JavaScript.
//!
//! Opening, analyzing and reporting are separate calls, so that a page can show first results while models are loading:
//!
//! ```js
//! checker.open(bytes);                 // reads the container
//! checker.report('beijing-zikao-2022') // rules that need pixels are "not looked at yet"
//! checker.analyze();                   // decodes the pixels and runs the loaded models
//! checker.addModel(id, bytes);         // when a model has been downloaded
//! checker.analyze();                   // runs the models; the pixels are kept
//! checker.report('beijing-zikao-2022');
//! checker.close();                     // drops the photo
//! ```
//!
//! The photo's bytes are dropped as soon as they are decoded.

use crate::models::{ModelName, ModelSet};
use crate::profile::{self, Profile};
use crate::{Inspection, Report, self_test};
use precheck_imaging::container::limits::{MAX_BYTES, MAX_PIXELS};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

/// The loaded models and the open photo.
#[wasm_bindgen]
#[derive(Default)]
pub struct Checker {
    models: ModelSet,
    photo: Option<Inspection<Vec<u8>>>,
}

/// The limits of the engine.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EngineLimits {
    max_bytes: u64,
    max_pixels: u64,
}

/// A model that the engine uses, as JavaScript sees it.
#[derive(Serialize)]
struct ModelInfo {
    id: &'static str,
    sha256: &'static str,
    bytes: usize,
}

/// Logs a warning in a development build, which has not been optimised by wasm-opt.
#[wasm_bindgen(start)]
pub fn start() {
    if option_env!("PRECHECK_DEVELOPMENT").is_some() {
        web_sys::console::warn_1(&JsValue::from("portrait-precheck: a development build, not to be shipped"));
    }
}

#[wasm_bindgen]
impl Checker {
    /// A checker without models and without a photo.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Checker {
        Checker::default()
    }

    /// Loads a model from the bytes of its file, for this and all later photos.
    ///
    /// # Errors
    /// The name is unknown, or the hash of the bytes is not the model's.
    #[wasm_bindgen(js_name = addModel)]
    pub fn add_model(&mut self, id: &str, bytes: &[u8]) -> Result<(), JsError> {
        Ok(self.models.add(id, bytes)?)
    }

    /// Reads a photo's container and drops the photo before it. Never fails: problems of the file are findings of the
    /// report.
    pub fn open(&mut self, bytes: Vec<u8>) {
        self.photo = None;
        self.photo = Some(Inspection::open(bytes));
    }

    /// Decodes the open photo, unless that is done, and runs the loaded models on it, unless the same ones have been
    /// run.
    ///
    /// # Errors
    /// No photo is open.
    pub fn analyze(&mut self) -> Result<(), JsError> {
        self.photo.as_mut().ok_or_else(no_photo)?.analyze(&self.models);
        Ok(())
    }

    /// The report on the open photo as a plain object, with the facts known so far. The profile is given by the id of
    /// one of those that `profiles()` lists, or by its JSON.
    ///
    /// # Errors
    /// No photo is open, there is no such profile, or the JSON names a rule, limit or key that does not exist.
    pub fn report(&self, profile: &str) -> Result<JsValue, JsError> {
        let json = self.judge(profile)?.to_json();
        js_sys::JSON::parse(&json).map_err(|_| JsError::new("the report is no JSON"))
    }

    /// The report as canonical JSON, byte for byte that of the server and of the command line.
    ///
    /// # Errors
    /// As `report`.
    #[wasm_bindgen(js_name = reportJson)]
    pub fn report_json(&self, profile: &str) -> Result<String, JsError> {
        Ok(self.judge(profile)?.to_json())
    }

    /// Drops the photo.
    pub fn close(&mut self) {
        self.photo = None;
    }

    /// The models that the engine uses, `[{ id, sha256, bytes }]`. Without one of them the rules that need it are not
    /// assessed.
    ///
    /// # Errors
    /// None: these are constants.
    pub fn models() -> Result<JsValue, JsError> {
        let models =
            ModelName::ALL.map(|name| ModelInfo { id: name.id(), sha256: name.sha256(), bytes: name.size() });
        plain(&models.as_slice())
    }

    /// The limits of the engine, `{ maxBytes, maxPixels }`: a page refuses a longer file before reading it.
    ///
    /// # Errors
    /// None: these are constants.
    pub fn limits() -> Result<JsValue, JsError> {
        plain(&EngineLimits { max_bytes: MAX_BYTES, max_pixels: MAX_PIXELS })
    }

    /// The ids of the built-in profiles.
    pub fn profiles() -> Vec<String> {
        profile::builtins().map(|profile| profile.id).collect()
    }

    /// Whether this browser computes correctly, see [`self_test`]. If not, a page uses the build without SIMD: some
    /// versions of iOS are reported to compute SIMD wrongly.
    #[wasm_bindgen(js_name = selfTest)]
    pub fn self_test() -> bool {
        self_test::passes()
    }

    fn judge(&self, profile: &str) -> Result<Report, JsError> {
        Ok(self.photo.as_ref().ok_or_else(no_photo)?.measure().judge(&profile_of(profile)?))
    }
}

fn no_photo() -> JsError {
    JsError::new("no photo is open")
}

/// The built-in profile with this id, or the profile that this JSON describes.
fn profile_of(profile: &str) -> Result<Profile, JsError> {
    if profile.trim_start().starts_with('{') {
        return Ok(Profile::from_json(profile)?);
    }
    profile::builtin(profile).ok_or_else(|| JsError::new(&format!("no profile has the id `{profile}`")))
}

/// A value as plain JavaScript objects, arrays, strings and numbers.
fn plain(value: &impl Serialize) -> Result<JsValue, JsError> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}
