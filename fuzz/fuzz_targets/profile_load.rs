//! Whatever the text: a profile loads, or is refused with a reason; and what loads as TOML loads as JSON.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portrait_precheck::Profile;

fuzz_target!(|text: &str| {
    if let Err(error) = Profile::from_toml(text) {
        assert!(!error.problem.is_empty());
    }
    let _ = Profile::from_json(text);
});
