//! What WeChat and a vendor of text messages answer, on loopback, for development and tests. The README lists the endpoints.
//!
//! Written from the providers' documentation, and without any code of the campaign, so that each judges the other.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod control;
mod faults;
mod sms;
mod state;
mod wechat;

pub use state::Simulator;

use axum::routing::{get, post};
use axum::{Router, middleware};
use std::io;
use tokio::net::TcpListener;

/// All endpoints.
pub fn router(simulator: Simulator) -> Router {
    let providers = Router::new()
        .route("/sns/jscode2session", get(wechat::login))
        .route("/cgi-bin/stable_token", post(wechat::token))
        .route("/wxa/business/getuserphonenumber", post(wechat::phone))
        .route("/sms/messages", post(sms::message))
        .layer(middleware::from_fn_with_state(simulator.clone(), faults::apply));
    let control = Router::new()
        .route("/_control/ledger", get(control::ledger))
        .route("/_control/faults", post(control::faults))
        .route("/_control/advance", post(control::advance));
    providers.merge(control).with_state(simulator)
}

/// Answers until the process ends.
///
/// # Errors
/// Those of the socket.
pub async fn serve(listener: TcpListener, simulator: Simulator) -> io::Result<()> {
    axum::serve(listener, router(simulator)).await
}
