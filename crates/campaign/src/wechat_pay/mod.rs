//! WeChat Pay (API v3), seen from the merchant: the keys, the calls and what came of them, the notices that it sends.
//!
//! Signed by aws-lc-rs and by hand: `wxpay-rs` 2.1.0 has one fixed gateway address and no bills, and brings a second
//! AES-GCM, an ASN.1 stack and a second calendar.

mod answer;
mod client;
mod gateway;
mod merchant;
mod notice;
mod platform;

pub use answer::{Refund, RefundStatus, Trade, TradeState};
pub use client::Client;
pub use gateway::{Called, Gateway, Order, Outcome, RefundOrder};
pub use merchant::{Distrust, Merchant, MerchantError, Signed};
pub use notice::{Notice, NoticeError};

#[cfg(test)]
mod vectors;
