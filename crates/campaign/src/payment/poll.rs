//! Asks WeChat Pay what has become of an order, under its number: notices may be late, lost or forged.

use super::record::{belongs, success};
use super::row::{Payment, find};
use crate::clock::{HOUR, MINUTE, SECOND};
use crate::context::App;
use crate::db::Actor;
use crate::problem::{Code, Problem};
use crate::states::{Machine, PaymentEvent};
use crate::task::Task;
use crate::wechat_pay::{Outcome, Trade, TradeState};

/// When an order is asked for: the times between two questions, the last one again and again until the order is over.
const WAITS: [i64; 6] = [10 * SECOND, 20 * SECOND, 30 * SECOND, MINUTE, 3 * MINUTE, 5 * MINUTE];

/// The same for an order that is over, of which WeChat Pay does not say so.
const OVER: [i64; 4] = [10 * SECOND, MINUTE, 10 * MINUTE, HOUR];

/// WeChat Pay's words for "there is no such order".
const NO_ORDER: [&str; 2] = ["ORDER_NOT_EXIST", "ORDERNOTEXIST"];

/// What WeChat Pay says of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// It is paid, and that is recorded.
    Paid,
    /// It is not paid.
    NotPaid,
    /// The payer is at it.
    Paying,
    /// It does not say.
    Unknown,
}

/// The time to the first question.
pub fn first_wait() -> i64 {
    WAITS[0]
}

/// Asks for a payment, and records what is said; an unpaid order that is to `end` is closed.
///
/// # Errors
/// Those of the database; there is no merchant.
pub async fn ask(app: &App, payment: &Payment, end: bool) -> Result<Asked, Problem> {
    let gateway = &app.pay()?.gateway;
    let trade = match gateway.query(&payment.id).await {
        Outcome::Done(trade) if belongs(app, &trade, payment) => trade,
        Outcome::Done(Trade { out_trade_no, .. }) => {
            tracing::error!(payment = payment.id, out_trade_no, "WeChat Pay answers for another order");
            return Ok(Asked::Unknown);
        }
        Outcome::Refused(code) if NO_ORDER.contains(&code.as_str()) => {
            if end {
                step(app, payment, PaymentEvent::Fail, &code).await?;
            }
            return Ok(Asked::NotPaid);
        }
        Outcome::Refused(why) | Outcome::Repeat(why) | Outcome::Unknown(why) => {
            tracing::warn!(payment = payment.id, why, "WeChat Pay does not say what has become of an order");
            return Ok(Asked::Unknown);
        }
    };
    match trade.trade_state {
        TradeState::Success | TradeState::Refund => match success(app, None, payment, &trade).await {
            Ok(()) => Ok(Asked::Paid),
            // Logged where it arose: a person has to see why.
            Err(problem) if problem.code() == Some(Code::NoticeRefused) => Ok(Asked::Unknown),
            Err(problem) => Err(problem),
        },
        TradeState::Closed | TradeState::Revoked => {
            step(app, payment, PaymentEvent::Close, "").await?;
            Ok(Asked::NotPaid)
        }
        TradeState::UserPaying | TradeState::Accept if !end => Ok(Asked::Paying),
        _ if !end => Ok(Asked::NotPaid),
        _ => match gateway.close(&payment.id).await {
            Outcome::Done(()) => {
                step(app, payment, PaymentEvent::Close, "").await?;
                Ok(Asked::NotPaid)
            }
            // It may have been paid just now: the next question tells.
            Outcome::Refused(why) | Outcome::Repeat(why) | Outcome::Unknown(why) => {
                tracing::warn!(payment = payment.id, why, "an order is not closed");
                Ok(Asked::Unknown)
            }
        },
    }
}

/// Asks for the payment of a task until it is at its end.
///
/// # Errors
/// Those of the database.
pub async fn poll_task(app: &App, task: &Task) -> Result<(), Problem> {
    let payment = find(app.db.pool(), &task.subject).await?;
    let is_over = app.clock.now() >= payment.expires;
    let mut is_open = is_open(&payment)?;
    if is_open {
        ask(app, &payment, is_over).await?;
        is_open = self::is_open(&find(app.db.pool(), &task.subject).await?)?;
    }
    let mut change = app.db.change(Actor::Machine).await?;
    if is_open {
        let waits: &[i64] = if is_over { &OVER } else { &WAITS };
        let place = usize::try_from(task.attempts).unwrap_or_default().min(waits.len() - 1);
        let wait = waits[place];
        let left = payment.expires - change.now;
        task.later(&mut change, if is_over { wait } else { wait.min(left.max(0) + SECOND) }).await?;
    } else {
        task.done(&mut change).await?;
    }
    change.commit().await
}

fn is_open(payment: &Payment) -> Result<bool, Problem> {
    Ok(payment.state()?.after(PaymentEvent::Close).is_some())
}

/// Takes the payment to its end without success, if it is not at another one by now.
async fn step(app: &App, payment: &Payment, event: PaymentEvent, note: &str) -> Result<(), Problem> {
    let mut change = app.db.change(Actor::Machine).await?;
    let (_collection, mut row) = payment.lock(&mut change).await?;
    if row.state.after(event).is_some() {
        change.step(&mut row, event, note).await?;
        change.commit().await?;
    }
    Ok(())
}
