//! What tests ask for: who the merchant is, what happened, what shall go wrong, what time it is.

use crate::accounts::Accounts;
use crate::faults::{self, Fault, Kind};
use crate::pay::{Number, by_hand};
use crate::state::Simulator;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Why a control call was not carried out.
type Refused = (StatusCode, Json<Value>);

#[derive(Deserialize)]
pub(crate) struct LedgerQuery {
    phone: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Advance {
    seconds: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallbackRequest {
    out_trade_no: Option<String>,
    out_refund_no: Option<String>,
    fault: Option<Kind>,
    #[serde(default)]
    seconds: f64,
}

/// `GET /_control/accounts`, with the certificate that signs now
pub(crate) async fn accounts(State(simulator): State<Simulator>) -> Json<Accounts> {
    let mut accounts = simulator.accounts().clone();
    let certificate = simulator.certificate();
    accounts.pay.certificate_serial_no = certificate.serial_no.clone();
    accounts.pay.certificate = certificate.pem.clone();
    Json(accounts)
}

/// `GET /_control/merchant`: the account of WeChat Pay as the campaign's file
pub(crate) async fn merchant(State(simulator): State<Simulator>) -> String {
    simulator.keys().merchant_file()
}

/// `GET /_control/ledger`; `?phone=` only the messages to one number
pub(crate) async fn ledger(
    State(simulator): State<Simulator>,
    Query(query): Query<LedgerQuery>,
) -> Json<Value> {
    let state = simulator.state();
    let messages = state.ledger.messages.iter();
    let wanted = |phone: &str| query.phone.as_ref().is_none_or(|wanted| wanted == phone);
    let messages: Vec<_> = messages.filter(|message| wanted(&message.phone)).collect();
    if query.phone.is_some() {
        return Json(json!({ "messages": messages }));
    }
    let books = &state.books;
    Json(json!({
        "logins": state.ledger.logins,
        "phones": state.ledger.phones,
        "messages": messages,
        "orders": books.orders.values().collect::<Vec<_>>(),
        "refunds": books.refunds.values().collect::<Vec<_>>(),
        "callbacks": books.callbacks.list,
        "money": books.money(),
    }))
}

/// `POST /_control/faults`
pub(crate) async fn faults(
    State(simulator): State<Simulator>,
    Json(faults): Json<Vec<Fault>>,
) -> Result<StatusCode, Refused> {
    if let Some(mistake) = faults::mistake(&faults) {
        return Err(refused(mistake));
    }
    simulator.state().faults = faults;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /_control/faults`: those that are left
pub(crate) async fn faults_left(State(simulator): State<Simulator>) -> Json<Vec<Fault>> {
    Json(simulator.state().faults.iter().filter(|fault| fault.times > 0).cloned().collect())
}

/// `POST /_control/advance`
pub(crate) async fn advance(State(simulator): State<Simulator>, Json(advance): Json<Advance>) -> StatusCode {
    simulator.advance(advance.seconds);
    StatusCode::NO_CONTENT
}

/// `POST /_control/templates`
pub(crate) async fn templates(
    State(simulator): State<Simulator>,
    Json(templates): Json<HashMap<String, usize>>,
) -> StatusCode {
    simulator.state().templates = templates;
    StatusCode::NO_CONTENT
}

/// `POST /_control/callback`
pub(crate) async fn callback(
    State(simulator): State<Simulator>,
    Json(request): Json<CallbackRequest>,
) -> Result<Json<Value>, Refused> {
    let number = match (request.out_trade_no, request.out_refund_no) {
        (Some(number), None) => Number::Order(number),
        (None, Some(number)) => Number::Refund(number),
        _ => return Err(refused("either `out_trade_no` or `out_refund_no`".to_owned())),
    };
    let fault = request.fault.map(|fault| (fault, request.seconds));
    by_hand(&simulator, number, fault).map(Json).map_err(refused)
}

fn refused(why: String) -> Refused {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": why })))
}
