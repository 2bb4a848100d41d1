//! Faults on request: what networks and providers do on a bad day.

use crate::state::Simulator;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::time::Duration;

/// What goes wrong, where, and how often.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    /// The path of the endpoint.
    path: String,
    /// What happens.
    fault: Kind,
    /// How many requests it happens to.
    times: u64,
    /// How late the answer of a slow one is.
    #[serde(default)]
    seconds: f32,
}

/// What happens to a request.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    /// 503, and nothing happened.
    Unavailable,
    /// It happened, and then 502.
    UnavailableAfterEffect,
    /// It happens, and the answer comes late.
    Slow,
}

/// Longest delay, in seconds.
const MAX_SECONDS: f32 = 600.0;

/// Applies the first fault that is left for the request's path.
pub(crate) async fn apply(State(simulator): State<Simulator>, request: Request, next: Next) -> Response {
    let fault = simulator.take_fault(request.uri().path());
    match fault {
        None => next.run(request).await,
        Some(Fault { fault: Kind::Unavailable, .. }) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Some(Fault { fault: Kind::UnavailableAfterEffect, .. }) => {
            next.run(request).await;
            StatusCode::BAD_GATEWAY.into_response()
        }
        Some(Fault { fault: Kind::Slow, seconds, .. }) => {
            let response = next.run(request).await;
            let seconds = if seconds.is_finite() { seconds.clamp(0.0, MAX_SECONDS) } else { 0.0 };
            tokio::time::sleep(Duration::from_secs_f32(seconds)).await;
            response
        }
    }
}

impl Simulator {
    fn take_fault(&self, path: &str) -> Option<Fault> {
        let mut state = self.state();
        let fault = state.faults.iter_mut().find(|fault| fault.path == path && fault.times > 0)?;
        fault.times -= 1;
        Some(fault.clone())
    }
}
