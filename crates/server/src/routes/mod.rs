//! The table of contents: what answers where.

mod checks;
mod health;
mod metrics;
mod openapi;
mod pages;
mod profiles;
mod verification;

use crate::error::{Code, Problem};
use crate::headers::{add_headers, cross_origin};
use crate::observe::observe;
use crate::state::AppState;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Everything that this server answers.
pub fn router(state: AppState) -> Router {
    let (api, document) = OpenApiRouter::with_openapi(openapi::head())
        .routes(routes!(checks::create))
        .routes(routes!(profiles::list))
        .routes(routes!(health::healthy))
        .routes(routes!(metrics::counters))
        .split_for_parts();
    api.route("/api/v1/openapi.json", openapi::document(&document))
        .merge(verification::routes(&state.config.domain_verification))
        .method_not_allowed_fallback(async || Problem::new(Code::MethodNotAllowed))
        .fallback_service(pages::files(&state.config.www))
        .layer(cross_origin())
        .layer(from_fn(add_headers))
        .layer(from_fn_with_state(state.clone(), observe))
        .with_state(state)
}
