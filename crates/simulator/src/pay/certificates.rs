//! The platform's certificates.

use super::refusal::Refusal;
use crate::certificate::{EFFECTIVE, EXPIRES};
use crate::seal::seal;
use crate::state::Simulator;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

/// `GET /v3/certificates`
pub(crate) async fn certificates(State(simulator): State<Simulator>) -> Result<Json<Value>, Refusal> {
    let account = &simulator.accounts().pay;
    let sealed = seal(&account.apiv3_key, "certificate", &account.certificate);
    Ok(Json(json!({ "data": [{
        "serial_no": account.certificate_serial_no,
        "effective_time": EFFECTIVE,
        "expire_time": EXPIRES,
        "encrypt_certificate": sealed.ok_or_else(|| Refusal::new(500, "SYSTEM_ERROR", "APIv3密钥长度须为32"))?,
    }] })))
}
