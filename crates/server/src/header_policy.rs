//! The headers of one part of the server: what its pages may load, who may read and embed it, how long a
//! browser keeps it, and which part of its address other sites get.
//!
//! Every router or site is wrapped in one policy, so that what the public check needs (scripts for pages of
//! other origins) never applies to a site beside it.

use crate::caching::{NO_STORE, REVALIDATE, cache_control};
use crate::content_security_policy::{self, FrameAncestor};
use axum::Router;
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName, REFERRER_POLICY,
    RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Method};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;
use tower_http::cors::{Any, CorsLayer};

/// The headers of one part of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderPolicy {
    /// `Content-Security-Policy` of its HTML documents.
    pub csp: Cow<'static, str>,
    /// `Content-Security-Policy` of its worker scripts; see [`is_worker_script`].
    pub worker_csp: &'static str,
    /// Who may read and embed it.
    pub cors: Cors,
    /// How long browsers keep it.
    pub caching: Caching,
    /// Which part of its pages' addresses other sites get.
    pub referrer_policy: ReferrerPolicy,
}

/// Which origins may read the answers and embed the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cors {
    /// Every origin, without credentials: CORS for any origin, and `Cross-Origin-Resource-Policy: cross-origin`.
    AnyOrigin,
    /// This origin alone: no CORS header, and `Cross-Origin-Resource-Policy: same-origin`.
    SameOrigin,
}

/// How long browsers keep answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caching {
    /// Not at all: answers that hold for this moment, or are for one person.
    NoStore,
    /// By the file's name: for ever where it contains the content's hash, else revalidated before each use.
    ByFileName,
}

/// The values of `Referrer-Policy` that are in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferrerPolicy {
    /// Nothing is sent.
    NoReferrer,
    /// Other sites get the origin. WeChat's H5 payment refuses a page that sends nothing.
    StrictOriginWhenCrossOrigin,
}

/// The check API: for pages of any origin, never kept.
pub const PUBLIC_API: HeaderPolicy = HeaderPolicy {
    csp: Cow::Borrowed(content_security_policy::NOTHING),
    worker_csp: content_security_policy::NOTHING,
    cors: Cors::AnyOrigin,
    caching: Caching::NoStore,
    referrer_policy: ReferrerPolicy::NoReferrer,
};

/// The check page, which these pages may show in a frame, and the scripts, module and models that pages of any
/// origin may load.
pub fn public_site(frame_ancestors: &[FrameAncestor]) -> HeaderPolicy {
    HeaderPolicy {
        csp: content_security_policy::check_page(frame_ancestors).into(),
        worker_csp: content_security_policy::WORKER,
        cors: Cors::AnyOrigin,
        caching: Caching::ByFileName,
        referrer_policy: ReferrerPolicy::StrictOriginWhenCrossOrigin,
    }
}

/// Health and metrics: for the operator's own tools, never kept.
pub const OPERATIONS: HeaderPolicy = HeaderPolicy { cors: Cors::SameOrigin, ..PUBLIC_API };

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// How long a browser remembers the answer to a preflight request: two hours, the most that Chromium takes.
const PREFLIGHT_MAX_AGE: Duration = Duration::from_secs(7200);

impl HeaderPolicy {
    /// Adds the policy's headers to every answer of `router`, its fallback included.
    pub fn wrap(self, router: Router) -> Router {
        let router = match self.cors {
            Cors::AnyOrigin => router.layer(any_origin()),
            Cors::SameOrigin => router,
        };
        let policy = Arc::new(self);
        router.layer(from_fn(move |request, next| policy.clone().respond(request, next)))
    }

    async fn respond(self: Arc<Self>, request: Request, next: Next) -> Response {
        let path = request.uri().path();
        let is_worker = is_worker_script(path);
        let kept = match self.caching {
            Caching::NoStore => NO_STORE,
            Caching::ByFileName => cache_control(path),
        };
        let mut response = next.run(request).await;
        let found = response.status().is_success() || response.status().as_u16() == 304;
        let kept = if found || kept == NO_STORE { kept } else { REVALIDATE };
        let headers = response.headers_mut();
        let mut set = |name, value| drop(headers.insert(name, HeaderValue::from_static(value)));
        set(CACHE_CONTROL, kept);
        set(X_CONTENT_TYPE_OPTIONS, "nosniff");
        set(REFERRER_POLICY, self.referrer_policy.name());
        set(CROSS_ORIGIN_RESOURCE_POLICY, self.cors.resource_policy());
        if is_worker {
            set(CONTENT_SECURITY_POLICY, self.worker_csp);
        } else if is_html(headers) {
            // A policy that is no header value would be a fault of ours: then nothing is allowed.
            let csp = HeaderValue::from_str(&self.csp);
            let nothing = HeaderValue::from_static(content_security_policy::NOTHING);
            headers.insert(CONTENT_SECURITY_POLICY, csp.unwrap_or(nothing));
        }
        response
    }
}

impl Cors {
    fn resource_policy(self) -> &'static str {
        match self {
            Self::AnyOrigin => "cross-origin",
            Self::SameOrigin => "same-origin",
        }
    }
}

impl ReferrerPolicy {
    fn name(self) -> &'static str {
        match self {
            Self::NoReferrer => "no-referrer",
            Self::StrictOriginWhenCrossOrigin => "strict-origin-when-cross-origin",
        }
    }
}

fn any_origin() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers(Any)
        .expose_headers([RETRY_AFTER])
        .max_age(PREFLIGHT_MAX_AGE)
}

/// Whether the last part of the path is `worker.js` (the check's worker) or `sw.js` (a service worker): the
/// scripts that run outside a page, and so take their policy from their own response.
pub fn is_worker_script(path: &str) -> bool {
    matches!(path.rsplit('/').next(), Some("worker.js" | "sw.js"))
}

/// Only documents need the policy; sent with each of their files it would be a twentieth of a first visit.
fn is_html(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}
