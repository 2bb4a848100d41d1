//! The class `Checker` in a headless browser, in a worker as on the page. `cargo xtask test` runs this on both
//! builds, compiled as they are shipped.
#![cfg(target_arch = "wasm32")]

use portrait_precheck::models::ModelName;
use portrait_precheck::wasm::Checker;
use precheck_imaging::container::limits::{MAX_BYTES, MAX_PIXELS};
use wasm_bindgen::{JsError, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

const PHOTO: &[u8] = include_bytes!("../src/self_test.jpg");

fn profile() -> String {
    Checker::profiles().swap_remove(0)
}

fn opened(photo: &[u8]) -> Checker {
    let mut checker = Checker::new();
    checker.open(photo.to_vec());
    checker
}

fn message(error: JsError) -> String {
    js_sys::Error::from(JsValue::from(error)).message().into()
}

fn json(value: &JsValue) -> String {
    js_sys::JSON::stringify(value).unwrap().into()
}

#[wasm_bindgen_test]
fn this_browser_computes_what_a_native_build_does() {
    assert!(Checker::self_test());
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
        let mut checker = opened(photo);
        checker.analyze().ok().unwrap();
        let object = checker.report(&profile()).ok().unwrap();
        assert_eq!(json(&object), checker.report_json(&profile()).ok().unwrap(), "{name}");
    }
}

#[wasm_bindgen_test]
fn the_file_is_judged_before_it_is_measured_and_models_are_used_when_they_arrive() {
    let mut checker = opened(PHOTO);
    let report = |checker: &Checker| checker.report_json(&profile()).ok().unwrap();
    assert!(report(&checker).contains(r#""file-size":{"value""#));
    assert!(report(&checker).contains("not looked at yet"));
    checker.analyze().ok().unwrap();
    assert!(!report(&checker).contains("not looked at yet"));
    assert!(report(&checker).contains(r#""models":[]"#));
    for name in ModelName::ALL {
        checker.add_model(name.id(), name.file()).ok().unwrap();
    }
    checker.analyze().ok().unwrap();
    let in_stages = report(&checker);
    let used = |name: ModelName| in_stages.contains(&format!(r#"{{"id":"{}""#, name.id()));
    assert!(ModelName::ALL.into_iter().all(used), "{in_stages}");

    checker.open(PHOTO.to_vec());
    checker.analyze().ok().unwrap();
    assert_eq!(report(&checker), in_stages, "at once");
}

#[wasm_bindgen_test]
fn every_model_is_wanted_with_its_hash_and_length() {
    let wanted = json(&Checker::models().ok().unwrap());
    assert_eq!(wanted.matches(r#"{"id":"#).count(), ModelName::ALL.len());
    for name in ModelName::ALL {
        let (id, sha256, bytes) = (name.id(), name.identity().sha256, name.file().len());
        let entry = format!(r#"{{"id":"{id}","sha256":"{sha256}","bytes":{bytes}}}"#);
        assert!(wanted.contains(&entry), "{entry}: {wanted}");
    }
}

#[wasm_bindgen_test]
fn models_that_are_unknown_or_altered_are_refused_by_name() {
    for (id, named) in [("face_reader", "face_reader"), ("face_detector", "face_detector")] {
        let text = message(Checker::new().add_model(id, b"not the model").err().unwrap());
        assert!(text.contains(named), "{text}");
    }
}

#[wasm_bindgen_test]
fn without_a_photo_there_is_no_report() {
    let mut closed = opened(PHOTO);
    closed.close();
    for mut checker in [Checker::new(), closed] {
        assert_eq!(message(checker.analyze().err().unwrap()), "no photo is open");
        assert_eq!(message(checker.report(&profile()).err().unwrap()), "no photo is open");
    }
}

#[wasm_bindgen_test]
fn every_profile_of_the_module_judges() {
    let ids = Checker::profiles();
    assert!(!ids.is_empty());
    let broken: Vec<_> = ids.iter().filter(|id| opened(PHOTO).report(id).is_err()).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

#[wasm_bindgen_test]
fn unknown_profiles_and_keys_are_refused_by_name() {
    for (profile, named) in [("no-such-exam", "no-such-exam"), (r#"{"idd":"x"}"#, "idd")] {
        let text = message(opened(PHOTO).report(profile).err().unwrap());
        assert!(text.contains(named), "{text}");
    }
}

#[wasm_bindgen_test]
fn limits_are_plain_numbers() {
    let limits = json(&Checker::limits().ok().unwrap());
    assert_eq!(limits, format!(r#"{{"maxBytes":{MAX_BYTES},"maxPixels":{MAX_PIXELS}}}"#));
}
