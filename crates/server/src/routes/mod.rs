//! The routes: which address answers what.

mod checks;
mod health;
mod metrics;
pub mod openapi;
mod profiles;
pub(crate) mod verification;

use crate::state::ApiState;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The check API with its documentation: no layer, no fallback, no header beyond the content type.
pub fn api(state: ApiState) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(checks::create))
        .routes(routes!(profiles::list))
        .routes(routes!(profiles::one))
        .with_state(state)
}

/// Health and metrics, for the operator's own tools.
pub fn operations(state: ApiState) -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(health::healthy)).routes(routes!(metrics::counters)).with_state(state)
}
