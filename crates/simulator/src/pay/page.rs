//! The page on which a demo's payer pays, in place of WeChat's own sheet.

use super::books::{Order, TradeState};
use crate::loopback::on_loopback;
use crate::state::Simulator;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use reqwest::Url;
use serde::Deserialize;

/// Which order, and where the payer goes afterwards.
#[derive(Deserialize)]
pub(crate) struct PageQuery {
    #[serde(default)]
    prepay_id: String,
    #[serde(default, rename = "return")]
    back: String,
}

/// A button that was pressed.
#[derive(Deserialize)]
pub(crate) struct Pressed {
    prepay_id: String,
    #[serde(default, rename = "return")]
    back: String,
    action: String,
}

const STYLE: &str = "
*{box-sizing:border-box}
body{margin:0;min-height:100vh;background:#f7f7f7;color:#191919;font:1rem/1.5 system-ui,-apple-system,'PingFang SC','Noto Sans CJK SC',sans-serif}
main{max-width:28rem;margin:0 auto;padding:2rem 20px calc(2rem + env(safe-area-inset-bottom))}
header,dl{background:#fff;border-radius:12px;padding:1.5rem 20px}
header{text-align:center}
h1{margin:0;font-size:1rem;font-weight:400;overflow-wrap:anywhere}
.amount{margin:.5rem 0 0;font-size:min(2.5rem,15vw);font-weight:600;line-height:1.2}
.state{margin:.5rem 0 0;color:#576b95}
.done{color:#067d41}
dl{margin:1rem 0;display:grid;grid-template-columns:auto 1fr;gap:.5rem 1rem}
dt{color:#666}
dd{margin:0;text-align:right;overflow-wrap:anywhere}
button,a.button{display:block;width:100%;min-height:48px;margin:.75rem 0 0;padding:.65rem;border:0;border-radius:8px;font:inherit;font-size:1.0625rem;text-align:center;text-decoration:none;cursor:pointer}
.pay{background:#067d41;color:#fff}
.cancel{background:#e8e8e8;color:#191919}
:focus-visible{outline:3px solid #576b95;outline-offset:2px}
footer{margin-top:2rem;color:#666;font-size:.875rem;text-align:center}
";

/// `GET /pay?prepay_id=&return=`
pub(crate) async fn page(State(simulator): State<Simulator>, Query(query): Query<PageQuery>) -> Response {
    let now_ms = simulator.now_ms();
    let order = simulator.state().books.prepaid(&query.prepay_id, now_ms).cloned();
    let policy = [(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    )];
    match order {
        Some(order) => (policy, Html(html(&order, &query, now_ms))).into_response(),
        None => (StatusCode::NOT_FOUND, policy, Html(frame("<header><h1>没有这笔订单</h1><p class=state>订单不存在或已过期，请返回商家重新下单。</p></header>", ""))).into_response(),
    }
}

/// `POST /pay`: pays, or goes back.
pub(crate) async fn press(State(simulator): State<Simulator>, Form(pressed): Form<Pressed>) -> Response {
    let Pressed { prepay_id, back, action } = pressed;
    let now_ms = simulator.now_ms();
    let order = simulator.state().books.prepaid(&prepay_id, now_ms).cloned();
    if let (Some(order), "pay") = (order, action.as_str()) {
        // Where it was not possible, the page says what the order's state is.
        let _ = simulator.pay(&order.out_trade_no, false);
    } else if let Some(back) = on_loopback(&back) {
        return Redirect::to(back.as_str()).into_response();
    }
    let query = [("prepay_id", prepay_id.as_str()), ("return", &back)];
    let address = Url::parse_with_params("http://localhost/pay", query);
    let address =
        address.map_or("/pay".to_owned(), |url| format!("/pay?{}", url.query().unwrap_or_default()));
    Redirect::to(&address).into_response()
}

fn html(order: &Order, query: &PageQuery, now_ms: i64) -> String {
    let fen = order.terms.total;
    let (state, class) = match order.state(now_ms) {
        TradeState::NotPaid => ("待支付", "state"),
        TradeState::Success => ("支付成功", "state done"),
        TradeState::Closed => ("订单已关闭，不能再支付", "state"),
        TradeState::Refund => ("已退款", "state"),
    };
    let (prepay_id, back) = (escaped(&query.prepay_id), escaped(&query.back));
    let buttons = if order.state(now_ms) == TradeState::NotPaid {
        format!(
            "<form method=post action=/pay><input type=hidden name=prepay_id value=\"{prepay_id}\"><input type=hidden name=return value=\"{back}\">\
             <button class=pay name=action value=pay>确认支付 ¥{}</button><button class=cancel name=action value=cancel>取消</button></form>",
            yuan(fen)
        )
    } else if let Some(back) = on_loopback(&query.back) {
        format!("<a class=\"button pay\" href=\"{}\">返回商家</a>", escaped(back.as_str()))
    } else {
        "<p class=state style=\"text-align:center\">可以关闭此页面，返回商家。</p>".to_owned()
    };
    let top = format!(
        "<header><h1>{}</h1><p class=amount>¥{}</p><p class=\"{class}\" role=status>{state}</p></header>\
         <dl><dt>收款方</dt><dd>演示商户</dd><dt>商户单号</dt><dd>{}</dd></dl>",
        escaped(&order.terms.description),
        yuan(fen),
        escaped(&order.out_trade_no)
    );
    frame(&top, &buttons)
}

fn frame(top: &str, buttons: &str) -> String {
    format!(
        "<!doctype html><html lang=zh-CN><meta charset=utf-8><meta name=viewport content=\"width=device-width,viewport-fit=cover\">\
         <title>支付（演示）</title><style>{STYLE}</style><main>{top}{buttons}<footer>演示环境，不会产生真实扣款。</footer></main></html>"
    )
}

fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
