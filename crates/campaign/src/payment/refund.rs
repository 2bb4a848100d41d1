//! The money goes back: asked for under one number until WeChat Pay says where it is.

use super::record::returned;
use super::row::{Payment, find, of_collection};
use crate::clock::{HOUR, MINUTE};
use crate::context::App;
use crate::db::{Actor, Change, Locked};
use crate::problem::{Code, Problem};
use crate::states::{CollectionState, Machine, PaymentEvent, PaymentState};
use crate::task::{self, Task, TaskKind};
use crate::wechat_pay::{Outcome, RefundOrder};
use precheck_foundation::json::EnumName;

const FORGET: &str = "UPDATE payment SET account = NULL WHERE collection = $1";
const REASON: &str = "UPDATE payment SET refund_reason = $2 WHERE id = $1 AND refund_reason IS NULL";

/// WeChat Pay asks for a minute between two tries of one refund.
const BETWEEN: i64 = MINUTE;

/// What passes by itself, or once the merchant's account has money: asked for again in an hour.
const PASSING: [&str; 3] = ["NOT_ENOUGH", "FREQUENCY_LIMITED", "RATELIMIT_EXCEEDED"];

/// Why money goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The collection was over when the payment succeeded.
    Late,
    /// The fee was paid already.
    Second,
    /// The candidate has left.
    Withdrawn,
    /// Staff wants it.
    Staff,
}

impl EnumName for Reason {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("late", Self::Late),
        ("second", Self::Second),
        ("withdrawn", Self::Withdrawn),
        ("staff", Self::Staff),
    ];
}

impl Reason {
    /// What the payer reads in WeChat.
    fn text(self) -> &'static str {
        match self {
            Self::Late => "采集已结束，退还费用",
            Self::Second => "重复支付，退还费用",
            Self::Withdrawn => "已退出采集，退还费用",
            Self::Staff => "退还采集费用",
        }
    }
}

/// The refund of all that was paid, the same whenever it is asked for.
pub fn refund_order(payment: &Payment) -> RefundOrder {
    let reason = payment.refund_reason.as_deref().and_then(Reason::of).unwrap_or(Reason::Staff);
    RefundOrder {
        number: payment.id.clone(),
        refund_number: payment.refund_number(),
        amount: payment.amount,
        reason: reason.text(),
    }
}

/// Begins the refund of a payment, or again what a person had to see to, for the reason that it had.
///
/// # Errors
/// [`Code::NotNow`] if there is nothing to refund, or those of the database.
pub async fn begin(
    change: &mut Change,
    payment: &mut Locked<PaymentState>,
    reason: Reason,
) -> Result<(), Problem> {
    change.step(payment, PaymentEvent::Refund, reason.name()).await?;
    sqlx::query(REASON).bind(&payment.id).bind(reason.name()).execute(&mut *change.tx).await?;
    task::schedule(change, TaskKind::RefundPayment, &payment.id, 0).await
}

/// A candidate has left: all that was paid goes back, and nothing tells any more who paid.
///
/// # Errors
/// Those of the database.
pub async fn withdrawn(change: &mut Change, collection: &str) -> Result<(), Problem> {
    sqlx::query(FORGET).bind(collection).execute(&mut *change.tx).await?;
    for payment in of_collection(&mut *change.tx, collection).await? {
        let mut row: Locked<PaymentState> = change.lock(&payment.id).await?;
        if row.state == PaymentState::Paid {
            begin(change, &mut row, Reason::Withdrawn).await?;
        }
    }
    Ok(())
}

/// Staff gives back a payment, or tries again what a person had to see to. Which payment has to be said unless there is
/// only one that can be given back.
///
/// # Errors
/// [`Code::NotNow`] if it is not paid, [`Code::WhichPayment`], [`Code::NotFound`], or those of the database.
pub async fn by_staff(change: &mut Change, collection: &str, payment: Option<&str>) -> Result<(), Problem> {
    let collection: Locked<CollectionState> = change.lock(collection).await?;
    let all = of_collection(&mut *change.tx, &collection.id).await?;
    let named = match payment {
        Some(id) => all.iter().find(|own| own.id == id).ok_or(Code::NotFound)?,
        None => {
            let states: Vec<_> = all.iter().map(Payment::state).collect::<Result<_, _>>()?;
            let mut open =
                all.iter().zip(states).filter(|(_, state)| state.after(PaymentEvent::Refund).is_some());
            match (open.next(), open.next()) {
                (Some((only, _)), None) => only,
                (Some(_), Some(_)) => return Err(Code::WhichPayment.into()),
                (None, _) => return Err(Code::NotNow.into()),
            }
        }
    };
    let mut row: Locked<PaymentState> = change.lock(&named.id).await?;
    begin(change, &mut row, Reason::Staff).await
}

/// Asks WeChat Pay for the refund of a task, or how far it is: both are the same request.
///
/// # Errors
/// Those of the database.
pub async fn refund_task(app: &App, task: &Task) -> Result<(), Problem> {
    let payment = find(app.db.pool(), &task.subject).await?;
    if payment.state()? != PaymentState::Refunding {
        return end(app, task).await;
    }
    let wait = match app.pay()?.gateway.refund(&refund_order(&payment)).await {
        Outcome::Done(refund) => {
            returned(app, None, &payment, &refund).await?;
            if find(app.db.pool(), &task.subject).await?.state()? != PaymentState::Refunding {
                return end(app, task).await;
            }
            task.backoff()
        }
        Outcome::Refused(code) if PASSING.contains(&code.as_str()) => {
            tracing::warn!(payment = payment.id, code, "a refund has to wait");
            HOUR
        }
        Outcome::Refused(code) => return stall(app, task, &payment, &code).await,
        Outcome::Repeat(why) | Outcome::Unknown(why) => {
            tracing::warn!(payment = payment.id, why, "WeChat Pay does not say whether it refunds");
            task.backoff()
        }
    };
    let mut change = app.db.change(Actor::Machine).await?;
    task.later(&mut change, wait.max(BETWEEN)).await?;
    change.commit().await
}

async fn end(app: &App, task: &Task) -> Result<(), Problem> {
    let mut change = app.db.change(Actor::Machine).await?;
    task.done(&mut change).await?;
    change.commit().await
}

/// WeChat Pay does not refund: a person has to see why.
async fn stall(app: &App, task: &Task, payment: &Payment, code: &str) -> Result<(), Problem> {
    let mut change = app.db.change(Actor::Machine).await?;
    let (_collection, mut row) = payment.lock(&mut change).await?;
    if row.state == PaymentState::Refunding {
        change.step(&mut row, PaymentEvent::Stall, code).await?;
    }
    task.done(&mut change).await?;
    change.commit().await
}
