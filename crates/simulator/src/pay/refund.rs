//! Refunds: ask for one, query it.

use super::books::{Refund, RefundStatus, no_order};
use super::callback;
use super::order::{need_address, need_amount, need_length, need_number, read};
use super::refusal::Refusal;
use super::signature::Signer;
use crate::beijing;
use crate::faults::{Kind, REFUND};
use crate::state::Simulator;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct RefundRequest {
    transaction_id: Option<String>,
    out_trade_no: Option<String>,
    out_refund_no: String,
    reason: Option<String>,
    notify_url: Option<String>,
    amount: Amount,
}

#[derive(Deserialize)]
struct Amount {
    refund: i64,
    total: i64,
    currency: String,
}

/// `POST /v3/refund/domestic/refunds`
pub(crate) async fn refund(
    State(simulator): State<Simulator>,
    Extension(signer): Extension<Signer>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let request: RefundRequest = read(&body)?;
    need_number("out_refund_no", &request.out_refund_no, 1, 64, "_-|*@")?;
    need_length("reason", request.reason.as_deref().unwrap_or_default(), 0, 80)?;
    need_amount("amount.refund", request.amount.refund, Some(&request.amount.currency))?;
    need_amount("amount.total", request.amount.total, None)?;
    if let Some(address) = &request.notify_url {
        need_length("notify_url", address, 8, 256)?;
        need_address(address)?;
    }
    let fault = simulator.take_fault(REFUND);
    let is = |kind: Kind| fault.as_ref().is_some_and(|fault| fault.fault == kind);
    let outcome = if is(Kind::Abnormal) {
        RefundStatus::Abnormal
    } else if is(Kind::Closed) {
        RefundStatus::Closed
    } else {
        RefundStatus::Success
    };
    let wait_ms = fault.as_ref().filter(|_| is(Kind::Late)).map_or(0, |fault| fault.milliseconds());
    let now_ms = simulator.now_ms();
    let mut state = simulator.state();
    let out_trade_no = match (request.transaction_id, request.out_trade_no) {
        (Some(transaction_id), None) => {
            state.books.by_transaction(&transaction_id).ok_or_else(no_order)?.out_trade_no.clone()
        }
        (None, Some(out_trade_no)) => out_trade_no,
        _ => return Err(Refusal::parameter("参数transaction_id和out_trade_no须二选一")),
    };
    let (is_new, refund) = state.books.refund(Refund {
        out_refund_no: request.out_refund_no,
        refund_id: String::new(),
        out_trade_no,
        transaction_id: String::new(),
        amount: request.amount.refund,
        total: request.amount.total,
        reason: request.reason,
        notify_url: request.notify_url,
        created_ms: now_ms,
        done_ms: now_ms.saturating_add(wait_ms),
        outcome,
        signer,
    })?;
    drop(state);
    if is_new {
        callback::of_refund(&simulator, &refund);
    }
    // What is asked for is not done before it was answered.
    let status = if is_new { RefundStatus::Processing } else { refund.status(now_ms) };
    Ok(Json(refund.answer(status)))
}

/// `GET /v3/refund/domestic/refunds/{out_refund_no}`
pub(crate) async fn query(
    State(simulator): State<Simulator>,
    Path(out_refund_no): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let refund = simulator.state().books.refunds.get(&out_refund_no).cloned();
    let refund = refund.ok_or_else(|| Refusal::new(404, "RESOURCE_NOT_EXISTS", "退款单不存在"))?;
    Ok(Json(refund.answer(refund.status(simulator.now_ms()))))
}

impl Refund {
    /// What an answer tells.
    fn answer(&self, status: RefundStatus) -> Value {
        let mut answer = json!({
            "refund_id": self.refund_id,
            "out_refund_no": self.out_refund_no,
            "transaction_id": self.transaction_id,
            "out_trade_no": self.out_trade_no,
            "channel": "ORIGINAL",
            "user_received_account": "支付用户零钱",
            "create_time": beijing::rfc3339(self.created_ms),
            "status": status.name(),
            "funds_account": "AVAILABLE",
            "amount": {
                "total": self.total,
                "refund": self.amount,
                "payer_total": self.total,
                "payer_refund": self.amount,
                "settlement_refund": self.amount,
                "settlement_total": self.total,
                "discount_refund": 0,
                "currency": "CNY",
            },
        });
        if status == RefundStatus::Success {
            answer["success_time"] = json!(beijing::rfc3339(self.done_ms));
        }
        answer
    }

    /// What its callback tells: other fields than those of a payment, and no currency.
    pub(crate) fn notification(&self, mchid: &str) -> Value {
        let mut told = json!({
            "mchid": mchid,
            "out_trade_no": self.out_trade_no,
            "transaction_id": self.transaction_id,
            "out_refund_no": self.out_refund_no,
            "refund_id": self.refund_id,
            "refund_status": self.outcome.name(),
            "amount": { "total": self.total, "refund": self.amount, "payer_total": self.total, "payer_refund": self.amount },
            "user_received_account": "支付用户零钱",
        });
        if self.outcome == RefundStatus::Success {
            told["success_time"] = json!(beijing::rfc3339(self.done_ms));
        }
        told
    }
}
