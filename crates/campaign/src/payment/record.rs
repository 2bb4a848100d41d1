//! The one handler of what WeChat Pay says: notices, answers and bills come here. Notice, payment, collection, audit and
//! messages change in one transaction.

use super::fee::{owed, pass};
use super::refund::{self, Reason};
use super::row::{Payment, find};
use crate::catalogue;
use crate::clock::DAY;
use crate::context::App;
use crate::db::{Actor, Change};
use crate::message::{self, Kind};
use crate::problem::{Code, Problem};
use crate::states::{CollectionState, Machine, PaymentEvent, PaymentState};
use crate::wechat_pay::{Notice, Refund, RefundStatus, Trade, TradeState};
use jiff::Timestamp;

const NOTICE: &str = "INSERT INTO payment_notice (id, at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
const SWEEP: &str = "DELETE FROM payment_notice WHERE at < $1";
/// An account that is gone has paid nothing that could still be asked for.
const FORGET: &str = "UPDATE payment SET account = NULL WHERE account NOT IN (SELECT id FROM account)";
const PAID: &str = "UPDATE payment SET transaction_id = $2, paid = $3 WHERE id = $1";
const TAKEN: &str = "UPDATE payment SET refund_taken = $2 WHERE id = $1 AND refund_taken IS NULL";
const TAKEN_AT: &str = "UPDATE payment SET refund_taken = $2 WHERE id = $1";
const CLOSED: &str = "UPDATE payment SET refunds_closed = refunds_closed + 1 WHERE id = $1";

/// The only currency.
const CURRENCY: &str = "CNY";

/// How long notices are known again; WeChat Pay repeats them for a day.
const NOTICES_KEPT: i64 = 30 * DAY;

/// Takes a notice of a payment.
///
/// # Errors
/// [`Code::NoticeRefused`] where it does not fit what we ordered, or those of the database: then nothing has changed.
pub async fn notice_of_payment(app: &App, notice: &Notice<Trade>) -> Result<(), Problem> {
    let trade = &notice.resource;
    let payment = known(app, &trade.out_trade_no).await?;
    if trade.trade_state != TradeState::Success {
        return Err(Code::NoticeRefused.into());
    }
    success(app, Some(&notice.id), &payment, trade).await
}

/// Takes a notice of a refund.
///
/// # Errors
/// Those of [`notice_of_payment`].
pub async fn notice_of_refund(app: &App, notice: &Notice<Refund>) -> Result<(), Problem> {
    let payment = known(app, &notice.resource.out_trade_no).await?;
    let ours = app.pay()?.merchant.mchid.as_str();
    if notice.resource.mchid.as_deref() != Some(ours) {
        return Err(Code::NoticeRefused.into());
    }
    returned(app, Some(&notice.id), &payment, &notice.resource).await
}

/// Forgets the notices that are not repeated any more, and accounts that are gone; gives the number of notices.
///
/// # Errors
/// Those of the database.
pub async fn sweep(change: &mut Change) -> Result<u64, Problem> {
    sqlx::query(FORGET).execute(&mut *change.tx).await?;
    let swept = sqlx::query(SWEEP).bind(change.now - NOTICES_KEPT).execute(&mut *change.tx).await?;
    Ok(swept.rows_affected())
}

/// Whether this is said of our order.
pub fn belongs(app: &App, trade: &Trade, payment: &Payment) -> bool {
    let Ok(pay) = app.pay() else { return false };
    trade.appid == app.config.wechat_appid
        && trade.mchid == pay.merchant.mchid
        && trade.out_trade_no == payment.id
}

/// Records that an order is paid. If the collection cannot take it, the refund begins.
///
/// # Errors
/// [`Code::NoticeRefused`] if that is said of another order or amount, or those of the database.
pub async fn success(
    app: &App,
    notice: Option<&str>,
    payment: &Payment,
    trade: &Trade,
) -> Result<(), Problem> {
    let amount = trade.amount.as_ref();
    let fits = belongs(app, trade, payment)
        && amount.is_some_and(|amount| amount.total == payment.amount && amount.currency == CURRENCY)
        && !trade.transaction_id.is_empty();
    let paid = trade.success_time.parse::<Timestamp>().ok().filter(|_| fits);
    let paid = paid.ok_or_else(|| contradiction(payment, "the payment"))?.as_millisecond();
    let campaign = catalogue::read(app.db.pool(), &payment.campaign).await?;
    let mut change = app.db.change(Actor::Machine).await?;
    if !is_new(&mut change, notice).await? {
        return Ok(());
    }
    let (mut collection, mut row) = payment.lock(&mut change).await?;
    if row.state.after(PaymentEvent::Succeed).is_none() {
        // It was recorded before.
        let known = find(&mut *change.tx, &payment.id).await?.transaction_id;
        if known.as_deref() != Some(&trade.transaction_id) {
            return Err(contradiction(payment, "a second transaction"));
        }
        return change.commit().await;
    }
    let is_owed = collection.state == CollectionState::Uploaded
        && owed(&mut *change.tx, &campaign, &collection.id).await? > 0;
    let paid = sqlx::query(PAID).bind(&payment.id).bind(&trade.transaction_id).bind(paid);
    paid.execute(&mut *change.tx).await?;
    change.step(&mut row, PaymentEvent::Succeed, "").await?;
    if is_owed {
        pass(app, &mut change, &campaign, &mut collection, &payment.id).await?;
        message::queue(&mut change, &collection.id, Kind::Paid, payment.number).await?;
    } else {
        let is_over = matches!(collection.state, CollectionState::Expired | CollectionState::Withdrawn);
        let reason = if is_over { Reason::Late } else { Reason::Second };
        refund::begin(&mut change, &mut row, reason).await?;
    }
    change.commit().await
}

/// Records where a refund is.
///
/// # Errors
/// [`Code::NoticeRefused`] if that is said of another refund or amount, [`Code::NotNow`] if none was asked for, or those of
/// the database.
pub async fn returned(
    app: &App,
    notice: Option<&str>,
    payment: &Payment,
    refund: &Refund,
) -> Result<(), Problem> {
    if refund.out_trade_no == payment.id && payment.has_closed(&refund.out_refund_no) {
        // Old news.
        return Ok(());
    }
    let fits = refund.out_trade_no == payment.id
        && refund.out_refund_no == payment.refund_number()
        && refund.amount.total == payment.amount
        && refund.amount.refund == Some(payment.amount);
    if !fits {
        return Err(contradiction(payment, "the refund"));
    }
    let mut change = app.db.change(Actor::Machine).await?;
    if !is_new(&mut change, notice).await? {
        return Ok(());
    }
    let (collection, mut row) = payment.lock(&mut change).await?;
    // By WeChat Pay's clock where it says: its bill is of that day.
    let taken = refund.create_time.as_ref().and_then(|time| time.parse::<Timestamp>().ok());
    let (statement, taken) = match taken {
        Some(taken) => (TAKEN_AT, taken.as_millisecond()),
        None => (TAKEN, change.now),
    };
    sqlx::query(statement).bind(&payment.id).bind(taken).execute(&mut *change.tx).await?;
    match (refund.status, row.state) {
        (RefundStatus::Success, PaymentState::Refunded) | (RefundStatus::Processing, _) => {}
        (RefundStatus::Success, _) => {
            change.step(&mut row, PaymentEvent::Return, "").await?;
            message::queue(&mut change, &collection.id, Kind::Refunded, payment.number).await?;
        }
        // Late news: the money has arrived since, or a person has seen to it.
        (RefundStatus::Closed | RefundStatus::Abnormal, PaymentState::Refunded) => {}
        (RefundStatus::Closed | RefundStatus::Abnormal, PaymentState::RefundAbnormal) => {}
        (RefundStatus::Closed, _) => {
            change.step(&mut row, PaymentEvent::Stall, "closed").await?;
            sqlx::query(CLOSED).bind(&payment.id).execute(&mut *change.tx).await?;
        }
        (RefundStatus::Abnormal, _) => change.step(&mut row, PaymentEvent::Stall, "abnormal").await?,
    }
    change.commit().await
}

/// Writes a notice down; `false` if it was taken before. As the first write it makes the same notice wait for this one.
async fn is_new(change: &mut Change, notice: Option<&str>) -> Result<bool, Problem> {
    let Some(id) = notice else { return Ok(true) };
    let insert = sqlx::query(NOTICE).bind(id).bind(change.now);
    Ok(insert.execute(&mut *change.tx).await?.rows_affected() == 1)
}

/// The payment that a notice is about.
async fn known(app: &App, number: &str) -> Result<Payment, Problem> {
    find(app.db.pool(), number).await.map_err(|problem| match problem.code() {
        Some(Code::NotFound) => Code::NoticeRefused.into(),
        _ => problem,
    })
}

/// What WeChat Pay says and what we ordered differ: somebody has to see why.
fn contradiction(payment: &Payment, what: &str) -> Problem {
    tracing::error!(payment = payment.id, what, "WeChat Pay says something else than what was ordered");
    Code::NoticeRefused.into()
}
