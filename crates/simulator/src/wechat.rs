//! WeChat's login, access token and phone number (developers.weixin.qq.com: 小程序登录, 获取稳定版接口调用凭据, 手机号快速验证).
//! It answers 200 to everything, and says with `errcode` what went wrong.

use crate::state::Simulator;
use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

/// How long an access token is good, in seconds.
const TOKEN_SECONDS: i64 = 7200;

/// Longest code that is taken, in bytes.
const MAX_CODE: usize = 128;

#[derive(Deserialize)]
pub(crate) struct LoginQuery {
    #[serde(default)]
    appid: String,
    #[serde(default)]
    js_code: String,
    #[serde(default)]
    grant_type: String,
}

#[derive(Deserialize)]
pub(crate) struct TokenRequest {
    #[serde(default)]
    grant_type: String,
    #[serde(default)]
    appid: String,
    #[serde(default)]
    force_refresh: bool,
}

#[derive(Deserialize)]
pub(crate) struct PhoneQuery {
    #[serde(default)]
    access_token: String,
}

#[derive(Deserialize)]
pub(crate) struct PhoneRequest {
    #[serde(default)]
    code: String,
}

/// `GET /sns/jscode2session`
pub(crate) async fn login(
    State(simulator): State<Simulator>,
    Query(query): Query<LoginQuery>,
) -> Json<Value> {
    if query.appid.is_empty() {
        return failure(40013, "invalid appid");
    }
    if query.grant_type != "authorization_code" {
        return failure(40002, "invalid grant_type");
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let Some(account) = subject(&query.js_code).filter(|account| account.chars().all(is_name)) else {
        return failure(40029, "invalid code");
    };
    let mut state = simulator.state();
    if !state.use_once("login", &query.js_code) {
        return failure(40163, "code been used");
    }
    state.ledger.logins += 1;
    Json(json!({ "openid": format!("openid-{account}"), "session_key": "c2Vzc2lvbi1rZXktb2Ytbm9ib2R5" }))
}

/// `POST /cgi-bin/stable_token`
pub(crate) async fn token(
    State(simulator): State<Simulator>,
    Json(request): Json<TokenRequest>,
) -> Json<Value> {
    if request.grant_type != "client_credential" {
        return failure(40002, "invalid grant_type");
    }
    if request.appid.is_empty() {
        return failure(40013, "invalid appid");
    }
    let now = simulator.now_ms();
    let mut state = simulator.state();
    let current = state.token.take().filter(|(_, end)| *end > now && !request.force_refresh);
    let (token, end) = current.unwrap_or_else(|| {
        state.tokens += 1;
        (format!("token-{}", state.tokens), now + TOKEN_SECONDS * 1000)
    });
    state.token = Some((token.clone(), end));
    Json(json!({ "access_token": token, "expires_in": (end - now) / 1000 }))
}

/// `POST /wxa/business/getuserphonenumber`
pub(crate) async fn phone(
    State(simulator): State<Simulator>,
    Query(query): Query<PhoneQuery>,
    Json(request): Json<PhoneRequest>,
) -> Json<Value> {
    let now = simulator.now_ms();
    let mut state = simulator.state();
    match &state.token {
        Some((token, _)) if *token != query.access_token => return failure(40001, "invalid credential"),
        Some((_, end)) if *end <= now => return failure(42001, "access_token expired"),
        Some(_) => {}
        None => return failure(40001, "invalid credential"),
    }
    let is_number = |number: &&str| number.len() == 11 && number.bytes().all(|byte| byte.is_ascii_digit());
    let Some(number) = subject(&request.code).filter(is_number).map(str::to_owned) else {
        return failure(40029, "invalid code");
    };
    if !state.use_once("phone", &request.code) {
        return failure(40163, "code been used");
    }
    state.ledger.phones += 1;
    Json(json!({
        "errcode": 0,
        "errmsg": "ok",
        "phone_info": {
            "phoneNumber": number,
            "purePhoneNumber": number,
            "countryCode": "86",
            "watermark": { "timestamp": now / 1000, "appid": "wx0000000000000000" },
        },
    }))
}

/// What stands in front of the last dot of a code: the account, or the phone number.
fn subject(code: &str) -> Option<&str> {
    let (subject, nonce) = code.rsplit_once('.')?;
    (!subject.is_empty() && !nonce.is_empty() && code.len() <= MAX_CODE).then_some(subject)
}

fn failure(code: i64, message: &str) -> Json<Value> {
    Json(json!({ "errcode": code, "errmsg": message }))
}
