//! Callbacks: sealed, signed, and sent until the merchant has answered 200 or 204.

use super::books::{Refund, RefundStatus, TradeState};
use super::signature::{SignatureHeaders, Signer};
use crate::beijing;
use crate::faults::{Fault, Kind, PAYMENT_CALLBACK, REFUND_CALLBACK};
use crate::loopback::on_loopback;
use crate::seal::seal;
use crate::state::Simulator;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// Seconds between one try and the next (pay.weixin.qq.com, 支付成功回调通知).
const PAUSES: [i64; 15] =
    [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600];
/// How often the clock is looked at while callbacks wait.
const LOOK: Duration = Duration::from_millis(50);
/// The headers of a callback and its body.
type Made = (SignatureHeaders, String);

/// All callbacks.
#[derive(Default)]
pub(crate) struct Callbacks {
    pub(crate) list: Vec<Callback>,
    /// When a callback, by its place in the list, is to be sent next.
    due: BTreeSet<(i64, usize)>,
}

/// A callback.
#[derive(Clone, Serialize)]
pub(crate) struct Callback {
    id: String,
    event_type: String,
    out_trade_no: String,
    url: String,
    created_ms: i64,
    /// Every try to send it.
    tries: Vec<Try>,
    /// What it tells, before it is sealed.
    #[serde(skip)]
    resource: Value,
    #[serde(skip)]
    kind: CallbackKind,
    #[serde(skip)]
    signer: Signer,
    /// Whether it waits for another one of its order.
    #[serde(skip)]
    held: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CallbackKind {
    Payment,
    Refund,
}

/// A try to send a callback.
#[derive(Clone, Serialize)]
struct Try {
    at_ms: i64,
    /// The status of the answer, or what went wrong instead.
    answer: String,
    /// How long the answer took, in microseconds.
    took_us: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<Kind>,
}

impl CallbackKind {
    /// The name of its faults.
    fn place(self) -> &'static str {
        match self {
            Self::Payment => PAYMENT_CALLBACK,
            Self::Refund => REFUND_CALLBACK,
        }
    }

    /// What its resource is called.
    fn original(self) -> &'static str {
        match self {
            Self::Payment => "transaction",
            Self::Refund => "refund",
        }
    }
}

/// Writes the callback of an order that was paid, and sends it soon.
pub(crate) fn of_payment(simulator: &Simulator, out_trade_no: &str) {
    let now_ms = simulator.now_ms();
    if let Some(callback) = Callback::of_payment(simulator, out_trade_no, now_ms) {
        add(simulator, callback, now_ms);
    }
}

/// Writes the callback of a refund, and sends it when the refund has ended.
pub(crate) fn of_refund(simulator: &Simulator, refund: &Refund) {
    if let Some(callback) = Callback::of_refund(simulator, refund) {
        add(simulator, callback, refund.done_ms);
    }
}

fn add(simulator: &Simulator, callback: Callback, due_ms: i64) {
    let mut state = simulator.state();
    let callbacks = &mut state.books.callbacks;
    callbacks.due.insert((due_ms, callbacks.list.len()));
    callbacks.list.push(callback);
    simulator.callbacks().notify_one();
}

/// A callback that is not sent: its address, headers and body, with a fault, for tests that bring it themselves.
///
/// # Errors
/// There is no such order or refund, or the fault is none of what stands in a callback.
pub(crate) fn by_hand(
    simulator: &Simulator,
    number: Number,
    fault: Option<(Kind, f64)>,
) -> Result<Value, String> {
    let now_ms = simulator.now_ms();
    let callback = match number {
        Number::Order(out_trade_no) => Callback::of_payment(simulator, &out_trade_no, now_ms),
        Number::Refund(out_refund_no) => {
            let refund = simulator.state().books.refunds.get(&out_refund_no).cloned();
            refund.and_then(|refund| Callback::of_refund(simulator, &refund))
        }
    };
    let callback = callback.ok_or("no paid order and no refund with an address has this number")?;
    let fault = match fault {
        None => None,
        Some((kind, seconds)) => Some(Fault::once(callback.kind.place(), kind, seconds)?),
    };
    if fault
        .as_ref()
        .is_some_and(|fault| [Kind::Lost, Kind::Late, Kind::Doubled, Kind::Reordered].contains(&fault.fault))
    {
        return Err("this fault is not within a callback".to_owned());
    }
    let (headers, body) = callback.make(simulator, fault.as_ref());
    Ok(json!({ "url": callback.url, "headers": BTreeMap::from(headers), "body": body }))
}

/// What a callback is of.
pub(crate) enum Number {
    /// The number of an order.
    Order(String),
    /// The number of a refund.
    Refund(String),
}

/// Sends callbacks when they are due, until the process ends.
pub(crate) async fn send_due(simulator: Simulator) {
    loop {
        let now_ms = simulator.now_ms();
        let (due, waiting) = {
            let mut state = simulator.state();
            let callbacks = &mut state.books.callbacks;
            let later = callbacks.due.split_off(&(now_ms.saturating_add(1), 0));
            (std::mem::replace(&mut callbacks.due, later), !callbacks.due.is_empty())
        };
        for (_, index) in due {
            tokio::spawn(send(simulator.clone(), index));
        }
        if waiting {
            let _ = tokio::time::timeout(LOOK, simulator.callbacks().notified()).await;
        } else {
            simulator.callbacks().notified().await;
        }
    }
}

async fn send(simulator: Simulator, index: usize) {
    let Some(callback) = simulator.state().books.callbacks.list.get(index).cloned() else { return };
    let fault = simulator.take_fault(callback.kind.place());
    let kind = fault.as_ref().map(|fault| fault.fault);
    let now_ms = simulator.now_ms();
    let wait_ms = fault.as_ref().map_or(0, Fault::milliseconds);
    match kind {
        Some(Kind::Lost) => return simulator.tried(index, vec![Try::not_sent(now_ms, kind, "lost")], None),
        Some(Kind::Late) => return simulator.wait(index, now_ms.saturating_add(wait_ms), false),
        Some(Kind::Reordered) => return simulator.wait(index, now_ms.saturating_add(wait_ms), true),
        _ => {}
    }
    if on_loopback(&callback.url).is_none() {
        return simulator.tried(index, vec![Try::not_sent(now_ms, kind, "not on loopback")], None);
    }
    let one = || callback.bring(&simulator, fault.as_ref());
    let tries = if kind == Some(Kind::Doubled) {
        let (first, second) = tokio::join!(one(), one());
        vec![first, second]
    } else {
        vec![one().await]
    };
    let arrived = tries.iter().any(|answer| ["200", "204"].contains(&answer.answer.as_str()));
    let pause = PAUSES.get(callback.tries.len()).filter(|_| !arrived);
    simulator.tried(index, tries, pause.map(|seconds| simulator.now_ms().saturating_add(seconds * 1000)));
}

impl Simulator {
    /// Puts a callback off.
    fn wait(&self, index: usize, until_ms: i64, held: bool) {
        let mut state = self.state();
        let callbacks = &mut state.books.callbacks;
        if let Some(callback) = callbacks.list.get_mut(index) {
            callback.held = held;
            callbacks.due.insert((until_ms, index));
        }
        self.callbacks().notify_one();
    }

    /// Books tries, when the next one is, and sends those that waited for this one.
    fn tried(&self, index: usize, tries: Vec<Try>, again_ms: Option<i64>) {
        let now_ms = self.now_ms();
        let mut state = self.state();
        let Callbacks { list, due } = &mut state.books.callbacks;
        let Some(callback) = list.get_mut(index) else { return };
        callback.tries.extend(tries);
        due.extend(again_ms.map(|again_ms| (again_ms, index)));
        let out_trade_no = callback.out_trade_no.clone();
        for (other, callback) in list.iter_mut().enumerate() {
            if callback.held && other != index && callback.out_trade_no == out_trade_no {
                callback.held = false;
                due.retain(|(_, waiting)| *waiting != other);
                due.insert((now_ms, other));
            }
        }
        self.callbacks().notify_one();
    }
}

impl Callback {
    fn of_payment(simulator: &Simulator, out_trade_no: &str, now_ms: i64) -> Option<Self> {
        let account = &simulator.accounts().pay;
        let mut state = simulator.state();
        let id = format!("EV-{}", state.books.number(now_ms, 24));
        let order = state.books.orders.get(out_trade_no)?;
        order.paid_ms?;
        let mut resource = order.answer(&account.mchid, &account.appid, now_ms);
        // Also when it comes after a refund, it tells of the payment.
        let (name, description) = TradeState::Success.names();
        resource["trade_state"] = json!(name);
        resource["trade_state_desc"] = json!(description);
        Some(Self {
            id,
            event_type: "TRANSACTION.SUCCESS".to_owned(),
            out_trade_no: order.out_trade_no.clone(),
            url: order.terms.notify_url.clone(),
            created_ms: now_ms,
            tries: Vec::new(),
            resource,
            kind: CallbackKind::Payment,
            signer: order.signer,
            held: false,
        })
    }

    fn of_refund(simulator: &Simulator, refund: &Refund) -> Option<Self> {
        let id = format!("EV-{}", simulator.state().books.number(refund.done_ms, 24));
        Some(Self {
            id,
            event_type: format!("REFUND.{}", refund.outcome.name()),
            out_trade_no: refund.out_trade_no.clone(),
            url: refund.notify_url.clone()?,
            created_ms: refund.done_ms,
            tries: Vec::new(),
            resource: refund.notification(&simulator.accounts().pay.mchid),
            kind: CallbackKind::Refund,
            signer: refund.signer,
            held: false,
        })
    }

    /// Seals and signs it, with what is wrong with it.
    fn make(&self, simulator: &Simulator, fault: Option<&Fault>) -> Made {
        let kind = fault.map(|fault| fault.fault);
        let resource = falsified(&self.resource, kind).to_string();
        let original = self.kind.original();
        let mut sealed = seal(&simulator.accounts().pay.apiv3_key, original, &resource).unwrap_or_default();
        sealed["original_type"] = json!(original);
        let summary = match self.resource["refund_status"].as_str() {
            None => "支付成功",
            Some(status) if status == RefundStatus::Success.name() => "退款成功",
            Some(status) if status == RefundStatus::Closed.name() => "退款关闭",
            Some(_) => "退款异常",
        };
        let mut body = json!({
            "id": self.id,
            "create_time": beijing::rfc3339(self.created_ms),
            "resource_type": "encrypt-resource",
            "event_type": self.event_type,
            "summary": summary,
            "resource": sealed,
        })
        .to_string();
        let headers = self.signer.headers(simulator, body.as_bytes(), fault);
        if kind == Some(Kind::Altered) {
            body = body.replacen("EV-", "EV_", 1);
        }
        (headers, body)
    }

    /// Brings it to its address.
    async fn bring(&self, simulator: &Simulator, fault: Option<&Fault>) -> Try {
        let (headers, body) = self.make(simulator, fault);
        let request = simulator.client().post(&self.url).header("Content-Type", "application/json");
        let request = headers.into_iter().fold(request, |request, (name, value)| request.header(name, value));
        let (at_ms, started) = (simulator.now_ms(), Instant::now());
        let answer = match request.body(body).send().await {
            Ok(answer) => answer.status().as_u16().to_string(),
            Err(error) if error.is_timeout() => "no answer in time".to_owned(),
            Err(_) => "no connection".to_owned(),
        };
        let took_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        Try { at_ms, answer, took_us, fault: fault.map(|fault| fault.fault) }
    }
}

impl Try {
    fn not_sent(at_ms: i64, fault: Option<Kind>, why: &str) -> Self {
        Self { at_ms, answer: why.to_owned(), took_us: 0, fault }
    }
}

/// What a callback tells that tells something wrong.
fn falsified(resource: &Value, kind: Option<Kind>) -> Value {
    let mut told = resource.clone();
    match kind {
        Some(Kind::WrongAmount) => {
            for field in ["total", "payer_total", "refund", "payer_refund"] {
                if let Some(fen) = told["amount"][field].as_i64() {
                    told["amount"][field] = json!(fen + 1);
                }
            }
        }
        Some(Kind::WrongCurrency) => told["amount"]["currency"] = json!("HKD"),
        Some(Kind::WrongAppid) => told["appid"] = json!("wx1111111111111111"),
        Some(Kind::WrongMchid) => told["mchid"] = json!("1900000002"),
        Some(Kind::WrongNumber) => {
            for field in ["out_trade_no", "out_refund_no"] {
                if !told[field].is_null() {
                    told[field] = json!("nobodys-number");
                }
            }
        }
        _ => {}
    }
    told
}
