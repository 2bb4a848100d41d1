//! Paying, as WeChat's app does it when a page or a mini-program asks.

use super::{callback, refusal::Refusal};
use crate::state::Simulator;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

/// What a test pays: a prepay id, or the number of an order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PayRequest {
    prepay_id: Option<String>,
    out_trade_no: Option<String>,
    /// Pays an order that is closed, too: the payer was quicker than the merchant.
    #[serde(default)]
    force: bool,
}

/// What a page gives `WeixinJSBridge`, and a mini-program `wx.requestPayment`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct BridgeRequest {
    app_id: String,
    time_stamp: String,
    nonce_str: String,
    package: String,
    sign_type: String,
    pay_sign: String,
}

/// `POST /_control/pay`
pub(crate) async fn pay(
    State(simulator): State<Simulator>,
    Json(request): Json<PayRequest>,
) -> Result<StatusCode, Refusal> {
    let out_trade_no = match (&request.prepay_id, request.out_trade_no) {
        (Some(prepay_id), None) => simulator.prepaid(prepay_id)?,
        (None, Some(out_trade_no)) => out_trade_no,
        _ => return Err(Refusal::parameter("either `prepay_id` or `out_trade_no`")),
    };
    simulator.pay(&out_trade_no, request.force)?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /_control/bridge`: pays, if the merchant's signature of the parameters is right.
pub(crate) async fn bridge(
    State(simulator): State<Simulator>,
    Json(request): Json<BridgeRequest>,
) -> Result<Json<Value>, Refusal> {
    let BridgeRequest { app_id, time_stamp, nonce_str, package, sign_type, pay_sign } = request;
    if app_id != simulator.accounts().pay.appid || sign_type != "RSA" {
        return Err(Refusal::parameter("appId or signType"));
    }
    let message = format!("{app_id}\n{time_stamp}\n{nonce_str}\n{package}\n");
    if !simulator.keys().merchant.verifies(message.as_bytes(), &pay_sign) {
        return Err(Refusal::signature("paySign"));
    }
    let prepay_id = package.strip_prefix("prepay_id=").ok_or_else(|| Refusal::parameter("package"))?;
    let out_trade_no = simulator.prepaid(prepay_id)?;
    simulator.pay(&out_trade_no, false)?;
    Ok(Json(json!({ "err_msg": "get_brand_wcpay_request:ok" })))
}

impl Simulator {
    /// The number of the order that a prepay id is of.
    fn prepaid(&self, prepay_id: &str) -> Result<String, Refusal> {
        let now_ms = self.now_ms();
        let state = self.state();
        let order = state.books.prepaid(prepay_id, now_ms);
        Ok(order
            .ok_or_else(|| Refusal::invalid("there is no such prepay id, or its two hours are over"))?
            .out_trade_no
            .clone())
    }

    /// Pays an order; the callback follows.
    pub(crate) fn pay(&self, out_trade_no: &str, force: bool) -> Result<(), Refusal> {
        let now_ms = self.now_ms();
        if !self.state().books.pay(out_trade_no, force, now_ms) {
            return Err(Refusal::invalid("there is no such order, or it is paid or closed"));
        }
        callback::of_payment(self, out_trade_no);
        Ok(())
    }
}
