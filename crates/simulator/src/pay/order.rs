//! JSAPI orders: place, query, close.

use super::books::{Order, Terms, no_order};
use super::refusal::Refusal;
use super::signature::Signer;
use crate::beijing;
use crate::state::Simulator;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Largest amount of an order, in fen.
const MAX_FEN: i64 = 100_000_000;

#[derive(Deserialize)]
struct PrepayRequest {
    appid: String,
    mchid: String,
    description: String,
    out_trade_no: String,
    time_expire: Option<String>,
    attach: Option<String>,
    notify_url: String,
    amount: Amount,
    payer: Payer,
}

#[derive(Deserialize)]
struct Amount {
    total: i64,
    currency: Option<String>,
}

#[derive(Deserialize)]
struct Payer {
    openid: String,
}

#[derive(Deserialize)]
struct CloseRequest {
    mchid: String,
}

#[derive(Deserialize)]
pub(crate) struct Merchant {
    #[serde(default)]
    mchid: String,
}

/// `POST /v3/pay/transactions/jsapi`
pub(crate) async fn prepay(
    State(simulator): State<Simulator>,
    Extension(signer): Extension<Signer>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let request: PrepayRequest = read(&body)?;
    need_merchant(&simulator, &request.mchid)?;
    if request.appid != simulator.accounts().pay.appid {
        return Err(Refusal::new(400, "APPID_MCHID_NOT_MATCH", "appid和mchid不匹配"));
    }
    need_length("description", &request.description, 1, 127)?;
    need_number("out_trade_no", &request.out_trade_no, 6, 32, "_-|*")?;
    need_length("notify_url", &request.notify_url, 1, 255)?;
    need_address(&request.notify_url)?;
    need_length("payer.openid", &request.payer.openid, 1, 128)?;
    need_length("attach", request.attach.as_deref().unwrap_or_default(), 0, 128)?;
    need_amount("amount.total", request.amount.total, request.amount.currency.as_deref())?;
    let now_ms = simulator.now_ms();
    let expires_ms = match &request.time_expire {
        None => None,
        Some(text) => {
            let wrong = || Refusal::parameter("参数time_expire须为晚于当前时间的RFC3339时间");
            Some(beijing::parse(text).filter(|expires_ms| *expires_ms > now_ms).ok_or_else(wrong)?)
        }
    };
    let terms = Terms {
        description: request.description,
        attach: request.attach,
        notify_url: request.notify_url,
        total: request.amount.total,
        openid: request.payer.openid,
        time_expire: request.time_expire,
    };
    let mut state = simulator.state();
    let prepay_id = state.books.place(&request.out_trade_no, terms, expires_ms, signer, now_ms)?;
    Ok(Json(json!({ "prepay_id": prepay_id })))
}

/// `GET /v3/pay/transactions/out-trade-no/{out_trade_no}?mchid=`
pub(crate) async fn by_number(
    State(simulator): State<Simulator>,
    Path(out_trade_no): Path<String>,
    Query(merchant): Query<Merchant>,
) -> Result<Json<Value>, Refusal> {
    need_merchant(&simulator, &merchant.mchid)?;
    let order = simulator.state().books.orders.get(&out_trade_no).cloned();
    tell(&simulator, order)
}

/// `GET /v3/pay/transactions/id/{transaction_id}?mchid=`
pub(crate) async fn by_transaction(
    State(simulator): State<Simulator>,
    Path(transaction_id): Path<String>,
    Query(merchant): Query<Merchant>,
) -> Result<Json<Value>, Refusal> {
    need_merchant(&simulator, &merchant.mchid)?;
    let order = simulator.state().books.by_transaction(&transaction_id).cloned();
    tell(&simulator, order)
}

fn tell(simulator: &Simulator, order: Option<Order>) -> Result<Json<Value>, Refusal> {
    let account = &simulator.accounts().pay;
    let order = order.ok_or_else(no_order)?;
    Ok(Json(order.answer(&account.mchid, &account.appid, simulator.now_ms())))
}

/// `POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close`
pub(crate) async fn close(
    State(simulator): State<Simulator>,
    Path(out_trade_no): Path<String>,
    body: Bytes,
) -> Result<StatusCode, Refusal> {
    let request: CloseRequest = read(&body)?;
    need_merchant(&simulator, &request.mchid)?;
    let now_ms = simulator.now_ms();
    simulator.state().books.close(&out_trade_no, now_ms)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reads a request.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| Refusal::parameter(format!("请求体格式错误：{error}")))
}

pub(crate) fn need_length(name: &str, value: &str, from: usize, to: usize) -> Result<(), Refusal> {
    let length = value.chars().count();
    let possible = from <= length && length <= to;
    if possible {
        Ok(())
    } else {
        Err(Refusal::parameter(format!("参数{name}的长度须为{from}到{to}个字符")))
    }
}

/// A number of the merchant's: letters, digits and some signs.
pub(crate) fn need_number(
    name: &str,
    value: &str,
    from: usize,
    to: usize,
    signs: &str,
) -> Result<(), Refusal> {
    need_length(name, value, from, to)?;
    let possible = value.chars().all(|c| c.is_ascii_alphanumeric() || signs.contains(c));
    if possible {
        Ok(())
    } else {
        Err(Refusal::parameter(format!("参数{name}只能是数字、大小写字母和{signs}")))
    }
}

pub(crate) fn need_amount(name: &str, fen: i64, currency: Option<&str>) -> Result<(), Refusal> {
    if !(1..=MAX_FEN).contains(&fen) {
        return Err(Refusal::parameter(format!("参数{name}须为1到{MAX_FEN}的整数，单位为分")));
    }
    if currency.is_some_and(|currency| currency != "CNY") {
        return Err(Refusal::parameter("参数amount.currency只支持CNY"));
    }
    Ok(())
}

/// WeChat wants `https`; on loopback `http` will do.
pub(crate) fn need_address(address: &str) -> Result<(), Refusal> {
    let parsed = reqwest::Url::parse(address).ok();
    let possible =
        parsed.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.query().is_none());
    if possible { Ok(()) } else { Err(Refusal::parameter("参数notify_url须为不带参数的网址")) }
}

fn need_merchant(simulator: &Simulator, mchid: &str) -> Result<(), Refusal> {
    if mchid == simulator.accounts().pay.mchid {
        Ok(())
    } else {
        Err(Refusal::parameter("商户号mchid与签名的商户号不一致"))
    }
}
