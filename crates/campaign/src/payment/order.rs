//! A candidate pays: one order at a time, under one number until it is known what has become of it.

use super::fee::{owed, pass};
use super::poll::{Asked, ask, first_wait};
use super::row::{Payment, open};
use crate::account;
use crate::catalogue::Campaign;
use crate::clock::MINUTE;
use crate::collection::{Record, current};
use crate::context::App;
use crate::counter::{self, Limit};
use crate::db::{Actor, Change, Locked, new_id};
use crate::problem::{Bilingual, Code, Problem};
use crate::states::{CollectionState, PaymentEvent, PaymentState};
use crate::task::{self, TaskKind};
use crate::wechat_pay::{Order, Outcome};
use precheck_foundation::json::EnumName;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use serde::Serialize;
use utoipa::ToSchema;

const INSERT: &str = "INSERT INTO payment (id, collection, campaign, account, number, state, version, amount, expires, created) \
    VALUES ($1, $2, $3, $4, (SELECT COALESCE(MAX(number), 0) + 1 FROM payment WHERE collection = $2), 'created', 1, $5, $6, $7)";
const ANSWER: &str = "UPDATE payment SET answer = $2 WHERE id = $1 AND (answer IS NULL OR answer <> $2)";
const PLACED: &str = "UPDATE payment SET prepay_id = $2 WHERE id = $1";

/// How long an order can be paid.
const ORDER_LASTS: i64 = 30 * MINUTE;

/// How long an order can be paid beyond the last moment at which a photo may have arrived.
const AFTER_WINDOW: i64 = 15 * MINUTE;

/// The shortest time that WeChat Pay takes for an order.
const SHORTEST: i64 = MINUTE;

/// How often a candidate's page may have WeChat Pay asked in a minute.
const QUESTIONS: i64 = 30;

/// What a candidate is told of the payment: nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Word {
    /// 未支付.
    Unpaid,
    /// 正在确认，请勿重复支付.
    Confirming,
    /// 已支付.
    Paid,
}

/// A payment for its candidate.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrderView {
    /// Where it is.
    pub state: Word,
    /// The same for people.
    pub message: Bilingual,
    /// What is still to be paid, in fen.
    pub amount_fen: i64,
    /// Until when it can be paid, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
    /// What `wx.requestPayment` takes; only in the answer to an order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay: Option<PayParameters>,
    /// Where the order is paid outside WeChat, if the settings name such a page; only in the answer to an order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

/// What `wx.requestPayment` takes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PayParameters {
    /// The mini-program's id.
    pub app_id: String,
    /// Seconds since 1970.
    pub time_stamp: String,
    /// A random text.
    pub nonce_str: String,
    /// `prepay_id=…`.
    pub package: String,
    /// `RSA`.
    pub sign_type: &'static str,
    /// The signature over all of it.
    pub pay_sign: String,
}

impl EnumName for Word {
    const NAMES: &'static [(&'static str, Self)] =
        &[("unpaid", Self::Unpaid), ("confirming", Self::Confirming), ("paid", Self::Paid)];
}

impl Word {
    fn text(self) -> LocalizedStr {
        let (zh, en) = match self {
            Self::Unpaid => ("未支付", "Not paid"),
            Self::Confirming => {
                ("正在确认，请勿重复支付", "Your payment is being confirmed. Please do not pay again.")
            }
            Self::Paid => ("已支付", "Paid"),
        };
        LocalizedStr { zh, en }
    }

    fn view(self, amount_fen: i64) -> OrderView {
        OrderView {
            state: self,
            message: LocalizedString::from(self.text()).into(),
            amount_fen,
            until: None,
            pay: None,
            page: None,
        }
    }
}

/// Begins to pay; again with the same order while it lasts. What is paid already is not to be paid again.
///
/// # Errors
/// [`Code::NotNow`] without a photo, [`Code::WechatNeeded`], [`Code::WindowClosed`], [`Code::PaymentUnavailable`], or those
/// of the database.
pub async fn order(app: &App, account: &str, campaign: Option<&str>) -> Result<OrderView, Problem> {
    let (record, campaign) = current(app, account, campaign).await?;
    // An order that is over, or another account's or amount's, is ended first; then there is a new one.
    for _ in 0..2 {
        let Some((payment, amount)) = prepare(app, account, &record, &campaign).await? else {
            return Ok(Word::Paid.view(0));
        };
        let is_same = payment.amount == amount && payment.account.as_deref() == Some(account);
        if is_same && app.clock.now() < payment.expires {
            let openid = payer(app, account).await?;
            return place(app, &campaign, payment, openid).await;
        }
        match ask(app, &payment, true).await? {
            Asked::Paid => return Ok(Word::Paid.view(0)),
            Asked::NotPaid => {}
            Asked::Paying | Asked::Unknown => return Ok(Word::Confirming.view(amount)),
        }
    }
    Err(Code::PaymentUnavailable.into())
}

/// What has become of the payment; WeChat Pay is asked while that is open.
///
/// # Errors
/// [`Code::NoCollection`], or those of the database.
pub async fn see(app: &App, account: &str, campaign: Option<&str>) -> Result<OrderView, Problem> {
    let (record, campaign) = current(app, account, campaign).await?;
    // In this order: an order that is paid in between is no longer owed, and nobody is told that it is unpaid.
    let payment = open(app.db.pool(), &record.id).await?;
    let amount = owed(app.db.pool(), &campaign, &record.id).await?;
    if amount == 0 {
        return Ok(Word::Paid.view(0));
    }
    let until = payable_until(&record, &campaign)?;
    let Some(payment) = payment.filter(|payment| payment.prepay_id.is_some()) else {
        return Ok(OrderView { until: Some(until), ..Word::Unpaid.view(amount) });
    };
    let mut change = app.db.change(Actor::Candidate).await?;
    let limit = Limit { name: format!("payment:{}", payment.id), most: QUESTIONS, span: MINUTE };
    let wait = counter::count(&mut change, &[limit]).await?;
    change.commit().await?;
    let view = |word: Word| OrderView { until: Some(until), ..word.view(amount) };
    if wait.is_some() {
        return Ok(view(payment.answer.as_deref().and_then(Word::of).unwrap_or(Word::Confirming)));
    }
    let word = match ask(app, &payment, false).await? {
        Asked::Paid => return Ok(Word::Paid.view(0)),
        Asked::NotPaid => Word::Unpaid,
        Asked::Paying | Asked::Unknown => Word::Confirming,
    };
    sqlx::query(ANSWER).bind(&payment.id).bind(word.name()).execute(app.db.pool()).await?;
    Ok(view(word))
}

/// Until when a collection's photo can be paid for, in milliseconds since 1970: also one that came in the last minutes.
fn payable_until(record: &Record, campaign: &Campaign) -> Result<i64, Problem> {
    let closes = record.deadline(campaign)?.unwrap_or(campaign.settings.closes_ms);
    Ok(closes.saturating_add(campaign.settings.upload_grace_ms).saturating_add(AFTER_WINDOW))
}

/// Whether a collection's photo may still be paid for: an order is open, or can still be begun.
///
/// # Errors
/// Those of the database.
pub async fn is_awaited(change: &mut Change, record: &Record, campaign: &Campaign) -> Result<bool, Problem> {
    if open(&mut *change.tx, &record.id).await?.is_some() {
        return Ok(true);
    }
    let in_time = change.now + SHORTEST <= payable_until(record, campaign)?;
    Ok(record.state()? == CollectionState::Uploaded
        && in_time
        && owed(&mut *change.tx, campaign, &record.id).await? > 0)
}

/// The order that is open, or a new one, and what it has to be about; `None` if nothing is owed.
async fn prepare(
    app: &App,
    account: &str,
    record: &Record,
    campaign: &Campaign,
) -> Result<Option<(Payment, i64)>, Problem> {
    let mut change = app.db.change(Actor::Candidate).await?;
    let mut collection: Locked<CollectionState> = change.lock(&record.id).await?;
    let amount = owed(&mut *change.tx, campaign, &record.id).await?;
    if amount == 0 {
        // The fee may have been lowered since the photo came.
        if pass(app, &mut change, campaign, &mut collection, "nothing owed").await? {
            change.commit().await?;
        }
        return Ok(None);
    }
    if collection.state != CollectionState::Uploaded {
        return Err(Code::NotNow.into());
    }
    if let Some(payment) = open(&mut *change.tx, &record.id).await? {
        return Ok(Some((payment, amount)));
    }
    let expires = (change.now + ORDER_LASTS).min(payable_until(record, campaign)?);
    if expires < change.now + SHORTEST {
        return Err(Code::WindowClosed.into());
    }
    // WeChat Pay takes numbers of 32 characters.
    let id = new_id().replace('-', "");
    let insert = sqlx::query(INSERT).bind(&id).bind(&record.id).bind(&record.campaign).bind(account);
    insert.bind(amount).bind(expires).bind(change.now).execute(&mut *change.tx).await?;
    change.created(&id, PaymentState::Created, "").await?;
    task::schedule(&mut change, TaskKind::PollPayment, &id, first_wait()).await?;
    let payment = open(&mut *change.tx, &record.id).await?.ok_or(Code::InternalError)?;
    change.commit().await?;
    Ok(Some((payment, amount)))
}

/// Places the order at WeChat Pay, if it is not there yet, and signs what the page needs.
async fn place(
    app: &App,
    campaign: &Campaign,
    payment: Payment,
    openid: String,
) -> Result<OrderView, Problem> {
    let pay = app.pay()?;
    if let Some(prepay_id) = &payment.prepay_id {
        return payable(app, &payment, prepay_id);
    }
    let order = Order {
        number: payment.id.clone(),
        description: campaign.settings.title.chars().take(DESCRIPTION).collect(),
        amount: payment.amount,
        openid,
        expires: payment.expires,
    };
    match pay.gateway.prepay(&order).await {
        Outcome::Done(prepay_id) => {
            let mut change = app.db.change(Actor::Machine).await?;
            let (_collection, mut row) = payment.lock(&mut change).await?;
            if row.state == PaymentState::Created {
                change.step(&mut row, PaymentEvent::Place, "").await?;
                sqlx::query(PLACED).bind(&payment.id).bind(&prepay_id).execute(&mut *change.tx).await?;
                change.commit().await?;
            }
            payable(app, &payment, &prepay_id)
        }
        // Only WeChat Pay's own word about the order ends it.
        Outcome::Refused(code) => {
            tracing::warn!(payment = payment.id, code, "an order was refused");
            match ask(app, &payment, true).await? {
                Asked::Paid => Ok(Word::Paid.view(0)),
                _ => Err(Code::PaymentUnavailable.into()),
            }
        }
        Outcome::Repeat(why) | Outcome::Unknown(why) => {
            tracing::warn!(payment = payment.id, why, "an order was not placed, or nobody knows");
            Err(Code::PaymentUnavailable.into())
        }
    }
}

/// The WeChat account that pays; where there is a page for payers outside WeChat, also whoever is a phone number.
async fn payer(app: &App, account: &str) -> Result<String, Problem> {
    match account::openid(app, account).await {
        Err(problem) if problem.code() == Some(Code::WechatNeeded) && app.config.pay_page.is_some() => {
            Ok(format!("phone-{account}"))
        }
        found => found,
    }
}

/// Longest description, in characters: 127 bytes.
const DESCRIPTION: usize = 42;

fn payable(app: &App, payment: &Payment, prepay_id: &str) -> Result<OrderView, Problem> {
    let appid = &app.config.wechat_appid;
    let package = format!("prepay_id={prepay_id}");
    let signed = app.pay()?.merchant.pay_sign(appid, &package, app.clock.now());
    let (time_stamp, nonce_str, pay_sign) = signed.map_err(Problem::internal)?;
    let pay =
        PayParameters { app_id: appid.clone(), time_stamp, nonce_str, package, sign_type: "RSA", pay_sign };
    let page = app.config.pay_page.as_ref().map(|page| format!("{page}?prepay_id={prepay_id}"));
    Ok(OrderView { pay: Some(pay), page, ..Word::Unpaid.view(payment.amount) })
}
