//! Whether a request to the vendor is signed by its customer.

use super::send::Failure;
use crate::state::Simulator;
use crate::tc3::Signed;
use axum::http::{HeaderMap, header};

/// How far the time of a request may be off, in seconds.
const MAX_SKEW: u64 = 300;
/// Most headers that are signed.
const MAX_SIGNED: usize = 32;

/// Judges the headers `Authorization` and `X-TC-Timestamp`.
///
/// # Errors
/// What is wrong with them.
pub(crate) fn check(simulator: &Simulator, headers: &HeaderMap, body: &[u8]) -> Result<(), Failure> {
    let account = &simulator.accounts().sms;
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let timestamp = text("x-tc-timestamp").and_then(|time| time.parse::<i64>().ok());
    let timestamp = timestamp.ok_or(Failure("MissingParameter", "X-TC-Timestamp is missing or malformed"))?;
    if timestamp.abs_diff(simulator.clock_ms().div_euclid(1000)) > MAX_SKEW {
        return Err(Failure("AuthFailure.SignatureExpire", "the time is more than five minutes off"));
    }
    let malformed = Failure("AuthFailure.InvalidAuthorization", "Authorization is missing or malformed");
    let given = text(header::AUTHORIZATION.as_str()).and_then(|line| line.strip_prefix("TC3-HMAC-SHA256 "));
    let given = given.ok_or(malformed)?;
    let field = |name: &str| {
        let mut fields = given.split(',').map(str::trim);
        fields.find_map(|field| field.strip_prefix(name)?.strip_prefix('='))
    };
    let (Some(credential), Some(names), Some(signature)) =
        (field("Credential"), field("SignedHeaders"), field("Signature"))
    else {
        return Err(malformed);
    };
    let names: Vec<&str> = names.split(';').collect();
    let is_sorted = names.is_sorted() && names.len() <= MAX_SIGNED;
    if !is_sorted || !names.contains(&"content-type") || !names.contains(&"host") {
        return Err(malformed);
    }
    let values: Option<Vec<_>> = names.iter().map(|name| Some((*name, text(name)?))).collect();
    let signed = Signed { timestamp, service: "sms", headers: &values.ok_or(malformed)?, body };
    let scope = format!("/{}/sms/tc3_request", signed.date());
    let secret_id = credential
        .strip_suffix(&scope)
        .ok_or(Failure("AuthFailure.SignatureFailure", "the scope is another one"))?;
    if secret_id != account.secret_id {
        return Err(Failure("AuthFailure.SecretIdNotFound", "there is no such SecretId"));
    }
    if signature != signed.signature(&account.secret_key) {
        return Err(Failure("AuthFailure.SignatureFailure", "the signature is another one"));
    }
    Ok(())
}
