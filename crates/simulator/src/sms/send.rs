//! Tencent Cloud's `SendSms` (cloud.tencent.com, document 382/55981). It answers 200 to everything, and says in the body what
//! went wrong: with the whole request, or with the message to one number.

use super::authorization;
use crate::faults::{Fault, Kind};
use crate::seal::random_text;
use crate::state::{Message, Simulator};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

/// Longest variable of a notification, in characters (Tencent Cloud, document 382/13301).
const MAX_VARIABLE: usize = 6;
/// Most numbers of one request.
const MAX_NUMBERS: usize = 200;
/// Longest `SessionContext`, in bytes.
const MAX_CONTEXT: usize = 512;

/// What is wrong with a whole request: a code for programs, a text for people.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Failure(pub(crate) &'static str, pub(crate) &'static str);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct SendRequest {
    phone_number_set: Vec<String>,
    sms_sdk_app_id: String,
    template_id: String,
    sign_name: String,
    #[serde(default)]
    template_param_set: Vec<String>,
    #[serde(default)]
    session_context: String,
}

/// `POST /` with `X-TC-Action: SendSms`
pub(crate) async fn send(
    State(simulator): State<Simulator>,
    fault: Option<Extension<Fault>>,
    headers: HeaderMap,
    body: Bytes,
) -> Json<Value> {
    let fault = fault.map(|Extension(fault)| fault);
    let answer = match answer(&simulator, &headers, &body, fault.as_ref()) {
        Ok(statuses) => json!({ "SendStatusSet": statuses }),
        Err((code, message)) => json!({ "Error": { "Code": code, "Message": message } }),
    };
    let mut response = json!({ "Response": answer });
    response["Response"]["RequestId"] = json!(random_text(32));
    Json(response)
}

fn answer(
    simulator: &Simulator,
    headers: &HeaderMap,
    body: &[u8],
    fault: Option<&Fault>,
) -> Result<Vec<Value>, (String, String)> {
    let failed = |Failure(code, message): Failure| (code.to_owned(), message.to_owned());
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    authorization::check(simulator, headers, body).map_err(failed)?;
    if header("x-tc-action") != "SendSms" {
        return Err(failed(Failure("InvalidAction", "the action is SendSms")));
    }
    if header("x-tc-version") != "2021-01-11" {
        return Err(failed(Failure("NoSuchVersion", "the version is 2021-01-11")));
    }
    if fault.is_some_and(|fault| fault.fault == Kind::RateLimited) {
        return Err(failed(Failure("RequestLimitExceeded", "too many requests")));
    }
    let request: SendRequest =
        serde_json::from_slice(body).map_err(|error| ("InvalidParameter".to_owned(), error.to_string()))?;
    let account = &simulator.accounts().sms;
    if request.sms_sdk_app_id != account.sdk_app_id {
        return Err(failed(Failure(
            "UnauthorizedOperation.SmsSdkAppIdVerifyFail",
            "there is no such SmsSdkAppId",
        )));
    }
    if request.phone_number_set.is_empty() || request.phone_number_set.len() > MAX_NUMBERS {
        return Err(failed(Failure(
            "LimitExceeded.PhoneNumberCountLimit",
            "between 1 and 200 phone numbers",
        )));
    }
    if request.session_context.len() > MAX_CONTEXT {
        return Err(failed(Failure("InvalidParameterValue", "SessionContext has more than 512 bytes")));
    }
    let refused = fault.filter(|fault| fault.fault == Kind::Refused).map(|fault| fault.code.as_str());
    let now_ms = simulator.now_ms();
    let mut state = simulator.state();
    let needed = state.templates.get(&request.template_id).copied();
    let of_all = if let Some(code) = refused {
        Some(code)
    } else if request.sign_name != account.sign_name {
        Some("FailedOperation.SignatureIncorrectOrUnapproved")
    } else if request.template_id.is_empty() || needed.is_none() && !state.templates.is_empty() {
        Some("FailedOperation.TemplateIncorrectOrUnapproved")
    } else if needed.is_some_and(|needed| needed != request.template_param_set.len()) {
        Some("FailedOperation.TemplateParamSetNotMatchApprovedTemplate")
    } else if request.template_param_set.iter().any(|variable| variable.chars().count() > MAX_VARIABLE) {
        Some("InvalidParameterValue.TemplateParameterLengthLimit")
    } else {
        None
    };
    let statuses = request.phone_number_set.iter().map(|given| {
        let phone = phone(given);
        let code = of_all.unwrap_or(if phone.is_some() {
            "Ok"
        } else {
            "InvalidParameterValue.IncorrectPhoneNumber"
        });
        let sent = phone.filter(|_| code == "Ok");
        let serial = sent.map(|phone| {
            state.ledger.messages.push(Message {
                id: request.session_context.clone(),
                phone: phone.to_owned(),
                template: request.template_id.clone(),
                variables: request.template_param_set.clone(),
                at_ms: now_ms,
            });
            format!("{}:{}", state.ledger.messages.len(), now_ms)
        });
        json!({
            "SerialNo": serial.unwrap_or_default(),
            "PhoneNumber": given,
            "Fee": i32::from(sent.is_some()),
            "SessionContext": request.session_context,
            "Code": code,
            "Message": if sent.is_some() { "send success" } else { code },
            "IsoCode": "CN",
        })
    });
    Ok(statuses.collect())
}

/// The eleven digits of a number in mainland China, which may have `+86`, `0086` or `86` in front.
fn phone(given: &str) -> Option<&str> {
    let digits = ["+86", "0086", "86"].iter().find_map(|prefix| given.strip_prefix(prefix)).unwrap_or(given);
    (digits.len() == 11 && digits.starts_with('1') && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_mainland_china_are_known() {
        for given in ["+8613901234567", "008613901234567", "8613901234567", "13901234567"] {
            assert_eq!(phone(given), Some("13901234567"), "{given}");
        }
        for given in ["", "+8523901234567", "+861390123456", "+86139012345678", "+86 13901234567"] {
            assert_eq!(phone(given), None, "{given}");
        }
    }
}
