//! The platform's certificates.

use super::refusal::Refusal;
use crate::accounts::Certificate;
use crate::certificate::{EFFECTIVE, EXPIRES};
use crate::seal::seal;
use crate::state::Simulator;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// `GET /v3/certificates`
pub(crate) async fn certificates(State(simulator): State<Simulator>) -> Result<Json<Value>, Refusal> {
    let key = &simulator.accounts().pay.apiv3_key;
    let entry = |certificate: &Certificate| {
        let sealed = seal(key, "certificate", &certificate.pem)?;
        Some(json!({
            "serial_no": certificate.serial_no,
            "effective_time": EFFECTIVE,
            "expire_time": EXPIRES,
            "encrypt_certificate": sealed,
        }))
    };
    let certificates = simulator.certificates();
    let entries: Option<Vec<Value>> = certificates.iter().map(|certificate| entry(certificate)).collect();
    let entries = entries.ok_or_else(|| Refusal::new(500, "SYSTEM_ERROR", "APIv3密钥长度须为32"))?;
    Ok(Json(json!({ "data": entries })))
}

/// `POST /_control/rotate`: a new certificate signs from now on; the one before it is given out until the next rotation.
pub(crate) async fn rotate(State(simulator): State<Simulator>) -> StatusCode {
    match Certificate::generate() {
        Ok(certificate) => {
            simulator.rotate(certificate);
            StatusCode::NO_CONTENT
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
