//! The door to JavaScript: the class `Checker`. Nothing else in this package knows that JavaScript exists.
//!
//! The three verbs, each a call, so that a page can tell what is known already while models are on their way:
//!
//! ```js
//! checker.open(bytes);                 // the file's facts
//! checker.report('beijing-zikao-2022') // what they say; the rest is "not looked at yet"
//! checker.analyze();                   // decodes, and looks with the models at hand
//! checker.addModel(id, bytes);         // whenever one arrives
//! checker.analyze();                   // goes on; decodes nothing again
//! checker.report('beijing-zikao-2022');
//! checker.close();                     // nothing of the photo is left
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

/// The models that have arrived, and the photo that is open.
#[wasm_bindgen]
#[derive(Default)]
pub struct Checker {
    models: ModelSet,
    photo: Option<Inspection<Vec<u8>>>,
}

/// What the engine takes at all.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EngineLimits {
    max_bytes: u64,
    max_pixels: u64,
}

/// A model that the engine can use.
#[derive(Serialize)]
struct Wanted {
    id: &'static str,
    sha256: &'static str,
    bytes: usize,
}

/// A module that did not go through wasm-opt says on the console that it is not to be shipped.
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

    /// Takes a model from the bytes of its file, for this photo and all that follow.
    ///
    /// # Errors
    /// The name is unknown, or the bytes are not those that belong to it; both are named.
    #[wasm_bindgen(js_name = addModel)]
    pub fn add_model(&mut self, id: &str, bytes: &[u8]) -> Result<(), JsError> {
        Ok(self.models.add(id, bytes)?)
    }

    /// Reads a photo's container, in the place of the photo before it. No photo is refused: what is wrong with
    /// it stands in the report.
    pub fn open(&mut self, bytes: Vec<u8>) {
        self.photo = None;
        self.photo = Some(Inspection::open(bytes));
    }

    /// Looks at the open photo with the models at hand; called again when more have arrived, it decodes nothing
    /// again.
    ///
    /// # Errors
    /// No photo is open.
    pub fn analyze(&mut self) -> Result<(), JsError> {
        self.photo.as_mut().ok_or_else(no_photo)?.analyze(&self.models);
        Ok(())
    }

    /// What a profile says of the open photo, as far as it is known, as a plain object. The profile is one of
    /// those that `profiles()` lists, by its id, or any other, by its canonical JSON.
    ///
    /// # Errors
    /// No photo is open, there is no such profile, or the JSON names a rule, limit or key that does not exist.
    pub fn report(&self, profile: &str) -> Result<JsValue, JsError> {
        let json = self.judge(profile)?.to_json();
        js_sys::JSON::parse(&json).map_err(|_| JsError::new("the report is no JSON"))
    }

    /// The same as canonical JSON: the bytes that the server or the command line would give.
    ///
    /// # Errors
    /// As `report`.
    #[wasm_bindgen(js_name = reportJson)]
    pub fn report_json(&self, profile: &str) -> Result<String, JsError> {
        Ok(self.judge(profile)?.to_json())
    }

    /// Forgets the photo.
    pub fn close(&mut self) {
        self.photo = None;
    }

    /// The models that the engine can use, `[{ id, sha256, bytes }]`; what it cannot tell without them, the
    /// report says.
    ///
    /// # Errors
    /// None: these are constants.
    pub fn models() -> Result<JsValue, JsError> {
        let wanted =
            ModelName::ALL.map(|name| Wanted { id: name.id(), sha256: name.sha256(), bytes: name.size() });
        plain(&wanted.as_slice())
    }

    /// What the engine takes at all, `{ maxBytes, maxPixels }`: a page refuses a longer file before reading it.
    ///
    /// # Errors
    /// None: these are constants.
    pub fn limits() -> Result<JsValue, JsError> {
        plain(&EngineLimits { max_bytes: MAX_BYTES, max_pixels: MAX_PIXELS })
    }

    /// The ids of the profiles in this module.
    pub fn profiles() -> Vec<String> {
        profile::builtins().map(|profile| profile.id).collect()
    }

    /// Whether this browser computes what every other does. Where it does not, a page takes the build without
    /// SIMD: some versions of iOS are reported to compute SIMD wrongly.
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

/// The profile of this id in the module, or the one that this JSON describes.
fn profile_of(profile: &str) -> Result<Profile, JsError> {
    if profile.trim_start().starts_with('{') {
        return Ok(Profile::from_json(profile)?);
    }
    profile::builtin(profile).ok_or_else(|| JsError::new(&format!("no profile has the id `{profile}`")))
}

/// A value as JavaScript's own objects, arrays, strings and numbers.
fn plain(value: &impl Serialize) -> Result<JsValue, JsError> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}
