//! The OpenAPI document says what the server does.

use crate::common::{NoModels, PROFILE, app, ask, broken_photos, get};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use portrait_precheck::{check, profile};
use serde_json::Value;
use std::collections::BTreeSet;

async fn document() -> Value {
    serde_json::from_slice(&ask(&app(), get("/api/v1/openapi.json")).await.body).unwrap()
}

/// The report's schema, as it stands in the document.
async fn report_schema() -> Value {
    document().await["paths"]["/api/v1/checks"]["post"]["responses"]["200"]["content"]["application/json"]
        ["schema"]
        .take()
}

#[tokio::test]
async fn every_documented_path_is_there() {
    let document = document().await;
    let paths = document["paths"].as_object().unwrap();
    let expected = ["/api/v1/checks", "/api/v1/profiles", "/healthz", "/metrics"];
    assert_eq!(paths.keys().map(String::as_str).collect::<Vec<_>>(), expected);
    for (path, item) in paths {
        for method in item.as_object().unwrap().keys() {
            let request = Request::builder().method(method.to_uppercase().as_str()).uri(path);
            let answer = ask(&app(), request.body(Body::empty()).unwrap()).await;
            assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert!(item[method]["responses"][answer.status.as_str()].is_object(), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn the_reports_schema_has_the_reports_keys() {
    let schema = report_schema().await;
    for profile in profile::builtins() {
        for (name, photo) in broken_photos() {
            let json = check(&photo, &profile, &NoModels).to_json();
            same_keys(&schema, &serde_json::from_str(&json).unwrap(), name);
        }
    }
}

#[tokio::test]
async fn a_key_that_is_missing_or_too_many_is_seen() {
    let schema = report_schema().await;
    let report = check(b"", &profile::builtin(PROFILE).unwrap(), &NoModels).to_json();
    let report: Value = serde_json::from_str(&report).unwrap();
    let mut missing = report.clone();
    missing["photo"].as_object_mut().unwrap().remove("width");
    let mut too_many = report;
    too_many["findings"][0]["extra"] = Value::Null;
    for spoilt in [missing, too_many] {
        assert!(std::panic::catch_unwind(|| same_keys(&schema, &spoilt, "spoilt")).is_err());
    }
}

/// Panics where the keys of `value`, at any depth, are not exactly those that `schema` lists and requires.
fn same_keys(schema: &Value, value: &Value, place: &str) {
    match value {
        Value::Array(items) => {
            for item in items {
                same_keys(&schema["items"], item, place);
            }
        }
        Value::Object(object) => {
            let Some(properties) = schema["properties"].as_object() else { return };
            let keys = |keys: &mut dyn Iterator<Item = &String>| keys.cloned().collect::<BTreeSet<_>>();
            let required: BTreeSet<String> = serde_json::from_value(schema["required"].clone()).unwrap();
            assert_eq!(keys(&mut object.keys()), required, "{place}");
            assert_eq!(keys(&mut properties.keys()), required, "{place}");
            for (key, value) in object {
                same_keys(&properties[key], value, &format!("{place}: {key}"));
            }
        }
        _ => {}
    }
}
