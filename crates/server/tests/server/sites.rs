//! Static sites: types of files, precompressed forms, and how long browsers keep them.

use crate::common::{Answer, ask, folder, get, with_server};
use axum::Router;
use axum::http::{StatusCode, header};
use precheck_server::ServerConfig;

/// The program's router over a folder with these files.
fn site(name: &str, files: &[(&str, &str)]) -> Router {
    with_server(&ServerConfig { www: folder(name, files), ..ServerConfig::default() })
}

async fn ask_for(app: &Router, address: &str, name: header::HeaderName, value: &str) -> Answer {
    let mut request = get(address);
    request.headers_mut().insert(name, value.parse().unwrap());
    ask(app, request).await
}

#[tokio::test]
async fn every_kind_of_file_has_its_type() {
    let types = [
        ("index.html", "text/html"),
        ("page.js", "text/javascript"),
        ("style.css", "text/css"),
        ("icon.svg", "image/svg+xml"),
        ("icon.png", "image/png"),
        ("site.webmanifest", "application/manifest+json"),
        ("texts.json", "application/json"),
        ("pkg/module.wasm", "application/wasm"),
        ("models/face.tflite", "application/octet-stream"),
    ];
    let app = site("types", &types.map(|(file, _)| (file, "x")));
    for (file, expected) in types {
        let answer = ask(&app, get(&format!("/{file}"))).await;
        assert_eq!((answer.status, answer.text()), (StatusCode::OK, "x"), "{file}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], expected, "{file}");
    }
    assert_eq!(ask(&app, get("/")).await.headers[header::CONTENT_TYPE], "text/html");
}

#[tokio::test]
async fn the_smallest_form_that_the_browser_takes_is_sent() {
    let app = site("forms", &[("m.wasm", "plain"), ("m.wasm.br", "brotli"), ("m.wasm.gz", "gzip")]);
    let cases = [("gzip, deflate, br", "brotli"), ("gzip", "gzip"), ("identity", "plain")];
    for (accepted, expected) in cases {
        let answer = ask_for(&app, "/m.wasm", header::ACCEPT_ENCODING, accepted).await;
        assert_eq!(answer.text(), expected, "{accepted}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/wasm", "{accepted}");
        let varies = answer.headers.get_all(header::VARY).iter();
        assert!(varies.into_iter().any(|v| v.to_str().unwrap().contains("accept-encoding")), "{accepted}");
    }
}

#[tokio::test]
async fn a_name_with_a_hash_is_immutable_and_others_are_revalidated() {
    let app = site("kept", &[("code.0123456789abcdef/m.wasm", "x"), ("m.wasm", "x")]);
    let kept = ask(&app, get("/code.0123456789abcdef/m.wasm")).await;
    assert_eq!(kept.headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    let missing = ask(&app, get("/code.ffffffffffffffff/m.wasm")).await;
    assert_eq!(
        (missing.status.as_u16(), &missing.headers[header::CACHE_CONTROL]),
        (404, &"no-cache".parse().unwrap())
    );
    let revalidated = ask(&app, get("/m.wasm")).await;
    assert_eq!(revalidated.headers[header::CACHE_CONTROL], "no-cache");
    let changed = revalidated.headers[header::LAST_MODIFIED].to_str().unwrap();
    let again = ask_for(&app, "/m.wasm", header::IF_MODIFIED_SINCE, changed).await;
    assert_eq!((again.status, again.text()), (StatusCode::NOT_MODIFIED, ""));
}

#[tokio::test]
async fn module_and_models_can_be_loaded_from_another_origin() {
    let app = site("embedded", &[("m.wasm", "x")]);
    let answer = ask_for(&app, "/m.wasm", header::ORIGIN, "https://exam.example").await;
    assert_eq!(answer.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    assert_eq!(answer.headers["cross-origin-resource-policy"], "cross-origin");
}
