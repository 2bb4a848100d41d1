//! What the program serves: the campaign's API, the check API, the candidates' and the office's pages, each under its header
//! policy.

use crate::context::App;
use crate::problem::{Code, Problem};
use crate::routes;
use axum::Router;
use axum::response::IntoResponse;
use axum::routing::any;
use precheck_server::content_security_policy::FrameAncestor;
use precheck_server::header_policy::{Cors, HeaderPolicy, OPERATIONS, PUBLIC_API, public_site};
use precheck_server::{observed, openapi, site};
use tower_http::csrf::{CsrfLayer, ProtectionError};

/// The APIs and the pages, with log and counts around them.
pub fn app(app: &App) -> Router {
    let (checks, checks_document) = precheck_server::api(app.checks.clone()).split_for_parts();
    let (api, document) = routes::api(app.clone()).split_for_parts();
    let (operations, operations_document) = routes::operations(app.clone()).split_for_parts();
    let document =
        openapi::head().merge_from(document).merge_from(checks_document).merge_from(operations_document);
    // What a browser sends from another site is refused; there is no token, so cookies are SameSite and bodies no forms.
    let api =
        api.route("/api/v1/openapi.json", openapi::route(&document))
            .route("/api/{*unknown}", any(async || Problem::from(Code::NotFound)))
            .method_not_allowed_fallback(async || Problem::from(Code::MethodNotAllowed))
            .layer(CsrfLayer::new().with_rejection_response(|_: ProtectionError| {
                Problem::from(Code::CrossSite).into_response()
            }));
    let parts = OPERATIONS.wrap(api.merge(operations)).merge(PUBLIC_API.wrap(checks));
    // These pages are signed in: no other origin reads or embeds them.
    let policy = || HeaderPolicy { cors: Cors::SameOrigin, ..public_site(&[FrameAncestor::own_origin()]) };
    let parts = match &app.config.office {
        Some(folder) => parts.merge(site("/office", folder, policy())),
        None => parts,
    };
    let parts = match &app.config.www {
        // These pages are signed in: no other origin reads or embeds them.
        Some(folder) => parts.merge(site("/", folder, policy())),
        None => parts.fallback(async || Problem::from(Code::NotFound)),
    };
    observed(parts, &app.checks)
}
