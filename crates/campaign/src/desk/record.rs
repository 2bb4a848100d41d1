//! One record for the help desk: who it is, where it stands, what comes next, and what happened.

use super::act::{AllowedAct, allowed};
use super::find::masked;
use super::timeline::{LOOK, Line, timeline};
use crate::account;
use crate::catalogue::{self, Campaign};
use crate::collection::{Person, Record, person};
use crate::context::App;
use crate::payment::{self, Payment};
use crate::problem::{Bilingual, Code, Problem};
use crate::review::Reason;
use crate::session::Staff;
use crate::states::CollectionState;
use precheck_foundation::json::FromJson;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use serde::Serialize;
use serde_json::Value;
use sqlx::{FromRow, Row};
use utoipa::ToSchema;

const COLLECTION: &str =
    "SELECT * FROM collection WHERE id = $1 OR roster_entry = $1 ORDER BY created DESC LIMIT 1";
const ENTRY: &str = "SELECT campaign, present FROM roster_entry WHERE id = $1";
const ACCOUNT: &str = "SELECT account FROM collection WHERE id = $1";
const MESSAGES: &str = "SELECT kind, state FROM message WHERE collection = $1 ORDER BY id";
const PHOTOS: &str =
    "SELECT id, state, decision, report, created FROM photo WHERE collection = $1 ORDER BY created, id";
/// A verdict counts once the photo is rejected: a second review may be pending, or may have overruled it.
const REASONS: &str = "SELECT photo, reasons FROM review WHERE collection = $1 AND state = 'applied' AND verdict = 'reject' \
    AND photo IN (SELECT id FROM photo WHERE collection = $1 AND state = 'rejected') ORDER BY round";

/// The state of somebody in the roster who has no collection.
pub(super) const NOT_BEGUN: &str = "not_begun";

/// A record for staff.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordView {
    /// The collection's id; of somebody who has not begun that of the line in the roster.
    id: String,
    /// The campaign's id.
    campaign: String,
    /// The campaign's title.
    title: String,
    /// The collection's state, or `not_begun`.
    state: String,
    /// The same for people.
    status: Bilingual,
    /// What comes next, and who has to do it.
    next: Bilingual,
    /// Whether the last imported roster has the line: without it nobody can match it.
    present: bool,
    /// Whether an account is bound.
    bound: bool,
    /// The phone number to which messages go, without its middle.
    phone: Option<String>,
    /// The candidate's name.
    name: String,
    /// The student number.
    student_number: String,
    /// The level of study.
    level: String,
    /// Until when a photo is taken, in milliseconds since 1970; none where no photo is wanted.
    deadline: Option<i64>,
    /// The photos, the first first.
    photos: Vec<PhotoLine>,
    /// What was paid, and given back.
    payments: Vec<PaymentView>,
    /// What the candidate was told.
    messages: Vec<MessageView>,
    /// What happened.
    timeline: Vec<Line>,
    /// What may be done now.
    allowed: Vec<AllowedAct>,
}

/// A photo for staff.
#[derive(Debug, Serialize, ToSchema)]
pub struct PhotoLine {
    /// The state.
    state: String,
    /// What the check says: `accepted`, `rejected` or `undecided`.
    decision: String,
    /// When it arrived, in milliseconds since 1970.
    created: i64,
    /// What the check refuses, or is in doubt about; none once the photo is purged.
    findings: Vec<Bilingual>,
    /// Why people rejected it.
    reasons: Vec<Bilingual>,
}

/// A payment for staff.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentView {
    /// The order's number at WeChat Pay.
    id: String,
    /// The state.
    state: String,
    /// How much, in fen.
    amount_fen: i64,
    /// When the order was begun, in milliseconds since 1970.
    created: i64,
    /// When it was paid.
    paid: Option<i64>,
    /// WeChat Pay's number of it.
    transaction_id: Option<String>,
    /// Why it is refunded.
    refund_reason: Option<String>,
}

/// A message for staff.
#[derive(Debug, Serialize, FromRow, ToSchema)]
pub struct MessageView {
    /// What it says.
    kind: String,
    /// Where it is.
    state: String,
}

impl From<Payment> for PaymentView {
    fn from(
        Payment { id, state, amount, created, paid, transaction_id, refund_reason, .. }: Payment,
    ) -> Self {
        Self { id, state, amount_fen: amount, created, paid, transaction_id, refund_reason }
    }
}

/// The record with this id, whole. Who looked is in its timeline from then on.
///
/// # Errors
/// [`Code::NotFound`], or those of the database.
pub async fn record(app: &App, staff: &Staff, id: &str) -> Result<RecordView, Problem> {
    let collection: Option<Record> =
        sqlx::query_as(COLLECTION).bind(id).fetch_optional(app.db.pool()).await?;
    let (id, machine) = match &collection {
        Some(record) => (record.id.as_str(), "collection"),
        None => (id, "roster_entry"),
    };
    let entry = collection.as_ref().map_or(id, |record| record.roster_entry.as_str());
    let row = sqlx::query(ENTRY).bind(entry).fetch_optional(app.db.pool()).await?.ok_or(Code::NotFound)?;
    let mut change = app.db.change(staff.actor()).await?;
    change.note(machine, id, LOOK, "").await?;
    change.commit().await?;
    let campaign = catalogue::read(app.db.pool(), row.try_get("campaign")?).await?;
    let present = row.try_get::<i64, _>("present")? == 1;
    let Person { name, student_number, level } = person(app, entry).await?;
    let begun = match &collection {
        None => Begun::not(&campaign, present, app.clock.now()),
        Some(record) => Begun::read(app, staff, record, &campaign).await?,
    };
    Ok(RecordView {
        id: id.to_owned(),
        state: collection.as_ref().map_or(NOT_BEGUN, |record| record.state.as_str()).to_owned(),
        status: LocalizedString::from(begun.status).into(),
        next: LocalizedString::from(begun.next).into(),
        present,
        bound: begun.account.is_some(),
        phone: match &begun.account {
            None => None,
            Some(account) => match account::phone(app, account).await {
                Ok(phone) => Some(masked(&phone)),
                Err(problem) if problem.code() == Some(Code::PhoneNeeded) => None,
                Err(problem) => return Err(problem),
            },
        },
        name,
        student_number,
        level,
        deadline: begun.deadline,
        photos: begun.photos,
        payments: begun.payments,
        messages: begun.messages,
        allowed: begun.allowed,
        timeline: timeline(app, id).await?,
        campaign: campaign.settings.id,
        title: campaign.settings.title,
    })
}

/// What there is only once a candidate has begun.
struct Begun {
    status: LocalizedStr,
    next: LocalizedStr,
    account: Option<String>,
    deadline: Option<i64>,
    photos: Vec<PhotoLine>,
    payments: Vec<PaymentView>,
    messages: Vec<MessageView>,
    allowed: Vec<AllowedAct>,
}

impl Begun {
    fn not(campaign: &Campaign, present: bool, now: i64) -> Self {
        Self {
            status: LocalizedStr {
                zh: "在名单里，还没有开始采集", en: "in the roster, not begun"
            },
            next: not_begun(campaign, present, now),
            account: None,
            deadline: None,
            photos: Vec::new(),
            payments: Vec::new(),
            messages: Vec::new(),
            allowed: Vec::new(),
        }
    }

    async fn read(app: &App, staff: &Staff, record: &Record, campaign: &Campaign) -> Result<Self, Problem> {
        let (id, state, deadline) = (&record.id, record.state()?, record.deadline(campaign)?);
        let account: Option<String> = sqlx::query_scalar(ACCOUNT).bind(id).fetch_one(app.db.pool()).await?;
        let payments = payment::of_collection(app.db.pool(), id).await?;
        let is_late = deadline.is_some_and(|deadline| deadline <= app.clock.now());
        Ok(Self {
            status: status(state),
            next: next(state, account.is_some(), record.reminded == 1, is_late),
            photos: photos(app, id).await?,
            messages: sqlx::query_as(MESSAGES).bind(id).fetch_all(app.db.pool()).await?,
            allowed: allowed(app, staff, id, state, account.is_some(), &payments).await?,
            payments: payments.into_iter().map(PaymentView::from).collect(),
            account,
            deadline,
        })
    }
}

async fn photos(app: &App, collection: &str) -> Result<Vec<PhotoLine>, Problem> {
    let rejected: Vec<(String, String)> =
        sqlx::query_as(REASONS).bind(collection).fetch_all(app.db.pool()).await?;
    let mut photos = Vec::new();
    for row in sqlx::query(PHOTOS).bind(collection).fetch_all(app.db.pool()).await? {
        let id: String = row.try_get("id")?;
        // Where several rejected it, the last one's word counts.
        let reasons = rejected.iter().rfind(|(photo, _)| *photo == id).map(|(_, reasons)| reasons.as_str());
        let reasons: Vec<Reason> =
            reasons.map_or_else(|| Ok(Vec::new()), serde_json::from_str).map_err(Problem::internal)?;
        photos.push(PhotoLine {
            state: row.try_get("state")?,
            decision: row.try_get("decision")?,
            created: row.try_get("created")?,
            findings: findings(row.try_get("report")?),
            reasons: reasons.into_iter().map(|reason| LocalizedString::from(reason.text()).into()).collect(),
        });
    }
    Ok(photos)
}

/// What a report refuses, or is in doubt about, as far as that keeps the photo from being accepted.
fn findings(report: &str) -> Vec<Bilingual> {
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    let findings = report["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    let counts = |finding: &&Value| {
        finding["severity"] == "reject" && (finding["outcome"] == "fail" || finding["outcome"] == "doubtful")
    };
    let message = |finding: &Value| Some(LocalizedString::read(&finding["message"]).ok()?.into());
    findings.iter().filter(counts).filter_map(message).collect()
}

fn not_begun(campaign: &Campaign, present: bool, now: i64) -> LocalizedStr {
    if !present {
        LocalizedStr {
            zh: "最新的名单里没有这一行，考生无法匹配：请与提供名单的单位核实。",
            en: "The last roster does not have this line, so nobody can match it: ask whoever hands over the roster.",
        }
    } else if campaign.is_open(now) {
        LocalizedStr {
            zh: "请考生用本人手机登录，选对学历层次，填写姓名和证件号码。匹配不上时，请他逐字核对。",
            en: "The candidate signs in, chooses the level, and enters name and number. If nothing matches, they have to be compared letter by letter.",
        }
    } else {
        LocalizedStr {
            zh: "现在不在采集时间内，考生还不能开始，或者已经错过。",
            en: "The campaign is not open: it is too early to begin, or too late.",
        }
    }
}

fn status(state: CollectionState) -> LocalizedStr {
    let (zh, en) = match state {
        CollectionState::Matched => ("已匹配，还没有确认信息", "found, not confirmed"),
        CollectionState::Confirmed => ("信息已确认，还没有照片", "confirmed, no photo yet"),
        CollectionState::Uploaded => ("照片已上传，等待缴费", "photo there, fee not paid"),
        CollectionState::InReview => ("照片审核中", "photo in review"),
        CollectionState::Approved => ("照片已审核通过，等待交付", "photo approved, not delivered yet"),
        CollectionState::Rejected => {
            ("照片审核未通过，需要重新采集", "photo rejected, another one is needed")
        }
        CollectionState::Delivered => ("照片已交付给考办", "delivered to the office"),
        CollectionState::Withdrawn => ("已退出采集", "left"),
        CollectionState::Expired => ("采集时间已过，没有完成", "the time is over, not finished"),
    };
    LocalizedStr { zh, en }
}

fn next(state: CollectionState, is_bound: bool, is_reminded: bool, is_late: bool) -> LocalizedStr {
    let (zh, en) = match state {
        CollectionState::Delivered => ("不用再做什么。", "Nothing is left to do."),
        CollectionState::Withdrawn => (
            "如果还在采集时间内，考生可以重新匹配。",
            "While the campaign is open, the candidate may match again.",
        ),
        CollectionState::Expired => (
            "不能再提交。请告诉考生联系考办。",
            "Nothing can be handed in any more: the candidate has to ask the office.",
        ),
        _ if !is_bound => (
            "没有关联微信或手机：请考生登录，填写姓名和证件号码重新关联。",
            "No account is bound: the candidate signs in, and enters name and number again.",
        ),
        CollectionState::InReview => {
            ("等待我们审核；结果会发短信。", "We have to decide; the candidate is told by message.")
        }
        CollectionState::Approved => (
            "等待我们交付给考办；考生不用再做什么。",
            "We have to deliver it; the candidate has nothing to do.",
        ),
        _ if is_late => (
            "提交照片的时间已过。请告诉考生联系考办。",
            "It is too late for a photo: the candidate has to ask the office.",
        ),
        CollectionState::Matched => {
            ("请考生确认信息是否正确。", "The candidate has to say whether the record is right.")
        }
        CollectionState::Confirmed if !is_reminded => (
            "请考生先看提醒页，再上传照片。",
            "The candidate has to read the reminder, and then hand in a photo.",
        ),
        CollectionState::Confirmed => ("请考生上传照片。", "The candidate has to hand in a photo."),
        CollectionState::Rejected => (
            "请考生按原因重新拍摄并上传。",
            "The candidate has to hand in another photo, as the reasons say.",
        ),
        CollectionState::Uploaded => (
            "请考生缴费；如果显示“正在确认”，请不要重复支付。",
            "The candidate has to pay the fee; not again while it says that the payment is being confirmed.",
        ),
    };
    LocalizedStr { zh, en }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_keeps_a_photo_from_being_accepted_is_a_finding() {
        let finding = |severity: &str, outcome: &str| {
            let message = serde_json::json!({ "zh": outcome, "en": severity });
            serde_json::json!({ "severity": severity, "outcome": outcome, "message": message })
        };
        let list = [("reject", "fail"), ("reject", "doubtful"), ("reject", "pass"), ("warn", "fail")];
        let report =
            serde_json::json!({ "findings": list.map(|(severity, outcome)| finding(severity, outcome)) });
        assert_eq!(findings(&report.to_string()).len(), 2);
        assert!(findings("").is_empty(), "a purged photo has no report");
    }
}
