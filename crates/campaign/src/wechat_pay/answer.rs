//! What WeChat Pay says of an order and of a refund: the same in answers and in notices.

use serde::Deserialize;

/// An order, as WeChat Pay knows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Trade {
    /// The mini-program.
    pub appid: String,
    /// The merchant.
    pub mchid: String,
    /// Our number.
    pub out_trade_no: String,
    /// WeChat Pay's number, once it is paid.
    #[serde(default)]
    pub transaction_id: String,
    /// Where it is.
    pub trade_state: TradeState,
    /// When it was paid (RFC 3339).
    #[serde(default)]
    pub success_time: String,
    /// How much.
    #[serde(default)]
    pub amount: Option<Amount>,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Amount {
    /// The order's, in fen.
    pub total: i64,
    /// `CNY`.
    #[serde(default)]
    pub currency: String,
    /// The refund's, in fen; of a refund only.
    #[serde(default)]
    pub refund: Option<i64>,
}

/// Where an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TradeState {
    /// Paid.
    Success,
    /// Paid, and refunded in whole or in part.
    Refund,
    /// Not paid.
    NotPay,
    /// Ended without payment.
    Closed,
    /// Taken back (payment codes only).
    Revoked,
    /// The payer is at it.
    UserPaying,
    /// The payment failed; another try is possible.
    PayError,
    /// Accepted, to be charged (payment codes only).
    Accept,
}

/// A refund, as WeChat Pay knows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Refund {
    /// The merchant; in notices only.
    #[serde(default)]
    pub mchid: Option<String>,
    /// The number of the order.
    pub out_trade_no: String,
    /// Our number of the refund.
    pub out_refund_no: String,
    /// When WeChat Pay took it (RFC 3339); in answers only.
    #[serde(default)]
    pub create_time: Option<String>,
    /// Where it is.
    #[serde(alias = "refund_status")]
    pub status: RefundStatus,
    /// How much.
    pub amount: Amount,
}

/// Where a refund is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum RefundStatus {
    /// The payer has the money.
    Success,
    /// It was ended: a person has to see why.
    Closed,
    /// It takes its time.
    Processing,
    /// The payer's account does not take it: a person has to see to it.
    Abnormal,
}
