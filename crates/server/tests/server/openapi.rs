//! The OpenAPI document says what the server does.

use crate::common::{ask, default_app, get};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use portrait_precheck::REPORT_SCHEMA;
use serde_json::Value;

async fn document() -> Value {
    serde_json::from_slice(&ask(&default_app(), get("/api/v1/openapi.json")).await.body).unwrap()
}

#[tokio::test]
async fn every_documented_path_is_there() {
    let document = document().await;
    let paths = document["paths"].as_object().unwrap();
    let expected = ["/api/v1/checks", "/api/v1/profiles", "/api/v1/profiles/{id}", "/healthz", "/metrics"];
    assert_eq!(paths.keys().map(String::as_str).collect::<Vec<_>>(), expected);
    for (path, item) in paths {
        for method in item.as_object().unwrap().keys() {
            let request = Request::builder().method(method.to_uppercase().as_str()).uri(path);
            let answer = ask(&default_app(), request.body(Body::empty()).unwrap()).await;
            assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert!(item[method]["responses"][answer.status.as_str()].is_object(), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn the_report_in_the_document_is_its_json_schema() {
    let mut expected: Value =
        serde_json::from_str(&REPORT_SCHEMA.replace("#/$defs/", "#/components/schemas/")).unwrap();
    let report = expected.as_object_mut().unwrap();
    report.remove("$schema");
    let Some(Value::Object(definitions)) = report.remove("$defs") else { panic!("no definitions") };
    let document = document().await;
    let components = &document["components"]["schemas"];
    for (name, definition) in &definitions {
        assert_eq!(components[name], *definition, "{name}");
    }
    assert_eq!(components["Report"], expected);
    let answer =
        &document["paths"]["/api/v1/checks"]["post"]["responses"]["200"]["content"]["application/json"];
    assert_eq!(answer["schema"]["$ref"], "#/components/schemas/Report");
}
