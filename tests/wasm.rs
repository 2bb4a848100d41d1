//! The class `Checker` in a headless browser, in a worker as on the page. `cargo xtask test` runs this on both
//! builds, compiled as they are shipped.
#![cfg(target_arch = "wasm32")]

use portrait_precheck::photo::limits::{MAX_BYTES, MAX_PIXELS};
use portrait_precheck::wasm::Checker;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

const PHOTO: &[u8] = include_bytes!("../src/known_answer.jpg");

fn checker() -> Checker {
    Checker::new(&Checker::profiles()[0]).ok().unwrap()
}

#[wasm_bindgen_test]
fn this_browser_computes_what_a_native_build_does() {
    assert!(Checker::computes_rightly());
}

#[wasm_bindgen_test]
fn object_and_json_say_the_same() {
    let photos: [(&str, &[u8]); 4] = [
        ("a photo", PHOTO),
        ("half a photo", &PHOTO[..PHOTO.len() / 2]),
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
