//! WeChat Pay, API v3, for a merchant of its own (pay.weixin.qq.com, 小程序支付 and APIv3 规则): orders of JSAPI, refunds, bills,
//! certificates and callbacks.

mod authorization;
mod bill;
mod books;
mod callback;
mod certificates;
mod gateway;
mod order;
mod page;
mod payment;
mod refund;
mod refusal;
mod signature;

pub(crate) use books::Books;
pub(crate) use callback::{Number, by_hand, send_due};
pub(crate) use certificates::rotate;
pub(crate) use page::{page, press};
pub(crate) use payment::{bridge, pay};

use crate::state::Simulator;
use axum::routing::{get, post};
use axum::{Router, middleware};

/// The endpoints under `/v3`.
pub(crate) fn routes(simulator: &Simulator) -> Router<Simulator> {
    Router::new()
        .route("/v3/pay/transactions/jsapi", post(order::prepay))
        .route("/v3/pay/transactions/out-trade-no/{out_trade_no}", get(order::by_number))
        .route("/v3/pay/transactions/id/{transaction_id}", get(order::by_transaction))
        .route("/v3/pay/transactions/out-trade-no/{out_trade_no}/close", post(order::close))
        .route("/v3/refund/domestic/refunds", post(refund::refund))
        .route("/v3/refund/domestic/refunds/{out_refund_no}", get(refund::query))
        .route("/v3/bill/tradebill", get(bill::trade_bill))
        .route("/v3/billdownload/file", get(bill::download))
        .route("/v3/certificates", get(certificates::certificates))
        .layer(middleware::from_fn_with_state(simulator.clone(), gateway::guard))
}
