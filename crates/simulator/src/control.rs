//! What tests ask for: what happened, what shall go wrong, what time it is.

use crate::faults::Fault;
use crate::state::{Ledger, Simulator};
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct LedgerQuery {
    phone: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Advance {
    seconds: u32,
}

/// `GET /_control/ledger`
pub(crate) async fn ledger(
    State(simulator): State<Simulator>,
    Query(query): Query<LedgerQuery>,
) -> Json<Ledger> {
    let state = simulator.state();
    let Ledger { logins, phones, .. } = state.ledger;
    let messages = state.ledger.messages.iter();
    let wanted = messages.filter(|message| query.phone.as_ref().is_none_or(|phone| *phone == message.phone));
    Json(Ledger { logins, phones, messages: wanted.cloned().collect() })
}

/// `POST /_control/faults`
pub(crate) async fn faults(State(simulator): State<Simulator>, Json(faults): Json<Vec<Fault>>) -> StatusCode {
    simulator.state().faults = faults;
    StatusCode::NO_CONTENT
}

/// `POST /_control/advance`
pub(crate) async fn advance(State(simulator): State<Simulator>, Json(advance): Json<Advance>) -> StatusCode {
    simulator.state().advance(advance.seconds);
    StatusCode::NO_CONTENT
}
