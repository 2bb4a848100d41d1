//! One log line and one count a request. Neither holds anything of the sender's: no address, no query, no
//! name or hash of a file, and of the path only the route that it matched.

use crate::state::AppState;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// The route of everything that is no route: the files of the pages.
const PAGES: &str = "pages";

/// Logs and counts the answer to a request.
pub(crate) async fn observe(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = matched.as_ref().map_or(PAGES, MatchedPath::as_str);
    let status = response.status().as_u16();
    state.metrics.answered(route, status);
    tracing::info!(route, status, milliseconds = started.elapsed().as_millis() as u64, "answered");
    response
}
