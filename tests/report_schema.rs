//! Every report is what `src/report/schema.json` says, and the schema allows nothing else.

mod common;

use common::FILE_RULES;
use image::codecs::jpeg::JpegEncoder;
use jsonschema::Validator;
use portrait_precheck::models::{ModelSet, Models, NoModels};
use portrait_precheck::profile::{Kind, Profile, Severity, builtins};
use portrait_precheck::rules::Unit;
use portrait_precheck::scene::Unmeasurable;
use portrait_precheck::{Decision, Outcome, REPORT_SCHEMA, check};
use precheck_foundation::json::EnumName;
use precheck_imaging::container::Format;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(REPORT_SCHEMA).unwrap());

static VALIDATOR: LazyLock<Validator> = LazyLock::new(|| jsonschema::draft202012::new(&SCHEMA).unwrap());

static MODELS: LazyLock<ModelSet> = LazyLock::new(|| ModelSet::embedded().unwrap());

/// A report with a face and marks of every shape, for what a test spoils.
static REPORT: LazyLock<Value> = LazyLock::new(|| report(&face(), &builtins().next().unwrap(), &*MODELS));

/// A photographed face, not a portrait that complies.
fn face() -> Vec<u8> {
    let picture = image::open("tests/fixtures/astronaut.png").unwrap().to_rgb8();
    let mut jpeg = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 95)).unwrap();
    jpeg
}

fn report(photo: &[u8], profile: &Profile, models: &dyn Models) -> Value {
    serde_json::from_str(&check(photo, profile, models).to_json()).unwrap()
}

/// What the schema refuses, one line an error.
fn errors(report: &Value) -> Vec<String> {
    VALIDATOR.iter_errors(report).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The values at any depth that stand under this key.
fn all(value: &Value, key: &str) -> BTreeSet<String> {
    let below = |inner: &Value| all(inner, key);
    match value {
        Value::Array(items) => items.iter().flat_map(below).collect(),
        Value::Object(object) => {
            let here = object.get(key).and_then(Value::as_str).map(str::to_owned);
            object.values().flat_map(below).chain(here).collect()
        }
        _ => BTreeSet::new(),
    }
}

#[test]
fn the_schema_is_one() {
    assert!(jsonschema::meta::is_valid(&SCHEMA));
}

#[test]
fn every_kind_of_report_is_valid() {
    let profiles: Vec<Profile> = builtins().collect();
    let (drawn, face) = (common::portrait(), face());
    let cut = &drawn[..drawn.len() / 2];
    let photos: [(&str, &[u8], &dyn Models); 7] = [
        ("empty file", b"", &NoModels),
        ("not a picture", b"this is not a photo", &NoModels),
        ("another format", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &NoModels),
        ("cut off", cut, &NoModels),
        ("without models", &drawn, &NoModels),
        ("without a face", &drawn, &*MODELS),
        ("with a face", &face, &*MODELS),
    ];
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for profile in profiles.iter().chain([&*FILE_RULES]) {
        for (name, photo, models) in photos {
            let report = report(photo, profile, models);
            wrong.extend(errors(&report).into_iter().map(|error| format!("{} {name}: {error}", profile.id)));
            for key in ["decision", "outcome", "shape", "because"] {
                seen.extend(all(&report, key));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let expected = [
        "accepted",
        "rejected",
        "undecided",
        "fail",
        "not-assessed",
        "for-human",
        "information",
        "pass",
        "area",
        "line",
        "bar",
        "polygon",
        "heat",
        "model missing",
        "no face found",
        "not a jpeg",
    ];
    let missing: Vec<_> = expected.into_iter().filter(|value| !seen.contains(*value)).collect();
    assert!(missing.is_empty(), "no report has {missing:?}");
}

#[test]
fn the_schema_names_every_value_that_a_report_may_have() {
    fn names<T: EnumName>() -> Vec<&'static str> {
        T::NAMES.iter().map(|(name, _)| *name).collect()
    }
    let definitions = &SCHEMA["$defs"];
    let finding = &definitions["Finding"]["properties"];
    let formats = Format::ALL.map(Format::id).to_vec();
    let cases = [
        (&SCHEMA["properties"]["decision"], names::<Decision>()),
        (&finding["kind"], names::<Kind>()),
        (&finding["severity"], names::<Severity>()),
        (&finding["outcome"], names::<Outcome>()),
        (&definitions["Unit"], names::<Unit>()),
        (&definitions["Unmeasurable"], names::<Unmeasurable>()),
        (&definitions["PhotoId"]["properties"]["format"], formats),
    ];
    let mut wrong = Vec::new();
    for (schema, names) in cases {
        let allowed: BTreeSet<&str> =
            schema["enum"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let names: BTreeSet<&str> = names.into_iter().collect();
        if allowed != names {
            wrong.push((allowed, names));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Where to spoil a report, and what to put there.
fn spoilt() -> Vec<(&'static str, Value)> {
    let mark = |shape: &str| {
        let findings = REPORT["findings"].as_array().unwrap();
        let marks = findings.iter().flat_map(|finding| finding["marks"].as_array().unwrap());
        marks.into_iter().find(|mark| mark["shape"] == shape).unwrap().clone()
    };
    let with = |mut value: Value, key: &str, new: Value| {
        value[key] = new;
        value
    };
    vec![
        ("/schema", json!(0)),
        ("/engine", Value::Null),
        ("/decision", json!("perhaps")),
        ("/extra", json!(1)),
        ("/profile/sha256", json!("ABC")),
        ("/photo/extra", json!(1)),
        ("/photo/bytes", json!(1.5)),
        ("/photo/format", json!("jpg")),
        ("/photo/width", json!("480")),
        ("/models/0/sha256", json!(null)),
        ("/findings/0/extra", json!(null)),
        ("/findings/0/outcome", json!("passed")),
        ("/findings/0/because", json!("it rained")),
        ("/findings/0/unit", json!("furlong")),
        ("/findings/0/limits", json!(1)),
        ("/findings/0/message/fr", json!("non")),
        ("/findings/0/advice", json!("a text")),
        ("/findings/0/marks/0", json!({ "shape": "circle", "x": 1, "y": 1 })),
        ("/findings/0/marks/0", with(mark("area"), "points", json!([]))),
        ("/findings/0/marks/0", with(mark("bar"), "to", json!({ "x": 1 }))),
        ("/findings/0/marks/0", with(mark("polygon"), "shape", json!("line"))),
        ("/findings/0/marks/0", with(mark("heat"), "rows", json!(["0a"]))),
        ("/measurements/file-size", json!({ "value": 1 })),
        ("/measurements/file-size", json!(1)),
    ]
}

#[test]
fn whatever_is_added_or_changed_is_refused() {
    assert_eq!(errors(&REPORT), Vec::<String>::new());
    let mut allowed = Vec::new();
    for (pointer, value) in spoilt() {
        let mut report = REPORT.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        match report.pointer_mut(parent).unwrap() {
            Value::Object(object) => drop(object.insert(key.to_owned(), value.clone())),
            Value::Array(items) => match items.first_mut() {
                Some(first) => *first = value.clone(),
                None => items.push(value.clone()),
            },
            other => panic!("{pointer}: {other}"),
        }
        if VALIDATOR.is_valid(&report) {
            allowed.push((pointer, value));
        }
    }
    assert!(allowed.is_empty(), "{allowed:#?}");
}

#[test]
fn whatever_is_missing_is_seen() {
    let mut allowed = Vec::new();
    for parent in ["", "/profile", "/photo", "/models/0", "/findings/0", "/findings/0/message"] {
        for key in REPORT.pointer(parent).unwrap().as_object().unwrap().keys() {
            let mut report = REPORT.clone();
            report.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key);
            if VALIDATOR.is_valid(&report) {
                allowed.push(format!("{parent}/{key}"));
            }
        }
    }
    assert!(allowed.is_empty(), "{allowed:#?}");
}
