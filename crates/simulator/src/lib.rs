//! What WeChat, WeChat Pay and a vendor of text messages answer, on loopback, for development and tests. The README lists
//! the endpoints.
//!
//! Written from the providers' documentation, and without any code of the campaign, so that each judges the other.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod accounts;
mod beijing;
mod certificate;
mod control;
mod faults;
mod loopback;
mod pay;
mod rsa;
mod seal;
mod sms;
mod state;
mod tc3;
mod wechat;

pub use accounts::{Accounts, PayAccount, SmsAccount};
pub use state::Simulator;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Router, middleware};
use std::io;
use tokio::net::TcpListener;

/// Longest body of a request, in bytes: the longest is a list of faults.
const MAX_BODY: usize = 256 << 10;

/// All endpoints. Callbacks are only sent by [`serve`].
pub fn router(simulator: Simulator) -> Router {
    let providers = Router::new()
        .route("/sns/jscode2session", get(wechat::login))
        .route("/cgi-bin/stable_token", post(wechat::token))
        .route("/wxa/business/getuserphonenumber", post(wechat::phone))
        .route("/", post(sms::send))
        .merge(pay::routes(&simulator))
        .layer(middleware::from_fn_with_state(simulator.clone(), faults::apply));
    let control = Router::new()
        .route("/pay", get(pay::page).post(pay::press))
        .route("/_control/accounts", get(control::accounts))
        .route("/_control/merchant", get(control::merchant))
        .route("/_control/ledger", get(control::ledger))
        .route("/_control/faults", get(control::faults_left).post(control::faults))
        .route("/_control/advance", post(control::advance))
        .route("/_control/templates", post(control::templates))
        .route("/_control/pay", post(pay::pay))
        .route("/_control/bridge", post(pay::bridge))
        .route("/_control/callback", post(control::callback))
        .route("/_control/rotate", post(pay::rotate));
    providers.merge(control).layer(DefaultBodyLimit::max(MAX_BODY)).with_state(simulator)
}

/// Answers, and sends callbacks, until the process ends.
///
/// # Errors
/// Those of the socket.
pub async fn serve(listener: TcpListener, simulator: Simulator) -> io::Result<()> {
    let sender = tokio::spawn(pay::send_due(simulator.clone()));
    let served = axum::serve(listener, router(simulator)).await;
    sender.abort();
    served
}
