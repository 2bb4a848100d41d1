//! The books of WeChat Pay: orders, refunds and what happens to them. Times are milliseconds since the epoch.

use super::callback::Callbacks;
use super::refusal::Refusal;
use super::signature::Signer;
use crate::beijing;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// How long a prepay id can be paid, in milliseconds: two hours.
const PREPAY_MS: i64 = 7_200_000;
/// How long an order can be paid that has no `time_expire`, in milliseconds: seven days.
const ORDER_MS: i64 = 7 * 86_400_000;
/// How long a refund of an order follows another one at the earliest, in milliseconds: a minute.
const REFUND_PAUSE_MS: i64 = 60_000;
/// How many refunds an order may have.
const MAX_REFUNDS: usize = 50;

/// Everything about money.
#[derive(Default)]
pub(crate) struct Books {
    pub(crate) orders: BTreeMap<String, Order>,
    pub(crate) refunds: BTreeMap<String, Refund>,
    pub(crate) callbacks: Callbacks,
    /// The orders of prepay ids, and until when these can be paid.
    prepaid: HashMap<String, (String, i64)>,
    /// Bills that were made, by the token of their address.
    pub(crate) bills: HashMap<String, Vec<u8>>,
    /// Counts what gets a number of ours.
    count: u64,
}

/// What an order was placed with. A number is placed again only with the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Terms {
    pub(crate) description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) attach: Option<String>,
    pub(crate) notify_url: String,
    /// In fen.
    pub(crate) total: i64,
    pub(crate) openid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) time_expire: Option<String>,
}

/// An order.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Order {
    pub(crate) out_trade_no: String,
    #[serde(flatten)]
    pub(crate) terms: Terms,
    pub(crate) created_ms: i64,
    pub(crate) expires_ms: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_ms: Option<i64>,
    /// The transaction and when it was, once paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) transaction_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) paid_ms: Option<i64>,
    /// What was refunded or is about to be, in fen.
    pub(crate) refunded: i64,
    /// When a refund was asked for last.
    #[serde(skip)]
    refund_asked_ms: Option<i64>,
    /// Which key signs its callbacks.
    #[serde(skip)]
    pub(crate) signer: Signer,
}

/// Where an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TradeState {
    NotPaid,
    Success,
    Closed,
    Refund,
}

/// A refund.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Refund {
    pub(crate) out_refund_no: String,
    pub(crate) refund_id: String,
    pub(crate) out_trade_no: String,
    pub(crate) transaction_id: String,
    /// In fen.
    pub(crate) amount: i64,
    /// What the order was, in fen.
    pub(crate) total: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) notify_url: Option<String>,
    pub(crate) created_ms: i64,
    pub(crate) done_ms: i64,
    /// How it ends.
    pub(crate) outcome: RefundStatus,
    /// Which key signs its callback.
    #[serde(skip)]
    pub(crate) signer: Signer,
}

/// Where a refund is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum RefundStatus {
    Processing,
    Success,
    Closed,
    Abnormal,
}

impl TradeState {
    /// WeChat's name, and its text for people.
    pub(crate) fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::NotPaid => ("NOTPAY", "订单未支付"),
            Self::Success => ("SUCCESS", "支付成功"),
            Self::Closed => ("CLOSED", "订单已关闭"),
            Self::Refund => ("REFUND", "订单发生过退款，退款详情请查询退款单"),
        }
    }
}

impl RefundStatus {
    /// WeChat's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Processing => "PROCESSING",
            Self::Success => "SUCCESS",
            Self::Closed => "CLOSED",
            Self::Abnormal => "ABNORMAL",
        }
    }
}

impl Order {
    /// Where it is at a moment: an order that nobody paid in time is closed.
    pub(crate) fn state(&self, now_ms: i64) -> TradeState {
        match self.paid_ms {
            Some(_) if self.refunded > 0 => TradeState::Refund,
            Some(_) => TradeState::Success,
            None if self.closed_ms.is_some() || self.expires_ms <= now_ms => TradeState::Closed,
            None => TradeState::NotPaid,
        }
    }

    /// What a query tells, and a callback of a payment.
    pub(crate) fn answer(&self, mchid: &str, appid: &str, now_ms: i64) -> Value {
        let (state, description) = self.state(now_ms).names();
        let total = self.terms.total;
        let mut answer = json!({
            "appid": appid,
            "mchid": mchid,
            "out_trade_no": self.out_trade_no,
            "trade_state": state,
            "trade_state_desc": description,
            "amount": { "total": total, "payer_total": total, "currency": "CNY", "payer_currency": "CNY" },
            "payer": {},
        });
        if let Some(attach) = &self.terms.attach {
            answer["attach"] = json!(attach);
        }
        if let (Some(transaction_id), Some(paid_ms)) = (&self.transaction_id, self.paid_ms) {
            answer["transaction_id"] = json!(transaction_id);
            answer["trade_type"] = json!("JSAPI");
            answer["bank_type"] = json!("OTHERS");
            answer["success_time"] = json!(beijing::rfc3339(paid_ms));
            answer["payer"] = json!({ "openid": self.terms.openid });
        }
        answer
    }
}

impl Refund {
    /// Where it is at a moment.
    pub(crate) fn status(&self, now_ms: i64) -> RefundStatus {
        if self.done_ms <= now_ms { self.outcome } else { RefundStatus::Processing }
    }
}

impl Books {
    /// Places an order, or places it again: a prepay id.
    ///
    /// # Errors
    /// The number was used otherwise, or the order is paid or closed.
    pub(crate) fn place(
        &mut self,
        out_trade_no: &str,
        terms: Terms,
        expires_ms: Option<i64>,
        signer: Signer,
        now_ms: i64,
    ) -> Result<String, Refusal> {
        if let Some(order) = self.orders.get_mut(out_trade_no) {
            match order.state(now_ms) {
                TradeState::NotPaid => {}
                TradeState::Closed => {
                    return Err(Refusal::new(400, "ORDER_CLOSED", "该订单已关闭，请重新下单"));
                }
                _ => return Err(Refusal::new(400, "ORDERPAID", "该订单已支付")),
            }
            if order.terms != terms {
                return Err(Refusal::invalid("商户订单号重复：相同单号的请求参数与原下单不一致"));
            }
            order.signer = signer;
        } else {
            let expires_ms = expires_ms.unwrap_or(now_ms.saturating_add(ORDER_MS));
            let order = Order {
                out_trade_no: out_trade_no.to_owned(),
                terms,
                created_ms: now_ms,
                expires_ms,
                closed_ms: None,
                transaction_id: None,
                paid_ms: None,
                refunded: 0,
                refund_asked_ms: None,
                signer,
            };
            self.orders.insert(out_trade_no.to_owned(), order);
        }
        let prepay_id = format!("wx{}", self.number(now_ms, 34));
        let until_ms = now_ms.saturating_add(PREPAY_MS);
        self.prepaid.insert(prepay_id.clone(), (out_trade_no.to_owned(), until_ms));
        Ok(prepay_id)
    }

    /// The order of a prepay id that can be paid; `None` if there is none, or it has ended.
    pub(crate) fn prepaid(&self, prepay_id: &str, now_ms: i64) -> Option<&Order> {
        let (out_trade_no, until_ms) = self.prepaid.get(prepay_id)?;
        self.orders.get(out_trade_no).filter(|_| now_ms < *until_ms)
    }

    /// The order of a transaction.
    pub(crate) fn by_transaction(&self, transaction_id: &str) -> Option<&Order> {
        self.orders.values().find(|order| order.transaction_id.as_deref() == Some(transaction_id))
    }

    /// Pays an order: whether it was possible. With force also one that is closed.
    pub(crate) fn pay(&mut self, out_trade_no: &str, force: bool, now_ms: i64) -> bool {
        let transaction_id = self.number(now_ms, 28);
        let Some(order) = self.orders.get_mut(out_trade_no) else { return false };
        let possible = match order.state(now_ms) {
            TradeState::NotPaid => true,
            TradeState::Closed => force,
            TradeState::Success | TradeState::Refund => false,
        };
        if possible {
            order.transaction_id = Some(transaction_id);
            order.paid_ms = Some(now_ms);
        }
        possible
    }

    /// Closes an order.
    ///
    /// # Errors
    /// There is none, or it is paid or closed.
    pub(crate) fn close(&mut self, out_trade_no: &str, now_ms: i64) -> Result<(), Refusal> {
        let order = self.orders.get_mut(out_trade_no).ok_or_else(no_order)?;
        match order.state(now_ms) {
            TradeState::NotPaid => order.closed_ms = Some(now_ms),
            TradeState::Closed => return Err(Refusal::new(400, "ORDER_CLOSED", "该订单已关闭")),
            _ => return Err(Refusal::new(400, "ORDERPAID", "该订单已支付，不能关闭")),
        }
        Ok(())
    }

    /// Books a refund of an order, whose number, times and end are still open, or finds it again. Whether it is a new one.
    ///
    /// # Errors
    /// The order has not this money, or was asked for a refund just now.
    pub(crate) fn refund(&mut self, mut refund: Refund) -> Result<(bool, Refund), Refusal> {
        let now_ms = refund.created_ms;
        let order = self.orders.get_mut(&refund.out_trade_no).ok_or_else(no_order)?;
        let transaction_id = order.transaction_id.clone();
        let transaction_id = transaction_id.ok_or_else(|| Refusal::invalid("订单未支付，不能退款"))?;
        if refund.total != order.terms.total {
            return Err(Refusal::invalid("订单金额与原订单不一致"));
        }
        if order.refund_asked_ms.is_some_and(|asked_ms| now_ms < asked_ms.saturating_add(REFUND_PAUSE_MS)) {
            return Err(Refusal::too_often());
        }
        if let Some(known) = self.refunds.get(&refund.out_refund_no) {
            let same = |refund: &Refund| {
                (refund.out_trade_no.clone(), refund.amount, refund.total, refund.reason.clone())
            };
            if same(known) != same(&refund) {
                return Err(Refusal::invalid("商户退款单号重复：相同单号的请求参数与原退款不一致"));
            }
            order.refund_asked_ms = Some(now_ms);
            return Ok((false, known.clone()));
        }
        if order.refunded.saturating_add(refund.amount) > order.terms.total {
            return Err(Refusal::invalid("申请退款金额大于订单可退金额"));
        }
        let of_order = self.refunds.values().filter(|other| other.out_trade_no == refund.out_trade_no);
        if of_order.count() >= MAX_REFUNDS {
            return Err(Refusal::invalid("订单退款次数超过50次"));
        }
        order.refund_asked_ms = Some(now_ms);
        // A refund that comes back leaves the money with the merchant.
        if refund.outcome == RefundStatus::Success {
            order.refunded += refund.amount;
        }
        refund.transaction_id = transaction_id;
        refund.refund_id = self.number(now_ms, 29);
        self.refunds.insert(refund.out_refund_no.clone(), refund.clone());
        Ok((true, refund))
    }

    /// What was paid, refunded and kept, in fen.
    pub(crate) fn money(&self) -> Value {
        let paid: i64 =
            self.orders.values().filter(|order| order.paid_ms.is_some()).map(|order| order.terms.total).sum();
        let refunded: i64 = self.orders.values().map(|order| order.refunded).sum();
        json!({ "paid": paid, "refunded": refunded, "kept": paid - refunded })
    }

    /// A number of ours: the second, and a count.
    pub(crate) fn number(&mut self, now_ms: i64, length: usize) -> String {
        self.count += 1;
        let second = beijing::date_time(now_ms).replace(['-', ' ', ':'], "");
        format!("{second}{:0width$}", self.count, width = length.saturating_sub(second.len()))
    }
}

/// There is no such order.
pub(crate) fn no_order() -> Refusal {
    Refusal::new(404, "ORDER_NOT_EXIST", "订单不存在")
}
