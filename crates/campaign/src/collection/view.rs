//! What a candidate sees of a collection, and what comes next.

use super::entry::{Person, person};
use super::record::{Record, current};
use crate::context::App;
use crate::payment;
use crate::problem::{Bilingual, Problem};
use crate::review::Reason;
use crate::states::{CollectionEvent, CollectionState, Machine};
use precheck_foundation::json::EnumName;
use precheck_foundation::text::LocalizedString;
use serde::Serialize;
use sqlx::Row;
use utoipa::ToSchema;

const PHOTO: &str = "SELECT sha256, state, decision, created FROM photo WHERE id = $1";
const REASONS: &str = "SELECT reasons FROM review WHERE photo = $1 AND state = 'applied' AND verdict = 'reject' \
    ORDER BY round DESC LIMIT 1";
const AHEAD: &str =
    "SELECT COUNT(*) AS n FROM collection WHERE campaign = $1 AND state = 'in_review' AND id <> $2";

/// A collection for its candidate, in the order of the notice's page.
#[derive(Debug, Serialize, ToSchema)]
pub struct CollectionView {
    /// Where it is: one of the states.
    pub state: &'static str,
    /// Counts the changes; the `If-Match` of an upload.
    pub version: i64,
    /// The page that comes next.
    pub step: Step,
    /// What may be done now.
    pub allowed: Vec<Action>,
    /// The campaign's id.
    pub campaign: String,
    /// 院校名称.
    pub institution: String,
    /// 院校代码.
    pub code: String,
    /// 学号.
    pub student_number: String,
    /// 姓名.
    pub name: String,
    /// 学历层次.
    pub level: String,
    /// Until when a photo is taken, in milliseconds since 1970; none where no photo is wanted.
    pub deadline: Option<i64>,
    /// The fee, in fen.
    pub fee_fen: u32,
    /// What is still to be paid, in fen: what was paid and given back is owed again.
    pub owed_fen: i64,
    /// Whether an order is open, of which only `GET /collection/order` says what has become.
    pub ordered: bool,
    /// The text of the reminder.
    pub reminder: String,
    /// The photo that counts.
    pub photo: Option<PhotoView>,
    /// Why people rejected the photo.
    pub reasons: Vec<ReasonView>,
    /// How many photos the check has refused.
    pub refusals: i64,
    /// How many others wait for review, while this one does.
    pub waiting: Option<i64>,
    /// Whom to ask about the collection.
    pub consultation_phone: String,
    /// When somebody answers.
    pub consultation_hours: String,
    /// Whom to ask about the record.
    pub office: String,
}

/// The photo that counts.
#[derive(Debug, Serialize, ToSchema)]
pub struct PhotoView {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its state.
    pub state: String,
    /// What the check says.
    pub decision: String,
    /// When it arrived, in milliseconds since 1970.
    pub created: i64,
}

/// Why a photo was rejected.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReasonView {
    /// The reason.
    pub reason: Reason,
    /// The same for the candidate.
    pub message: Bilingual,
}

/// The candidate's pages, in the notice's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// 确认信息.
    Confirmation,
    /// 提醒页面.
    Reminder,
    /// 图像上传.
    Photo,
    /// 微信支付.
    Payment,
    /// 审核页面.
    Review,
    /// Nothing is to be done any more; or, after the last rejection that the campaign allows, nothing here.
    Done,
    /// The time was over before a photo was approved.
    Expired,
}

/// What a candidate may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// `POST /collection/confirmation`.
    Confirmation,
    /// `POST /collection/reminder`.
    Reminder,
    /// `PUT /collection/declarations`.
    Declarations,
    /// `PUT /collection/photo`.
    Photo,
    /// `POST /collection/appeal`.
    Appeal,
    /// `POST /collection/order`.
    Payment,
    /// `DELETE /collection`.
    Withdrawal,
}

/// The collection of an account.
///
/// # Errors
/// [`crate::problem::Code::NoCollection`], or those of the database.
pub async fn view(app: &App, account: &str, campaign: Option<&str>) -> Result<CollectionView, Problem> {
    let (record, campaign) = current(app, account, campaign).await?;
    let state = record.state()?;
    let Person { name, student_number, level } = person(app, &record.roster_entry).await?;
    let photo = photo(app, &record).await?;
    let rejected = state == CollectionState::Rejected;
    let reasons = if rejected { reasons(app, &record).await? } else { Vec::new() };
    let waiting = if state == CollectionState::InReview {
        let ahead = sqlx::query(AHEAD).bind(&record.campaign).bind(&record.id);
        Some(ahead.fetch_one(app.db.pool()).await?.try_get("n")?)
    } else {
        None
    };
    // In this order: an order that is paid in between is no longer owed.
    let ordered =
        payment::open(app.db.pool(), &record.id).await?.is_some_and(|open| open.prepay_id.is_some());
    let owed_fen = payment::owed(app.db.pool(), &campaign, &record.id).await?;
    let deadline = record.deadline(&campaign)?;
    let settings = campaign.settings;
    let has_attempts = record.rejections < i64::from(settings.free_attempts);
    let may_appeal = record.refusals >= i64::from(settings.appeal_after_refusals);
    Ok(CollectionView {
        state: state.name(),
        version: record.version,
        step: step(state, record.reminded == 1, has_attempts),
        allowed: allowed(state, has_attempts, may_appeal),
        campaign: record.campaign,
        institution: settings.institution_name,
        code: settings.institution_code,
        student_number,
        name,
        level,
        deadline,
        fee_fen: settings.fee_fen,
        owed_fen,
        ordered,
        reminder: settings.reminder,
        photo,
        reasons,
        refusals: record.refusals,
        waiting,
        consultation_phone: settings.consultation_phone,
        consultation_hours: settings.consultation_hours,
        office: settings.office,
    })
}

async fn photo(app: &App, record: &Record) -> Result<Option<PhotoView>, Problem> {
    let row = sqlx::query(PHOTO).bind(&record.photo).fetch_optional(app.db.pool()).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(PhotoView {
        sha256: row.try_get("sha256")?,
        state: row.try_get("state")?,
        decision: row.try_get("decision")?,
        created: row.try_get("created")?,
    }))
}

async fn reasons(app: &App, record: &Record) -> Result<Vec<ReasonView>, Problem> {
    let row = sqlx::query(REASONS).bind(&record.photo).fetch_optional(app.db.pool()).await?;
    let Some(row) = row else { return Ok(Vec::new()) };
    let reasons: Vec<Reason> =
        serde_json::from_str(&row.try_get::<String, _>("reasons")?).map_err(Problem::internal)?;
    let view = |reason: Reason| ReasonView { reason, message: LocalizedString::from(reason.text()).into() };
    Ok(reasons.into_iter().map(view).collect())
}

fn step(state: CollectionState, is_reminded: bool, has_attempts: bool) -> Step {
    match state {
        CollectionState::Rejected if !has_attempts => Step::Done,
        CollectionState::Matched => Step::Confirmation,
        CollectionState::Confirmed | CollectionState::Rejected if !is_reminded => Step::Reminder,
        CollectionState::Confirmed | CollectionState::Rejected => Step::Photo,
        CollectionState::Uploaded => Step::Payment,
        CollectionState::InReview => Step::Review,
        CollectionState::Approved | CollectionState::Delivered | CollectionState::Withdrawn => Step::Done,
        CollectionState::Expired => Step::Expired,
    }
}

/// What the table of states and the campaign allow; the window has its own word.
fn allowed(state: CollectionState, has_attempts: bool, may_appeal: bool) -> Vec<Action> {
    let events = [
        (CollectionEvent::Confirm, Action::Confirmation, true),
        (CollectionEvent::Acknowledge, Action::Reminder, true),
        (CollectionEvent::Declare, Action::Declarations, true),
        (CollectionEvent::Submit, Action::Photo, has_attempts),
        (CollectionEvent::Submit, Action::Appeal, has_attempts && may_appeal),
        (CollectionEvent::Pay, Action::Payment, true),
        (CollectionEvent::Withdraw, Action::Withdrawal, true),
    ];
    let now = events.into_iter().filter(|(event, _, may)| *may && state.after(*event).is_some());
    now.map(|(_, action, _)| action).collect()
}
