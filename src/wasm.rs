//! The door to JavaScript: the class `Checker`. Nothing else in this package knows that JavaScript exists.
//!
//! Bytes come in, a report goes out, as a plain object or as its canonical JSON; both say the same. Nothing
//! of a photo is kept longer than the call that brought it.

use crate::models::NoModels;
use crate::photo::hexadecimal;
use crate::photo::limits::{MAX_BYTES, MAX_PIXELS};
use crate::profile::{self, Profile};
use crate::{Inspection, Report, check};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use sha2::{Digest, Sha256};
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

    /// Whether the module went through wasm-opt, as every module that is shipped does.
    #[wasm_bindgen(js_name = isOptimised)]
    pub fn is_optimised() -> bool {
        option_env!("PRECHECK_DEVELOPMENT").is_none()
    }

    /// Whether this browser computes what every other does. Where it does not, a page takes the build without
    /// SIMD: some versions of iOS are reported to compute SIMD wrongly.
    #[wasm_bindgen(js_name = computesRightly)]
    pub fn computes_rightly() -> bool {
        digest_of_known_photo().as_deref() == Some(KNOWN_DIGEST)
    }

    fn report(&self, bytes: &[u8]) -> Report {
        check(bytes, &self.profile, &NoModels)
    }
}

/// A value as JavaScript's own objects, arrays, strings and numbers.
fn plain(value: &impl Serialize) -> Result<JsValue, JsError> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}

/// A face of 72 x 72 pixels, from NASA's portrait of Eileen Collins (public domain).
const KNOWN_PHOTO: &[u8] = include_bytes!("known_answer.jpg");

/// SHA-256 of its decoded pixels, as a native build computes it.
const KNOWN_DIGEST: &str = "2aee01abe5fbcf7c971bed975150ab01d8964b7ee71396023f939fd8611c3c98";

fn digest_of_known_photo() -> Option<String> {
    let mut inspection = Inspection::open(KNOWN_PHOTO);
    let pixels = inspection.measure(&NoModels).pixels().ok()?;
    Some(hexadecimal(&Sha256::digest(pixels.overview.rgb())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    // As on the page.
    wasm_bindgen_test_configure!(run_in_dedicated_worker);

    fn checker() -> Checker {
        Checker::new(&Checker::profiles()[0]).ok().unwrap()
    }

    #[wasm_bindgen_test]
    fn the_known_photo_has_the_known_digest() {
        assert_eq!(digest_of_known_photo().as_deref(), Some(KNOWN_DIGEST));
        assert!(Checker::computes_rightly());
    }

    #[wasm_bindgen_test]
    fn object_and_json_say_the_same() {
        let photos: [(&str, &[u8]); 4] = [
            ("a photo", KNOWN_PHOTO),
            ("half a photo", &KNOWN_PHOTO[..KNOWN_PHOTO.len() / 2]),
            ("no photo", b"GIF89a"),
            ("nothing", b""),
        ];
        for (name, photo) in photos {
            let object = checker().check(photo).ok().unwrap();
            let json: String = js_sys::JSON::stringify(&object).unwrap().into();
            assert_eq!(json, checker().check_json(photo), "{name}");
        }
    }

    #[wasm_bindgen_test]
    fn every_profile_of_the_module_opens() {
        let ids = Checker::profiles();
        assert!(!ids.is_empty());
        let broken: Vec<_> = ids.iter().filter(|id| Checker::new(id).is_err()).collect();
        assert!(broken.is_empty(), "{broken:?}");
    }

    #[wasm_bindgen_test]
    fn unknown_profiles_and_keys_are_refused_by_name() {
        for (profile, named) in [("no-such-exam", "no-such-exam"), (r#"{"idd":"x"}"#, "idd")] {
            let error = JsValue::from(Checker::new(profile).err().unwrap());
            let text = js_sys::Error::from(error).message();
            assert!(String::from(text.clone()).contains(named), "{text:?}");
        }
    }

    #[wasm_bindgen_test]
    fn limits_are_plain_numbers() {
        let limits = js_sys::JSON::stringify(&Checker::limits().ok().unwrap()).unwrap();
        assert_eq!(String::from(limits), format!(r#"{{"maxBytes":{MAX_BYTES},"maxPixels":{MAX_PIXELS}}}"#));
    }
}
