//! Whatever the text: a profile loads, or is refused with a reason; and with what loads a photo can be judged.

use portrait_precheck::models::NoModels;
use portrait_precheck::{Profile, check};

/// A photo that decodes, so that limits meet numbers.
const PHOTO: &[u8] = include_bytes!("../../../src/self_test.jpg");

/// The bytes are the profile's text, as TOML and as JSON.
pub fn profile_load(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    for read in [Profile::from_toml, Profile::from_json] {
        match read(text) {
            Ok(profile) => {
                let report = check(PHOTO, &profile, &NoModels);
                assert_eq!(report.findings.len(), profile.clauses.len());
            }
            Err(errors) => {
                assert!(!errors.0.is_empty() && errors.0.iter().all(|error| !error.problem.is_empty()))
            }
        }
    }
}
