//! One log line and one count a request. Neither contains anything of the sender's: no address, no query, no
//! name or hash of a file, and of the path only the route that it matched.

use crate::state::ApiState;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use std::time::Instant;

/// The route of all files of sites.
const FILES: &str = "files";

/// Logs and counts every answer of `router`.
pub fn observed(router: Router, state: &ApiState) -> Router {
    router.layer(from_fn_with_state(state.clone(), observe))
}

async fn observe(State(state): State<ApiState>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = matched.as_ref().map_or(FILES, MatchedPath::as_str);
    let status = response.status().as_u16();
    state.metrics.answered(route, status);
    tracing::info!(route, status, milliseconds = started.elapsed().as_millis() as u64, "answered");
    response
}
