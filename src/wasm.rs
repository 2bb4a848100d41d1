//! The door to JavaScript: the class `Checker`. Nothing else in this package knows that JavaScript exists.
//!
//! Bytes come in, a report goes out, as a plain object or as its canonical JSON; both say the same. Nothing
//! of a photo is kept longer than the call that brought it.

use crate::models::NoModels;
use crate::photo::limits::{MAX_BYTES, MAX_PIXELS};
use crate::profile::{self, Profile};
use crate::{Report, check, known_answer};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

/// A profile, ready to judge photos.
#[wasm_bindgen]
pub struct Checker {
    profile: Profile,
}

/// What the engine takes at all.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EngineLimits {
    max_bytes: u64,
    max_pixels: u64,
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
    /// A checker for one of the profiles that `profiles()` lists, by its id, or for any other, by its
    /// canonical JSON.
    ///
    /// # Errors
    /// There is no such profile, or the JSON names a rule, limit or key that does not exist.
    #[wasm_bindgen(constructor)]
    pub fn new(profile: &str) -> Result<Checker, JsError> {
        let profile = if profile.trim_start().starts_with('{') {
            Profile::from_json(profile)?
        } else {
            profile::builtin(profile)
                .ok_or_else(|| JsError::new(&format!("no profile has the id `{profile}`")))?
        };
        Ok(Checker { profile })
    }

    /// The report on a photo as a plain object, for pages. What is wrong with the photo stands in the report.
    ///
    /// # Errors
    /// None that a photo can cause.
    pub fn check(&self, bytes: &[u8]) -> Result<JsValue, JsError> {
        plain(&self.report(bytes))
    }

    /// The report on a photo as canonical JSON: the bytes that the server or the command line would give.
    #[wasm_bindgen(js_name = checkJson)]
    pub fn check_json(&self, bytes: &[u8]) -> String {
        self.report(bytes).to_json()
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
    #[wasm_bindgen(js_name = computesRightly)]
    pub fn computes_rightly() -> bool {
        known_answer::holds()
    }

    fn report(&self, bytes: &[u8]) -> Report {
        check(bytes, &self.profile, &NoModels)
    }
}

/// A value as JavaScript's own objects, arrays, strings and numbers.
fn plain(value: &impl Serialize) -> Result<JsValue, JsError> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}
