//! The check API, bare and as the program serves it, without a socket.

use crate::common::{Answer, NoModels, PROFILE, ask, bare_api, broken_photos, default_app, get, post, with};
use axum::body::Body;
use axum::http::{HeaderName, Request, StatusCode, header};
use axum::{Router, routing};
use portrait_precheck::models::ModelSet;
use portrait_precheck::{check, profile};
use precheck_imaging::container::limits::MAX_BYTES;
use precheck_imaging::container::sha256;
use precheck_server::ChecksConfig;
use serde_json::Value;

fn code(answer: &Answer) -> String {
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
    let document: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(document["status"], answer.status.as_u16());
    assert_eq!(
        document["type"],
        format!("urn:portrait-precheck:problem:{}", document["code"].as_str().unwrap())
    );
    assert!(document["message"]["zh"].is_string() && document["message"]["en"].is_string(), "{document}");
    document["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_bad_photo_is_a_200_with_the_very_bytes_of_the_report() {
    for profile in profile::builtins() {
        for (name, photo) in broken_photos() {
            let answer = ask(&bare_api(), post(&profile.id, photo.clone())).await;
            assert_eq!(answer.status, StatusCode::OK, "{name}");
            assert_eq!(answer.headers[header::CONTENT_TYPE], "application/json", "{name}");
            assert_eq!(answer.text(), check(&photo, &profile, &NoModels).to_json(), "{name}");
            let report: Value = serde_json::from_slice(&answer.body).unwrap();
            assert!(!report["findings"].as_array().unwrap().is_empty(), "{name}");
        }
    }
}

#[tokio::test]
async fn a_request_that_cannot_be_answered_is_a_problem_with_a_stable_code() {
    let request = |method: &str, address: &str| {
        Request::builder().method(method).uri(address).body(Body::empty()).unwrap()
    };
    let cases = [
        (request("POST", "/api/v1/checks"), 400, "profile-not-named"),
        (request("POST", "/api/v1/checks?profile=a&profile=b"), 400, "profile-not-named"),
        (request("POST", "/api/v1/checks?profile=nowhere"), 404, "unknown-profile"),
        (request("GET", "/api/v1/checks"), 405, "method-not-allowed"),
        (request("DELETE", "/api/v1/profiles"), 405, "method-not-allowed"),
        (request("POST", "/index.html"), 405, "method-not-allowed"),
        (request("GET", "/api/v1/nothing"), 404, "not-found"),
        (request("GET", "/nothing.html"), 404, "not-found"),
        (request("GET", "/../Cargo.toml"), 404, "not-found"),
        (request("GET", "/%2e%2e/Cargo.toml"), 404, "not-found"),
    ];
    for (request, status, expected) in cases {
        let asked = format!("{} {}", request.method(), request.uri());
        let answer = ask(&default_app(), request).await;
        assert_eq!((answer.status.as_u16(), code(&answer).as_str()), (status, expected), "{asked}");
        assert_eq!(answer.headers.contains_key(header::ALLOW), status == 405, "{asked}");
    }
}

#[tokio::test]
async fn an_unknown_profile_is_named_with_those_there_are() {
    let answer = ask(&default_app(), post("nowhere", Vec::new())).await;
    assert!(answer.text().contains("nowhere") && answer.text().contains(PROFILE), "{}", answer.text());
}

#[tokio::test]
async fn a_photo_that_is_too_long_is_a_problem() {
    let longest = usize::try_from(MAX_BYTES).unwrap();
    let answer = ask(&default_app(), post(PROFILE, vec![0; longest + 1])).await;
    assert_eq!((answer.status.as_u16(), code(&answer).as_str()), (413, "photo-too-large"));
    assert!(answer.text().contains("32 MB"), "{}", answer.text());
}

#[tokio::test]
async fn a_form_with_a_photo_in_it_is_refused_with_the_right_call() {
    let cases = [
        ("multipart/form-data; boundary=x", true),
        ("Multipart/Form-Data; boundary=x", true),
        ("multipart/mixed", true),
        // What curl sends for --data-binary.
        ("application/x-www-form-urlencoded", false),
        ("application/octet-stream", false),
        ("image/jpeg", false),
        ("nonsense", false),
    ];
    for (content_type, refused) in cases {
        let mut request =
            post(PROFILE, b"--x\r\nContent-Disposition: form-data; name=photo\r\n\r\n".to_vec());
        request.headers_mut().insert(header::CONTENT_TYPE, content_type.parse().unwrap());
        let answer = ask(&default_app(), request).await;
        if refused {
            assert_eq!(
                (answer.status.as_u16(), code(&answer).as_str()),
                (415, "photo-in-form"),
                "{content_type}"
            );
            assert!(answer.text().contains("curl --data-binary @photo.jpg"), "{}", answer.text());
        } else {
            assert_eq!(answer.status, StatusCode::OK, "{content_type}");
        }
    }
}

#[tokio::test]
async fn the_profiles_are_those_that_reports_name() {
    let answer = ask(&default_app(), get("/api/v1/profiles")).await;
    let listed: Vec<Value> = serde_json::from_slice(&answer.body).unwrap();
    let known: Vec<_> = profile::builtins().collect();
    assert_eq!(listed.len(), known.len());
    for (listed, known) in listed.iter().zip(known) {
        assert_eq!((&listed["id"], &listed["sha256"]), (&known.id.into(), &known.sha256.into()));
        assert!(listed["title"]["zh"].is_string() && listed["title"]["en"].is_string());
    }
}

#[tokio::test]
async fn one_profile_is_served_as_pages_take_it() {
    let answer = ask(&default_app(), get("/api/v1/profiles/cet")).await;
    let file: Value = serde_json::from_slice(&answer.body).unwrap();
    let profile = portrait_precheck::Profile::from_json(&file["profile"].to_string()).unwrap();
    assert_eq!((profile.id.as_str(), &file["summary"]["id"]), ("cet", &"cet".into()));
    assert_eq!(ask(&default_app(), get("/api/v1/profiles/nowhere")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn healthz_names_the_engine() {
    let answer = ask(&default_app(), get("/healthz")).await;
    let expected = format!(r#"{{"status":"ok","engine":"{}"}}"#, portrait_precheck::ENGINE);
    assert_eq!((answer.status, answer.text()), (StatusCode::OK, expected.as_str()));
}

#[tokio::test]
async fn the_bare_api_adds_no_header_and_no_fallback() {
    let problem_free = [get("/api/v1/profiles"), post(PROFILE, b"not a photo".to_vec())];
    for request in problem_free {
        let asked = format!("{} {}", request.method(), request.uri());
        let answer = ask(&bare_api(), request).await;
        let names: Vec<&str> = answer.headers.keys().map(HeaderName::as_str).collect();
        assert_eq!(
            (answer.status, names.as_slice()),
            (StatusCode::OK, ["content-type", "content-length"].as_slice()),
            "{asked}"
        );
    }
    for elsewhere in ["/", "/healthz", "/api/v1/openapi.json", "/api/v1/nothing"] {
        let answer = ask(&bare_api(), get(elsewhere)).await;
        assert_eq!((answer.status, answer.text()), (StatusCode::NOT_FOUND, ""), "{elsewhere}");
    }
}

#[tokio::test]
async fn another_program_mounts_the_api_beside_routes_of_its_own() {
    let own = Router::new()
        .route("/api/v1/collection", routing::get(async || "a collection"))
        .fallback(async || (StatusCode::NOT_FOUND, "its own fallback"));
    let app = own.merge(bare_api());
    assert_eq!(ask(&app, get("/api/v1/profiles")).await.status, StatusCode::OK);
    assert_eq!(ask(&app, get("/api/v1/collection")).await.text(), "a collection");
    assert_eq!(ask(&app, get("/api/v1/nothing")).await.text(), "its own fallback");
}

#[tokio::test]
async fn only_reports_with_the_same_models_are_compared() {
    let photo: &[u8] = include_bytes!("../../../../src/self_test.jpg");
    let models = ModelSet::embedded().unwrap();
    let report = check(photo, &profile::builtin(PROFILE).unwrap(), &models);
    let sums: Vec<&str> = report.models.iter().map(|model| &*model.sha256).collect();
    assert!(!sums.is_empty());
    let app = with(ChecksConfig::default(), models);
    let claimed = sha256(report.to_json().as_bytes());
    let (engine, sha256) = (&report.engine, &report.profile.sha256);
    for with in [sums.join("+"), String::new()] {
        let claim = format!("{claimed}; engine={engine}; profile={sha256}; models={with}");
        let mut request = post(PROFILE, photo);
        request.headers_mut().insert("x-precheck-report-sha256", claim.parse().unwrap());
        assert_eq!(ask(&app, request).await.text(), report.to_json());
    }
    let metrics = ask(&app, get("/metrics")).await;
    for (result, count) in [("same", 1), ("different", 0), ("incomparable", 1)] {
        let line = format!(r#"precheck_report_comparisons_total{{result="{result}"}} {count}"#);
        assert!(metrics.text().lines().any(|l| l == line), "{line}\n{}", metrics.text());
    }
}

#[tokio::test]
async fn answers_checks_and_comparisons_are_counted() {
    let app = default_app();
    ask(&app, post(PROFILE, b"not a photo".to_vec())).await;
    let mut claims = post(PROFILE, b"not a photo".to_vec());
    claims.headers_mut().insert("x-precheck-report-sha256", "00".parse().unwrap());
    ask(&app, claims).await;
    ask(&app, get("/nothing")).await;
    let metrics = ask(&app, get("/metrics")).await;
    let lines = [
        r#"precheck_requests_total{route="/api/v1/checks",status="200"} 2"#,
        r#"precheck_requests_total{route="files",status="404"} 1"#,
        r#"precheck_checks_total{profile="chsi-graduation",decision="rejected"} 2"#,
        "precheck_check_seconds_count 2",
        r#"precheck_report_comparisons_total{result="incomparable"} 1"#,
        r#"precheck_report_comparisons_total{result="different"} 0"#,
        "precheck_checks_running 0",
    ];
    for line in lines {
        assert!(metrics.text().lines().any(|l| l == line), "{line}\n{}", metrics.text());
    }
}
