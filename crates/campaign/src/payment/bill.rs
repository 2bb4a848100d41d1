//! Compares the bill of a day with the books, names every difference, and mends what WeChat Pay confirms.

use super::bill_file::{BillLine, Happened, read};
use super::poll::{Asked, ask};
use super::record::returned;
use super::refund::refund_order;
use super::row::{Payment, find};
use crate::clock::{BEIJING, DAY};
use crate::context::App;
use crate::problem::{Code, Problem};
use crate::states::PaymentState;
use crate::wechat_pay::Outcome;
use jiff::civil::Date;
use std::collections::HashSet;
use std::error::Error;

const PAID: &str = "SELECT id FROM payment WHERE paid >= $1 AND paid < $2 ORDER BY id";
const REFUNDED: &str = "SELECT id FROM payment WHERE refund_taken >= $1 AND refund_taken < $2 ORDER BY id";

/// WeChat Pay's word for a day on which nothing happened.
const NO_BILL: &str = "NO_STATEMENT_EXIST";

/// The differences between WeChat Pay's bill of a day (`2022-06-18`, Beijing's) and the books, a line each; what could be
/// mended is mended, and said.
///
/// # Errors
/// The date is none; WeChat Pay has no bill of it; those of the database.
pub async fn reconcile(app: &App, date: &str) -> Result<Vec<String>, Box<dyn Error + Send + Sync>> {
    let day: Date = date.parse().map_err(|_| format!("`{date}` is no date such as 2022-06-18"))?;
    let from = BEIJING.to_timestamp(day.at(0, 0, 0, 0))?.as_millisecond();
    let text = match app.pay()?.gateway.bill(&day.to_string()).await {
        Outcome::Done(text) => text,
        Outcome::Refused(code) if code == NO_BILL => String::new(),
        Outcome::Refused(why) | Outcome::Repeat(why) | Outcome::Unknown(why) => {
            return Err(format!("WeChat Pay gives no bill of {date}: {why}").into());
        }
    };
    let lines = read(&text)?;
    let mut differences = Vec::new();
    for line in &lines {
        if let Some(difference) = compare(app, line).await? {
            differences.push(difference);
        }
    }
    let is_paid = |line: &&BillLine| matches!(line.what, Happened::Paid { .. });
    let (paid, refunds): (Vec<_>, Vec<_>) = lines.iter().partition(is_paid);
    for (statement, billed, what) in [(PAID, paid, "paid"), (REFUNDED, refunds, "a refund was taken")] {
        let billed: HashSet<&str> = billed.into_iter().map(|line| line.number.as_str()).collect();
        let ours = sqlx::query_as(statement).bind(from).bind(from + DAY).fetch_all(app.db.pool()).await?;
        let missing = ours.into_iter().filter(|(id,): &(String,)| !billed.contains(id.as_str()));
        differences.extend(
            missing.map(|(id,)| format!("payment {id}: {what} on that day, the bill does not have it")),
        );
    }
    Ok(differences)
}

/// How a line differs from the books.
async fn compare(app: &App, line: &BillLine) -> Result<Option<String>, Problem> {
    let BillLine { number, transaction_id, what } = line;
    let payment = match find(app.db.pool(), number).await {
        Ok(payment) => payment,
        Err(problem) if problem.code() == Some(Code::NotFound) => {
            return Ok(Some(format!("order {number}: in the bill ({transaction_id}), unknown here")));
        }
        Err(problem) => return Err(problem),
    };
    match what {
        Happened::Paid { amount } if *amount != payment.amount => {
            Ok(Some(format!("payment {number}: {amount} fen in the bill, {} here", payment.amount)))
        }
        Happened::Paid { .. } => match &payment.transaction_id {
            Some(known) if known == transaction_id => Ok(None),
            Some(known) => {
                Ok(Some(format!("payment {number}: transaction {transaction_id} in the bill, {known} here")))
            }
            None => {
                let is_mended = ask(app, &payment, false).await? == Asked::Paid;
                Ok(Some(mended(&payment, "paid", is_mended)))
            }
        },
        Happened::Refund { refund_number, is_done: false, .. } if payment.has_closed(refund_number) => {
            Ok(None)
        }
        Happened::Refund { refund_number, amount, .. }
            if *refund_number != payment.refund_number() || *amount != payment.amount =>
        {
            let said = format!("{refund_number} of {amount} fen");
            Ok(Some(format!("payment {number}: the bill has a refund {said} that was not asked for here")))
        }
        Happened::Refund { is_done, .. } => match payment.state()? {
            PaymentState::Refunded => Ok(None),
            PaymentState::Refunding if !is_done => Ok(None),
            PaymentState::Refunding | PaymentState::RefundAbnormal if *is_done => {
                let is_mended = is_returned(app, &payment).await?;
                Ok(Some(mended(&payment, "refunded", is_mended)))
            }
            PaymentState::RefundAbnormal => Ok(None),
            _ => Ok(Some(mended(&payment, "refunded", false))),
        },
    }
}

/// Whether WeChat Pay says itself that a refund has arrived; then it is recorded.
async fn is_returned(app: &App, payment: &Payment) -> Result<bool, Problem> {
    let Outcome::Done(refund) = app.pay()?.gateway.refund(&refund_order(payment)).await else {
        return Ok(false);
    };
    returned(app, None, payment, &refund).await?;
    Ok(find(app.db.pool(), &payment.id).await?.state()? == PaymentState::Refunded)
}

fn mended(payment: &Payment, what: &str, is_mended: bool) -> String {
    let Payment { id, state, .. } = payment;
    let so = if is_mended { "recorded now" } else { "WeChat Pay does not confirm it" };
    format!("payment {id}: {what} in the bill, {state} here; {so}")
}
