//! The counters, for Prometheus.

use crate::code::Code;
use crate::problem::Problem;
use crate::state::ApiState;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// The text form that [`crate::metrics`] writes.
const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// List the counters
#[utoipa::path(
    get,
    path = "/metrics",
    responses((
        status = 200,
        description = "OpenMetrics text",
        body = String,
        content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8",
    )),
)]
pub(super) async fn counters(State(state): State<ApiState>) -> Result<Response, Problem> {
    let text = state.metrics.text(&state.queue).map_err(|_| Problem::new(Code::InternalError))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE))], text).into_response())
}
