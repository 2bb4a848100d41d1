//! The headers of answers: what a page may load, who may embed, and how long a copy keeps.

use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Duration;
use tower_http::cors::{Any, CorsLayer};

/// Scripts of this site and its module only. The worker of an embedding page starts from a `blob:`, and
/// previews are `blob:` pictures.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; \
    img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/// Fixed headers. Pages of another origin, also isolated ones, may load the module and the models.
const FIXED: [(HeaderName, &str); 3] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
];

/// Answers of the API say something of this moment.
const NEVER_KEPT: &str = "no-store";
/// A file may change under its name: kept, but asked after.
const ASKED_AFTER: &str = "no-cache";
/// A file whose name holds its hash never changes.
const KEPT_FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Fewest hexadecimal digits that make a part of a name a hash: more than a date has.
const HASH_DIGITS: usize = 12;

/// How long a browser remembers that another origin may ask: two hours, the most that Chromium takes.
const CROSS_ORIGIN_MEMORY: Duration = Duration::from_secs(7200);

/// Adds the headers that every answer has.
pub(crate) async fn add_headers(request: Request, next: Next) -> Response {
    let keeping = keeping(request.uri().path());
    let mut response = next.run(request).await;
    let keeping = match (keeping, response.status()) {
        (KEPT_FOR_EVER, status) if !is_content(status) => ASKED_AFTER,
        (keeping, _) => keeping,
    };
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_page(headers) {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keeping));
    response
}

/// Lets pages of any origin load the files and ask the API: no answer depends on who asks.
pub(crate) fn cross_origin() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers(Any)
        .expose_headers([axum::http::header::RETRY_AFTER])
        .max_age(CROSS_ORIGIN_MEMORY)
}

fn keeping(path: &str) -> &'static str {
    if path.starts_with("/api/") || path == "/healthz" || path == "/metrics" {
        NEVER_KEPT
    } else if path.split('/').any(has_hash) {
        KEPT_FOR_EVER
    } else {
        ASKED_AFTER
    }
}

/// Whether a part of the name, between `.` and `-`, is a hash: `checker-0123456789ab.wasm`, or such a folder.
fn has_hash(name: &str) -> bool {
    name.split(['.', '-'])
        .any(|part| part.len() >= HASH_DIGITS && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Only pages need the policy; sent with each of their files it would be a twentieth of a first visit.
fn is_page(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn is_content(status: StatusCode) -> bool {
    status.is_success() || status == StatusCode::NOT_MODIFIED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_change_is_kept_for_ever() {
        let cases = [
            ("/", ASKED_AFTER),
            ("/index.html", ASKED_AFTER),
            ("/pkg/simd/portrait_precheck_bg.wasm", ASKED_AFTER),
            ("/notice-20221122.html", ASKED_AFTER),
            ("/pkg/checker-0123456789ab.wasm", KEPT_FOR_EVER),
            ("/pkg/checker.0123456789abcdef.js", KEPT_FOR_EVER),
            ("/pkg/0123456789ab/checker.js", KEPT_FOR_EVER),
            ("/api/v1/profiles", NEVER_KEPT),
            ("/healthz", NEVER_KEPT),
            ("/metrics", NEVER_KEPT),
        ];
        for (path, expected) in cases {
            assert_eq!(keeping(path), expected, "{path}");
        }
    }
}
