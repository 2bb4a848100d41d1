//! The trade bill of a day: a table for programs, downloaded from an address of its own.

use super::books::{Books, Order, Refund};
use super::gateway::Unsigned;
use super::refusal::Refusal;
use crate::beijing;
use crate::faults::{BILL, Kind};
use crate::seal::random_text;
use crate::state::Simulator;
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::Write;

/// The first line; it follows a byte order mark.
const HEAD: &str = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
/// The line before the last.
const SUMMARY: &str =
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
/// The share that WeChat keeps of a payment, in ten thousandths.
const FEE_RATE: i64 = 60;
/// Bills that can be downloaded at a time.
const MAX_BILLS: usize = 1000;

#[derive(Deserialize)]
pub(crate) struct BillQuery {
    #[serde(default)]
    bill_date: String,
    bill_type: Option<String>,
    tar_type: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct FileQuery {
    #[serde(default)]
    token: String,
}

/// A line: a payment or a refund, in fen.
struct Row {
    at_ms: i64,
    line: String,
    paid: i64,
    refunded: i64,
    fee: i64,
}

/// `GET /v3/bill/tradebill?bill_date=&bill_type=&tar_type=`
pub(crate) async fn trade_bill(
    State(simulator): State<Simulator>,
    Query(query): Query<BillQuery>,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    if !beijing::is_date(&query.bill_date) {
        return Err(Refusal::parameter("参数bill_date的格式须为yyyy-MM-DD"));
    }
    let (payments, refunds) = match query.bill_type.as_deref() {
        None | Some("ALL") => (true, true),
        Some("SUCCESS") => (true, false),
        Some("REFUND") => (false, true),
        Some(_) => return Err(Refusal::parameter("参数bill_type须为ALL、SUCCESS或REFUND")),
    };
    let gzip = match query.tar_type.as_deref() {
        None => false,
        Some("GZIP") => true,
        Some(_) => return Err(Refusal::parameter("参数tar_type只支持GZIP")),
    };
    if query.bill_date >= beijing::date(simulator.now_ms()) {
        return Err(Refusal::new(400, "STATEMENT_CREATING", "账单生成中，请在次日再下载"));
    }
    let mut rows = simulator.rows(&query.bill_date, payments, refunds);
    if rows.is_empty() {
        return Err(Refusal::new(400, "NO_STATEMENT_EXIST", "该日没有交易，账单文件不存在"));
    }
    while let Some(fault) = simulator.take_fault(BILL) {
        match fault.fault {
            Kind::MissingRow => drop(rows.pop()),
            _ => rows.push(Row::of_nobody(&simulator, &query.bill_date)),
        }
    }
    let text = write(&rows);
    let hash: String = digest(&SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes())
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let file = if gzip { compressed(text.as_bytes()) } else { text.into_bytes() };
    let token = random_text(32);
    let mut state = simulator.state();
    if state.books.bills.len() >= MAX_BILLS {
        return Err(Refusal::too_often());
    }
    state.books.bills.insert(token.clone(), file);
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    Ok(Json(json!({
        "hash_type": "SHA1",
        "hash_value": hash,
        "download_url": format!("http://{host}/v3/billdownload/file?token={token}"),
    })))
}

/// `GET /v3/billdownload/file?token=`
pub(crate) async fn download(
    State(simulator): State<Simulator>,
    Query(query): Query<FileQuery>,
) -> Result<Response, Refusal> {
    let file = simulator.state().books.bills.get(&query.token).cloned();
    let file = file.ok_or_else(|| Refusal::invalid("账单下载地址无效，请重新申请账单"))?;
    Ok((Extension(Unsigned), [(header::CONTENT_TYPE, "application/octet-stream")], file).into_response())
}

impl Simulator {
    /// The payments and refunds of a day, in their order.
    fn rows(&self, date: &str, payments: bool, refunds: bool) -> Vec<Row> {
        let account = &self.accounts().pay;
        let now_ms = self.now_ms();
        let state = self.state();
        let Books { orders, refunds: booked, .. } = &state.books;
        let paid = orders.values().filter(|_| payments).filter_map(|order| {
            let at_ms = order.paid_ms.filter(|at_ms| beijing::date(*at_ms) == date)?;
            Some(Row::of(&account.mchid, &account.appid, order, None, at_ms))
        });
        let refunded = booked.values().filter(|_| refunds).filter_map(|refund| {
            let order = orders.get(&refund.out_trade_no)?;
            let status = refund.status(now_ms).name();
            let is_then = beijing::date(refund.created_ms) == date;
            is_then.then(|| {
                Row::of(&account.mchid, &account.appid, order, Some((refund, status)), refund.created_ms)
            })
        });
        let mut rows: Vec<Row> = paid.chain(refunded).collect();
        rows.sort_by_key(|row| row.at_ms);
        rows
    }
}

impl Row {
    fn of(mchid: &str, appid: &str, order: &Order, refund: Option<(&Refund, &str)>, at_ms: i64) -> Self {
        let (paid, refunded) = match refund {
            None => (order.terms.total, 0),
            Some((refund, _)) => (0, refund.amount),
        };
        // Rounded to a fen, given back with the refund.
        let fee = ((paid - refunded) * FEE_RATE + (paid - refunded).signum() * 5000) / 10_000;
        let (refund_id, out_refund_no, channel, status) = match refund {
            None => ("0", "0", "", ""),
            Some((refund, status)) => {
                (refund.refund_id.as_str(), refund.out_refund_no.as_str(), "ORIGINAL", status)
            }
        };
        let fields = [
            beijing::date_time(at_ms),
            appid.to_owned(),
            mchid.to_owned(),
            "0".to_owned(),
            String::new(),
            order.transaction_id.clone().unwrap_or_default(),
            order.out_trade_no.clone(),
            order.terms.openid.clone(),
            "JSAPI".to_owned(),
            if refund.is_none() { "SUCCESS" } else { "REFUND" }.to_owned(),
            "OTHERS".to_owned(),
            "CNY".to_owned(),
            yuan(paid),
            yuan(0),
            refund_id.to_owned(),
            out_refund_no.to_owned(),
            yuan(refunded),
            yuan(0),
            channel.to_owned(),
            status.to_owned(),
            order.terms.description.clone(),
            order.terms.attach.clone().unwrap_or_default(),
            format!("{}000", yuan(fee)),
            "0.60%".to_owned(),
            yuan(paid),
            yuan(refunded),
            String::new(),
        ];
        Self { at_ms, line: line(&fields), paid, refunded, fee }
    }

    /// A payment that no order of the merchant's has.
    fn of_nobody(simulator: &Simulator, date: &str) -> Self {
        let account = &simulator.accounts().pay;
        let number = random_text(12);
        let (paid, fee) = (3000, 18);
        let line = format!(
            "`{date} 12:00:00,`{},`{},`0,`,`4200{number},`NOBODY{number},`openid-nobody,`JSAPI,`SUCCESS,`OTHERS,`CNY,`{amount},`0.00,`0,`0,`0.00,`0.00,`,`,`nobody's,`,`{}000,`0.60%,`{amount},`0.00,`",
            account.appid,
            account.mchid,
            yuan(fee),
            amount = yuan(paid),
        );
        Self { at_ms: 0, line, paid, refunded: 0, fee }
    }
}

/// The whole table.
fn write(rows: &[Row]) -> String {
    let sum = |of: fn(&Row) -> i64| rows.iter().map(of).sum::<i64>();
    let (paid, refunded, fee) = (sum(|row| row.paid), sum(|row| row.refunded), sum(|row| row.fee));
    let totals = [
        rows.len().to_string(),
        yuan(paid),
        yuan(refunded),
        yuan(0),
        format!("{}000", yuan(fee)),
        yuan(paid),
        yuan(refunded),
    ];
    let lines = rows.iter().map(|row| format!("{}\r\n", row.line)).collect::<String>();
    format!("\u{FEFF}{HEAD}\r\n{lines}{SUMMARY}\r\n{}\r\n", line(&totals))
}

/// A line: every field has a backtick in front. A comma or a line break would be taken for an end.
fn line(fields: &[String]) -> String {
    let fields: Vec<String> =
        fields.iter().map(|field| format!("`{}", field.replace([',', '`', '\r', '\n'], " "))).collect();
    fields.join(",")
}

/// Fen as yuan.
fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // Writing into memory does not fail.
    let written = encoder.write_all(bytes);
    debug_assert!(written.is_ok());
    encoder.finish().unwrap_or_default()
}
