//! Faults on request: what networks and providers do on a bad day.

use crate::state::Simulator;
use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What goes wrong, where, and how often.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    /// The route of the endpoint, or one of the places below.
    pub(crate) path: String,
    /// What happens.
    pub(crate) fault: Kind,
    /// How many times it happens.
    pub(crate) times: u64,
    /// It happens to every second one, if this is 2, and so on.
    #[serde(default = "one")]
    every: u64,
    /// How late, or how far off.
    #[serde(default)]
    seconds: f64,
    /// What a refusal says.
    #[serde(default)]
    pub(crate) code: String,
    /// How many passed since it happened last.
    #[serde(skip)]
    passed: u64,
}

/// What happens.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// 503, and nothing happened.
    Unavailable,
    /// 502, and nothing happened.
    BadGateway,
    /// It happened, and then 502.
    UnavailableAfterEffect,
    /// It happens, and the answer comes late.
    Slow,
    /// It happened, and half of the answer comes.
    Cut,
    /// 403 of somebody in between, and nothing happened.
    UnsignedRefusal,
    /// 202: taken, but nothing happened.
    Accepted,
    /// 429, and nothing happened.
    RateLimited,
    /// Refused with `code`.
    Refused,
    /// The signature is a test: it must be refused.
    SignTest,
    /// The signature is another key's.
    Forged,
    /// The signature names a key that nobody knows.
    UnknownSerial,
    /// The signature's time is off.
    Skewed,
    /// The callback never comes.
    Lost,
    /// The callback, or the end of a refund, comes late.
    Late,
    /// The callback comes twice at once.
    Doubled,
    /// The callback comes after the next one of its order.
    Reordered,
    /// The callback is signed with the other one of the platform's two keys.
    OtherKey,
    /// One byte of the callback is another one.
    Altered,
    /// The callback tells another amount.
    WrongAmount,
    /// The callback is for another app.
    WrongAppid,
    /// The callback is for another merchant.
    WrongMchid,
    /// The callback is of another order.
    WrongNumber,
    /// The callback tells another currency.
    WrongCurrency,
    /// The refund comes back: a person has to see to it.
    Abnormal,
    /// The refund is closed.
    Closed,
    /// A row is missing in the bill.
    MissingRow,
    /// The bill has a row of nobody's order.
    ExtraRow,
}

/// Callbacks of payments.
pub(crate) const PAYMENT_CALLBACK: &str = "callback/payment";
/// Callbacks of refunds.
pub(crate) const REFUND_CALLBACK: &str = "callback/refund";
/// How refunds end.
pub(crate) const REFUND: &str = "refund";
/// What stands in bills.
pub(crate) const BILL: &str = "bill";

/// Longest delay, in seconds: a day.
const MAX_SECONDS: f64 = 86_400.0;
/// Most faults at a time.
const MAX_FAULTS: usize = 1000;
/// Longest answer that is cut.
const MAX_CUT: usize = 1 << 20;

fn one() -> u64 {
    1
}

impl Fault {
    /// A fault that happens once.
    ///
    /// # Errors
    /// It is not possible there.
    pub(crate) fn once(path: &str, fault: Kind, seconds: f64) -> Result<Self, String> {
        let fault = Self {
            path: path.to_owned(),
            fault,
            times: 1,
            every: 1,
            seconds,
            code: String::new(),
            passed: 0,
        };
        fault.mistake().map_or(Ok(fault), Err)
    }

    /// How late, or how far off.
    pub(crate) fn milliseconds(&self) -> i64 {
        (self.seconds * 1000.0) as i64
    }

    /// What is wrong with it, if anything.
    fn mistake(&self) -> Option<String> {
        use Kind::*;
        let callback = [
            Lost,
            Late,
            Doubled,
            Reordered,
            Forged,
            SignTest,
            UnknownSerial,
            Skewed,
            OtherKey,
            Altered,
            WrongAmount,
            WrongAppid,
            WrongMchid,
            WrongNumber,
            WrongCurrency,
        ];
        let request = [
            Unavailable,
            BadGateway,
            UnavailableAfterEffect,
            Slow,
            Cut,
            UnsignedRefusal,
            RateLimited,
            Refused,
        ];
        let signed = [Accepted, SignTest, Forged, UnknownSerial, Skewed];
        let possible = match self.path.as_str() {
            PAYMENT_CALLBACK => callback.contains(&self.fault),
            // A refund's callback has neither of the two.
            REFUND_CALLBACK => {
                callback.contains(&self.fault) && ![WrongAppid, WrongCurrency].contains(&self.fault)
            }
            REFUND => [Late, Abnormal, Closed].contains(&self.fault),
            BILL => [MissingRow, ExtraRow].contains(&self.fault),
            path if path.starts_with("/v3/") => request.contains(&self.fault) || signed.contains(&self.fault),
            "/" => request.contains(&self.fault),
            path if path.starts_with('/') => request[..5].contains(&self.fault),
            path => {
                return Some(format!(
                    "`{path}` is neither a route nor {PAYMENT_CALLBACK}, {REFUND_CALLBACK}, {REFUND}, {BILL}"
                ));
            }
        };
        if !possible {
            return Some(format!("this fault is not possible at `{}`", self.path));
        }
        if self.every == 0 {
            return Some("`every` is at least 1".to_owned());
        }
        if !self.seconds.is_finite() || self.seconds.abs() > MAX_SECONDS {
            return Some(format!("`seconds` is between -{MAX_SECONDS} and {MAX_SECONDS}"));
        }
        (self.fault == Refused && self.code.is_empty()).then(|| "`refused` needs a `code`".to_owned())
    }
}

/// What is wrong with a list of faults, if anything.
pub(crate) fn mistake(faults: &[Fault]) -> Option<String> {
    if faults.len() > MAX_FAULTS {
        return Some(format!("more than {MAX_FAULTS} faults"));
    }
    faults.iter().find_map(Fault::mistake)
}

impl Simulator {
    /// Uses up the first fault that is left for a place, if it is its turn.
    pub(crate) fn take_fault(&self, path: &str) -> Option<Fault> {
        let mut state = self.state();
        let fault = state.faults.iter_mut().find(|fault| fault.path == path && fault.times > 0)?;
        fault.passed += 1;
        if fault.passed < fault.every {
            return None;
        }
        fault.passed = 0;
        fault.times -= 1;
        Some(fault.clone())
    }
}

/// Applies the fault that is left for the request's route. One that depends on the provider is handed on with the request.
pub(crate) async fn apply(State(simulator): State<Simulator>, mut request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let fault = route.and_then(|route| simulator.take_fault(&route));
    let Some(fault) = fault else { return next.run(request).await };
    match fault.fault {
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Kind::BadGateway => StatusCode::BAD_GATEWAY.into_response(),
        Kind::UnsignedRefusal => StatusCode::FORBIDDEN.into_response(),
        Kind::UnavailableAfterEffect => {
            next.run(request).await;
            StatusCode::BAD_GATEWAY.into_response()
        }
        Kind::Slow => {
            let response = next.run(request).await;
            let wait = Duration::from_millis(fault.milliseconds().unsigned_abs());
            tokio::time::sleep(wait).await;
            response
        }
        Kind::Cut => {
            let (mut parts, body) = next.run(request).await.into_parts();
            let body = to_bytes(body, MAX_CUT).await.unwrap_or_default();
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(body.slice(..body.len() / 2)))
        }
        _ => {
            request.extensions_mut().insert(fault);
            next.run(request).await
        }
    }
}
