//! The merchant's signature of a request: `Authorization: WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",…`.

use super::refusal::Refusal;
use crate::state::Simulator;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};

/// The name of the signature.
const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048 ";
/// How far the time of a request may be off, in seconds.
const MAX_SKEW: u64 = 300;
/// Longest nonce.
const MAX_NONCE: usize = 128;

/// The parts of the header.
#[derive(Debug, PartialEq, Eq)]
struct Authorization<'a> {
    mchid: &'a str,
    nonce: &'a str,
    signature: &'a str,
    timestamp: &'a str,
    serial: &'a str,
}

/// Judges whether a request is the merchant's, and complete.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check(simulator: &Simulator, request: &Parts, body: &[u8]) -> Result<(), Refusal> {
    let has = |name| text(&request.headers, name).is_some_and(|value| !value.is_empty());
    if !has(header::ACCEPT) || !has(header::USER_AGENT) {
        return Err(Refusal::parameter("Http头缺少Accept或User-Agent"));
    }
    let is_json =
        text(&request.headers, header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("application/json"));
    if request.method == Method::POST && !is_json {
        return Err(Refusal::parameter("Http头Content-Type不是application/json"));
    }
    let line = text(&request.headers, header::AUTHORIZATION);
    let line = line.ok_or_else(|| Refusal::signature("Http头缺少Authorization"))?;
    let given =
        Authorization::parse(line).ok_or_else(|| Refusal::signature("Http头Authorization值格式错误"))?;
    let account = &simulator.accounts().pay;
    if given.mchid != account.mchid {
        return Err(Refusal::new(401, "SIGN_ERROR", "商户号不存在"));
    }
    if given.serial != account.serial_no {
        return Err(Refusal::signature("商户证书序列号有误"));
    }
    let now = simulator.clock_ms().div_euclid(1000);
    let is_near = given.timestamp.parse::<i64>().is_ok_and(|time| time.abs_diff(now) <= MAX_SKEW);
    if !is_near {
        return Err(Refusal::signature("Http头Authorization中的timestamp与发起请求的时间不得超过5分钟"));
    }
    let target = request.uri.path_and_query().map_or("/", |target| target.as_str());
    let head = format!("{}\n{target}\n{}\n{}\n", request.method, given.timestamp, given.nonce);
    let message = [head.as_bytes(), body, b"\n"].concat();
    if !simulator.keys().merchant.verifies(&message, given.signature) {
        return Err(Refusal::signature("错误的签名，验签失败"));
    }
    if !simulator.state().use_once("nonce", given.nonce) {
        return Err(Refusal::signature("nonce_str重复，重试的请求须重新签名"));
    }
    Ok(())
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

impl<'a> Authorization<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let fields = line.strip_prefix(SCHEME)?;
        let field = |name: &str| {
            let mut found = fields.split(',').filter_map(|field| {
                let (key, value) = field.trim().split_once('=')?;
                (key == name).then(|| value.strip_prefix('"')?.strip_suffix('"'))
            });
            let value = found.next()??;
            (!value.is_empty() && found.next().is_none()).then_some(value)
        };
        let nonce = field("nonce_str").filter(|nonce| nonce.len() <= MAX_NONCE)?;
        let (mchid, signature) = (field("mchid")?, field("signature")?);
        Some(Self { mchid, nonce, signature, timestamp: field("timestamp")?, serial: field("serial_no")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_fields_in_any_order() {
        let line = r#"WECHATPAY2-SHA256-RSA2048 serial_no="5", mchid="1",nonce_str="2",signature="a+/=",timestamp="4""#;
        let read = Authorization { mchid: "1", nonce: "2", signature: "a+/=", timestamp: "4", serial: "5" };
        assert_eq!(Authorization::parse(line), Some(read));
        let bad = [
            "".to_owned(),
            line.replace("RSA2048 ", "RSA2048"),
            line.replace("nonce_str=\"2\",", ""),
            line.replace("\"2\"", "\"\""),
            line.replace("\"2\"", "2"),
            line.replace("mchid=\"1\"", "mchid=\"1\",mchid=\"2\""),
            line.replace("\"2\"", &format!("\"{}\"", "2".repeat(MAX_NONCE + 1))),
        ];
        for line in bad {
            assert_eq!(Authorization::parse(&line), None, "{line}");
        }
    }
}
