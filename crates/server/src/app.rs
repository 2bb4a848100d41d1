//! What the program serves: API, site and operations, each under its header policy, and log and metrics around them.

use crate::code::Code;
use crate::config::ServerConfig;
use crate::header_policy::{OPERATIONS, PUBLIC_API, public_site};
use crate::observe::observed;
use crate::problem::Problem;
use crate::routes::{api, openapi, operations, verification};
use crate::site::site;
use crate::state::ApiState;
use axum::Router;
use axum::routing::any;

/// The check API, the check page, and what the operator asks for.
pub fn app(state: &ApiState, config: &ServerConfig) -> Router {
    let (api, document) = api(state.clone()).split_for_parts();
    let (operations, operations_document) = operations(state.clone()).split_for_parts();
    let document = openapi::head().merge_from(document).merge_from(operations_document);
    let api = api
        .route("/api/v1/openapi.json", openapi::route(&document))
        .route("/api/{*unknown}", any(async || Problem::new(Code::NotFound)));
    let check_site = public_site(&config.frame_ancestors);
    let verification = with_problems(verification::routes(&config.domain_verification));
    let parts = PUBLIC_API
        .wrap(with_problems(api))
        .merge(OPERATIONS.wrap(with_problems(operations)))
        .merge(check_site.clone().wrap(verification))
        .merge(site("/", &config.www, check_site));
    observed(parts, state)
}

/// Answers a method that a route does not take with a problem document.
fn with_problems(router: Router) -> Router {
    router.method_not_allowed_fallback(async || Problem::new(Code::MethodNotAllowed))
}
