//! A vendor of text messages: takes a template's name and its variables, never a text.

use crate::state::{Message, Simulator};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

/// Longest variable of a notification, in characters (Tencent Cloud, document 382/13301).
const MAX_VARIABLE: usize = 6;

#[derive(Deserialize)]
pub(crate) struct MessageRequest {
    id: String,
    phone: String,
    template: String,
    variables: Vec<String>,
}

/// `POST /sms/messages`
pub(crate) async fn message(
    State(simulator): State<Simulator>,
    Json(request): Json<MessageRequest>,
) -> (StatusCode, Json<Value>) {
    let MessageRequest { id, phone, template, variables } = request;
    let refused = |code: &str| (StatusCode::BAD_REQUEST, Json(json!({ "code": code })));
    if phone.len() != 11 || !phone.bytes().all(|byte| byte.is_ascii_digit()) {
        return refused("InvalidPhone");
    }
    if template.is_empty() {
        return refused("InvalidTemplate");
    }
    if variables.iter().any(|variable| variable.chars().count() > MAX_VARIABLE) {
        return refused("VariableTooLong");
    }
    let at_ms = simulator.now_ms();
    let mut state = simulator.state();
    state.ledger.messages.push(Message { id, phone, template, variables, at_ms });
    (StatusCode::OK, Json(json!({ "code": "Ok" })))
}
