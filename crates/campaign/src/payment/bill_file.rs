//! The bill of a day as WeChat Pay writes it: CSV with Chinese column names, a backtick before every value, and two lines of
//! sums at the end.

use std::collections::HashMap;

/// One payment or refund of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillLine {
    /// Our number of the order.
    pub number: String,
    /// WeChat Pay's number of it.
    pub transaction_id: String,
    /// What happened.
    pub what: Happened,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// An order was paid.
    Paid {
        /// In fen.
        amount: i64,
    },
    /// A refund was taken.
    Refund {
        /// Our number of it.
        refund_number: String,
        /// In fen.
        amount: i64,
        /// Whether the payer has the money.
        is_done: bool,
    },
}

/// What does not read as a bill.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the bill: {what}")]
pub struct BillError {
    line: usize,
    what: String,
}

/// What the first line of the sums begins with.
const SUMS: &str = "总交易单数";

/// The lines of a bill.
///
/// # Errors
/// A column is missing, or a value has another form.
pub fn read(text: &str) -> Result<Vec<BillLine>, BillError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut columns: HashMap<String, usize> = HashMap::new();
    let mut lines = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let error = |what: &str| BillError { line: index + 1, what: what.to_owned() };
        let record = record.map_err(|error| BillError { line: index + 1, what: error.to_string() })?;
        let first = record.get(0).unwrap_or_default().trim_start_matches('\u{FEFF}');
        if first.starts_with(SUMS) {
            break;
        }
        if columns.is_empty() {
            let names = record.iter().map(|name| name.trim_start_matches('\u{FEFF}').trim().to_owned());
            columns = names.enumerate().map(|(place, name)| (name, place)).collect();
            continue;
        }
        let value = |names: &[&str]| {
            let place = names.iter().find_map(|name| columns.get(*name));
            let value =
                place.and_then(|place| record.get(*place)).map(|value| value.trim().trim_start_matches('`'));
            value.map(str::to_owned).ok_or_else(|| error(&format!("there is no `{}`", names[0])))
        };
        let money = |names: &[&str]| {
            let value = value(names)?;
            fen(&value).ok_or_else(|| error(&format!("`{value}` is no amount of yuan")))
        };
        let what = match value(&["交易状态"])?.as_str() {
            "SUCCESS" => Happened::Paid { amount: money(&["订单金额", "应结订单金额"])? },
            "REFUND" => Happened::Refund {
                refund_number: value(&["商户退款单号"])?,
                amount: money(&["申请退款金额", "退款金额"])?,
                is_done: value(&["退款状态"])? == "SUCCESS",
            },
            other => return Err(error(&format!("`{other}` is no state of a trade"))),
        };
        lines.push(BillLine {
            number: value(&["商户订单号"])?,
            transaction_id: value(&["微信订单号"])?,
            what,
        });
    }
    Ok(lines)
}

/// Yuan with at most two decimals, as fen.
fn fen(yuan: &str) -> Option<i64> {
    let (whole, part) = yuan.split_once('.').unwrap_or((yuan, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !is_digits(whole) || !is_digits(part) {
        return None;
    }
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(format!("{part:0<2}").parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BILL: &str = "\u{FEFF}交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,\
应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r\n\
`2026-11-28 10:00:00,`wx1,`190,`0,`,`42001,`a1,`o1,`JSAPI,`SUCCESS,`OTHERS,`CNY,`30.00,`0.00,`0,`0,`0.00,`0.00,`,`,`照片,`,`0.18000,`0.60%,`30.00,`0.00,`\r\n\
`2026-11-28 11:00:00,`wx1,`190,`0,`,`42001,`a1,`o1,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50001,`a1R,`30.00,`0.00,`ORIGINAL,`SUCCESS,`照片,`,`-0.18000,`0.60%,`0.00,`30.00,`\r\n\
总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n\
`2,`30.00,`30.00,`0.00,`0.00,`30.00,`30.00\r\n";

    #[test]
    fn a_bill_is_read() {
        let line = |what| BillLine { number: "a1".into(), transaction_id: "42001".into(), what };
        let refund = Happened::Refund { refund_number: "a1R".into(), amount: 3000, is_done: true };
        assert_eq!(read(BILL), Ok(vec![line(Happened::Paid { amount: 3000 }), line(refund)]));
        assert_eq!(read(""), Ok(Vec::new()));
    }

    #[test]
    fn what_is_no_bill_is_named() {
        let cases = [
            ("`SUCCESS,", "`STOLEN,", "line 2 of the bill: `STOLEN` is no state of a trade"),
            (
                "`30.00,`0.00,`\r\n`2026",
                "`thirty,`0.00,`\r\n`2026",
                "line 2 of the bill: `thirty` is no amount of yuan",
            ),
            ("商户订单号", "订单", "line 2 of the bill: there is no `商户订单号`"),
        ];
        for (good, bad, said) in cases {
            let text = BILL.replacen(good, bad, 1);
            assert_ne!(text, BILL);
            assert_eq!(read(&text).unwrap_err().to_string(), said);
        }
    }

    #[test]
    fn yuan_are_fen_exactly() {
        let cases = [("30.00", Some(3000)), ("0.1", Some(10)), ("7", Some(700)), ("0.07", Some(7))];
        let none = ["", ".", "-1", "1.234", "1e3", "99999999999999999999"].map(|text| (text, None));
        for (yuan, expected) in cases.into_iter().chain(none) {
            assert_eq!(fen(yuan), expected, "{yuan}");
        }
    }
}
