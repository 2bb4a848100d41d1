//! The headers of each part of the server, and those of a second site beside it.

use crate::common::{Answer, PROFILE, ask, bare_api, default_app, folder, get, post, with_server};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use precheck_server::config::Verification;
use precheck_server::content_security_policy;
use precheck_server::content_security_policy::FrameAncestor;
use precheck_server::header_policy::{Caching, Cors, PUBLIC_API, ReferrerPolicy, public_site};
use precheck_server::{HeaderPolicy, ServerConfig, site};
use std::borrow::Cow;

const CORP: &str = "cross-origin-resource-policy";

/// A site as an exam office's will be: for its own origin only, and stored nowhere.
const OFFICE: HeaderPolicy = HeaderPolicy {
    csp: Cow::Borrowed("default-src 'self'; frame-ancestors 'none'"),
    worker_csp: "default-src 'none'",
    cors: Cors::SameOrigin,
    caching: Caching::NoStore,
    referrer_policy: ReferrerPolicy::StrictOriginWhenCrossOrigin,
};

/// The check site as it is by default.
fn check_site() -> HeaderPolicy {
    public_site(&[FrameAncestor::own_origin()])
}

/// The check site and the API, and an office's site at `/office`.
fn two_sites(name: &str) -> Router {
    let files = [("index.html", "x"), ("code.0123456789abcdef/worker.js", "x"), ("help/index.html", "x")];
    let check = folder(&format!("{name}-check"), &files);
    let office = folder(&format!("{name}-office"), &files);
    PUBLIC_API.wrap(bare_api()).merge(site("/office", &office, OFFICE)).merge(site("/", &check, check_site()))
}

fn from_elsewhere(mut request: Request<Body>) -> Request<Body> {
    request.headers_mut().insert(header::ORIGIN, "https://exam.example".parse().unwrap());
    request
}

/// The header's value; empty if there is none.
fn value<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn each_area_has_its_own_headers_and_none_of_another() {
    let app = two_sites("headers");
    let immutable = "public, max-age=31536000, immutable";
    let sites = "strict-origin-when-cross-origin";
    // Address, policy, who may read it, who may embed it, how long it is kept, referrer policy.
    let (check, office) = (check_site(), OFFICE);
    let cases = [
        ("/", check.csp.as_ref(), "*", "cross-origin", "no-cache", sites),
        (
            "/code.0123456789abcdef/worker.js",
            content_security_policy::WORKER,
            "*",
            "cross-origin",
            immutable,
            sites,
        ),
        ("/api/v1/profiles", "", "*", "cross-origin", "no-store", "no-referrer"),
        ("/office/", office.csp.as_ref(), "", "same-origin", "no-store", sites),
        ("/office/help/", office.csp.as_ref(), "", "same-origin", "no-store", sites),
        ("/office/code.0123456789abcdef/worker.js", OFFICE.worker_csp, "", "same-origin", "no-store", sites),
    ];
    for (address, csp, readers, embedders, kept, referrer) in cases {
        let answer = ask(&app, from_elsewhere(get(address))).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        let found = [
            "content-security-policy",
            "access-control-allow-origin",
            CORP,
            "cache-control",
            "referrer-policy",
            "x-content-type-options",
        ]
        .map(|name| value(&answer, name));
        assert_eq!(found, [csp, readers, embedders, kept, referrer, "nosniff"], "{address}");
    }
}

#[tokio::test]
async fn a_site_at_a_path_answers_below_it_alone() {
    let app = two_sites("paths");
    for (address, to) in [("/office", "/office/"), ("/office/help", "/office/help/"), ("/help", "/help/")] {
        let answer = ask(&app, get(address)).await;
        assert!(answer.status.is_redirection(), "{address}: {}", answer.status);
        assert_eq!(value(&answer, "location"), to, "{address}");
    }
    let missing = ask(&app, get("/office/nothing")).await;
    assert_eq!((missing.status, value(&missing, CORP)), (StatusCode::NOT_FOUND, "same-origin"));
    let outside = ask(&app, get("/office/../index.html")).await;
    assert_eq!((outside.status, value(&outside, CORP)), (StatusCode::NOT_FOUND, "same-origin"));
}

#[tokio::test]
async fn pages_of_other_origins_may_ask_the_api_and_nothing_else() {
    let preflight = |address: &str| {
        Request::builder()
            .method("OPTIONS")
            .uri(address)
            .header(header::ORIGIN, "https://exam.example")
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
            .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "x-precheck-report-sha256")
            .body(Body::empty())
            .unwrap()
    };
    let answer = ask(&default_app(), preflight("/api/v1/checks")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(value(&answer, "access-control-allow-methods").contains("POST"));
    assert!(answer.headers.contains_key(header::ACCESS_CONTROL_ALLOW_HEADERS));
    let refused = [
        ask(&two_sites("preflight"), preflight("/office/")).await,
        ask(&default_app(), preflight("/metrics")).await,
        ask(&default_app(), from_elsewhere(get("/healthz"))).await,
    ];
    for answer in refused {
        assert_eq!(value(&answer, "access-control-allow-origin"), "", "{}", answer.text());
    }
}

#[tokio::test]
async fn every_answer_of_the_program_belongs_to_an_area() {
    let requests = [
        get("/"),
        get("/nothing"),
        get("/api/v1/profiles"),
        get("/api/v1/checks"),
        get("/api/v1/openapi.json"),
        get("/api/v1/nothing"),
        get("/healthz"),
        get("/metrics"),
        post(PROFILE, b"not a photo".to_vec()),
        post("nowhere", Vec::new()),
    ];
    for request in requests {
        let asked = format!("{} {}", request.method(), request.uri());
        let answer = ask(&default_app(), request).await;
        let is_api = !["GET /", "GET /nothing"].contains(&asked.as_str());
        assert_eq!(value(&answer, "x-content-type-options"), "nosniff", "{asked}");
        assert_eq!(value(&answer, "cache-control"), if is_api { "no-store" } else { "no-cache" }, "{asked}");
        assert!(
            answer.headers.contains_key(CORP) && answer.headers.contains_key(header::REFERRER_POLICY),
            "{asked}"
        );
    }
}

#[tokio::test]
async fn the_verification_file_is_at_the_root() {
    let name = "MP_verify_Ab12.txt".to_owned().try_into().unwrap();
    let domain_verification = vec![Verification { name, text: "Ab12".into() }];
    let app = with_server(&ServerConfig { domain_verification, ..ServerConfig::default() });
    let answer = ask(&app, get("/MP_verify_Ab12.txt")).await;
    assert_eq!((answer.status, answer.text()), (StatusCode::OK, "Ab12"));
    assert_eq!(value(&answer, "content-type"), "text/plain; charset=utf-8");
    assert_eq!(value(&answer, "x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn the_pages_that_may_embed_the_check_page_can_be_set() {
    let www = folder("frames", &[("index.html", "x")]);
    let cases = [
        (ServerConfig::default().frame_ancestors, "frame-ancestors 'self'"),
        (
            ["'self'", "https://*.exam.example"].map(|source| source.to_owned().try_into().unwrap()).to_vec(),
            "frame-ancestors 'self' https://*.exam.example",
        ),
        (vec![], "frame-ancestors "),
    ];
    for (frame_ancestors, expected) in cases {
        let app = with_server(&ServerConfig { www: www.clone(), frame_ancestors, ..ServerConfig::default() });
        let policy = value(&ask(&app, get("/")).await, "content-security-policy").to_owned();
        assert!(policy.ends_with(expected) && policy.contains("script-src 'self'"), "{policy}");
    }
}
