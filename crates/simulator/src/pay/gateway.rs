//! What stands before all endpoints under `/v3`: the merchant's signature is verified, the answer is signed.

use super::authorization;
use super::refusal::Refusal;
use super::signature::Signer;
use crate::faults::{Fault, Kind};
use crate::state::Simulator;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Longest body of a request, in bytes.
pub(crate) const MAX_BODY: usize = 64 << 10;
/// Longest body of an answer, in bytes.
const MAX_ANSWER: usize = 64 << 20;

/// Which key signs, by the header `Wechatpay-Serial` of the request.
const WISH: &str = "wechatpay-serial";

/// An answer with this extension goes out without a signature: a bill, which is judged by its sum.
#[derive(Clone, Copy)]
pub(crate) struct Unsigned;

/// Verifies, answers, signs.
pub(crate) async fn guard(State(simulator): State<Simulator>, request: Request, next: Next) -> Response {
    let fault = request.extensions().get::<Fault>().cloned();
    let (signer, response) = match answer(&simulator, request, next, fault.as_ref()).await {
        Ok((signer, response)) => (signer, response),
        Err((signer, refusal)) => (signer, refusal.into_response()),
    };
    if response.extensions().get::<Unsigned>().is_some() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, MAX_ANSWER).await.unwrap_or_default();
    for (name, value) in signer.headers(&simulator, &body, fault.as_ref()) {
        if let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(&value))
        {
            parts.headers.insert(name, value);
        }
    }
    Response::from_parts(parts, Body::from(body))
}

async fn answer(
    simulator: &Simulator,
    request: Request,
    next: Next,
    fault: Option<&Fault>,
) -> Result<(Signer, Response), (Signer, Refusal)> {
    let (mut parts, body) = request.into_parts();
    let wish = parts.headers.get(WISH).map(|serial| serial.to_str().unwrap_or_default());
    let signer = match wish {
        None => Signer::default(),
        Some(serial) => Signer::named(simulator, serial)
            .ok_or_else(|| (Signer::default(), Refusal::parameter("平台证书序列号Wechatpay-Serial错误")))?,
    };
    let refuse = |refusal| (signer, refusal);
    let body: Bytes = to_bytes(body, MAX_BODY).await.map_err(|_| refuse(Refusal::parameter("请求体过大")))?;
    authorization::check(simulator, &parts, &body).map_err(refuse)?;
    match fault.map(|fault| (fault.fault, fault.code.as_str())) {
        Some((Kind::Accepted, _)) => {
            return Err(refuse(Refusal::new(202, "USERPAYING", "已接受请求，但尚未处理，请以相同参数重试")));
        }
        Some((Kind::RateLimited, _)) => return Err(refuse(Refusal::too_often())),
        Some((Kind::Refused, code)) => return Err(refuse(Refusal::new(400, code, "按要求拒绝"))),
        _ => {}
    }
    parts.extensions.insert(signer);
    Ok((signer, next.run(Request::from_parts(parts, Body::from(body))).await))
}
