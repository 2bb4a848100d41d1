//! The help desk: finds a record by its student number, shows what happened to it, and mends what staff may.

use super::extract::{Id, Parameters};
use crate::catalogue;
use crate::collection::{Person, person, unbind as loosen};
use crate::context::App;
use crate::keys::Purpose;
use crate::message;
use crate::payment::{self, Payment};
use crate::problem::{Code, Problem};
use crate::review;
use crate::session::Staff;
use crate::staff::Role;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, Row};
use utoipa::{IntoParams, ToSchema};

const FIND: &str = "SELECT collection.id, collection.campaign, collection.roster_entry, collection.state, \
    collection.account FROM collection JOIN roster_entry ON roster_entry.id = collection.roster_entry \
    WHERE roster_entry.campaign = $1 AND roster_entry.student_key = $2 ORDER BY collection.created";
const CAMPAIGN_OF: &str = "SELECT campaign FROM collection WHERE id = $1";
const TIMELINE: &str = "SELECT at, machine, actor, event, from_state, to_state FROM audit \
    WHERE (machine = 'collection' AND subject = $1) \
    OR (machine = 'payment' AND subject IN (SELECT id FROM payment WHERE collection = $1)) \
    OR (machine = 'message' AND subject IN (SELECT id FROM message WHERE collection = $1)) ORDER BY at, id";
const MESSAGES: &str = "SELECT kind, state FROM message WHERE collection = $1 ORDER BY id";

/// Which record.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// The student number.
    #[param(max_length = 64)]
    student_number: String,
}

/// A record for staff.
#[derive(Serialize, ToSchema)]
pub struct RecordView {
    /// The collection's id.
    id: String,
    /// The campaign's id.
    campaign: String,
    /// The state.
    state: String,
    /// Whether an account is bound.
    bound: bool,
    /// The candidate's name.
    name: String,
    /// The student number.
    student_number: String,
    /// The level of study.
    level: String,
    /// What was paid, and given back.
    payments: Vec<PaymentView>,
    /// What the candidate was told.
    messages: Vec<MessageView>,
    /// What happened.
    timeline: Vec<Line>,
}

/// A payment for staff.
#[derive(Serialize, ToSchema)]
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
#[derive(Serialize, FromRow, ToSchema)]
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

/// One thing that happened.
#[derive(Serialize, FromRow, ToSchema)]
pub struct Line {
    /// When, in milliseconds since 1970.
    at: i64,
    /// To what: `collection`, `payment` or `message`.
    machine: String,
    /// Who did it.
    actor: String,
    /// What.
    event: String,
    /// The state before.
    from_state: Option<String>,
    /// The state after.
    to_state: Option<String>,
}

/// Find records
///
/// Who looked is in the record's timeline from then on.
#[utoipa::path(
    get,
    path = "/api/v1/staff/records",
    params(Find),
    responses(
        (status = 200, description = "those with this student number, in all campaigns", body = Vec<RecordView>),
        Problem,
    ),
)]
pub async fn find(
    State(app): State<App>,
    staff: Staff,
    Parameters(Find { student_number }): Parameters<Find>,
) -> Result<Json<Vec<RecordView>>, Problem> {
    staff.need(&[Role::Helpdesk, Role::Lead])?;
    let mut found = Vec::new();
    for campaign in &app.catalogue.listing(&app).await?.campaigns {
        let campaign = campaign.settings.id.as_str();
        let key = app.keys.lookup(Purpose::StudentNumber, &[campaign, &student_number.to_uppercase()]);
        for row in sqlx::query(FIND).bind(campaign).bind(key).fetch_all(app.db.pool()).await? {
            let Person { name, student_number, level } = person(&app, row.try_get("roster_entry")?).await?;
            let id: String = row.try_get("id")?;
            let mut change = app.db.change(staff.actor()).await?;
            change.note("collection", &id, "look", "").await?;
            change.commit().await?;
            let payments = payment::of_collection(app.db.pool(), &id).await?;
            found.push(RecordView {
                campaign: row.try_get("campaign")?,
                state: row.try_get("state")?,
                bound: row.try_get::<Option<String>, _>("account")?.is_some(),
                name,
                student_number,
                level,
                payments: payments.into_iter().map(PaymentView::from).collect(),
                messages: sqlx::query_as(MESSAGES).bind(&id).fetch_all(app.db.pool()).await?,
                timeline: sqlx::query_as(TIMELINE).bind(&id).fetch_all(app.db.pool()).await?,
                id,
            });
        }
    }
    Ok(Json(found))
}

/// Loosen the account from a record
///
/// The next account that matches the record takes over what is there.
#[utoipa::path(
    post,
    path = "/api/v1/staff/records/{id}/unbind",
    params(("id" = String, Path, description = "the collection's id")),
    responses(
        (status = 204, description = "no account is bound"),
        Problem,
    ),
)]
pub async fn unbind(State(app): State<App>, staff: Staff, Id(id): Id) -> Result<StatusCode, Problem> {
    staff.need(&[Role::Helpdesk, Role::Lead])?;
    let mut change = app.db.change(staff.actor()).await?;
    loosen(&mut change, &id).await?;
    change.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send the last message again
#[utoipa::path(
    post,
    path = "/api/v1/staff/records/{id}/resend",
    params(("id" = String, Path, description = "the collection's id")),
    responses(
        (status = 204, description = "it will be sent"),
        Problem,
    ),
)]
pub async fn resend(State(app): State<App>, staff: Staff, Id(id): Id) -> Result<StatusCode, Problem> {
    staff.need(&[Role::Helpdesk, Role::Lead])?;
    let mut change = app.db.change(staff.actor()).await?;
    message::resend(&mut change, &id).await?;
    change.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give back what was paid
///
/// The last payment that is not given back; or once more, where WeChat Pay needed a person.
#[utoipa::path(
    post,
    path = "/api/v1/staff/records/{id}/refund",
    params(("id" = String, Path, description = "the collection's id")),
    responses(
        (status = 204, description = "it is on its way"),
        Problem,
    ),
)]
pub async fn refund(State(app): State<App>, staff: Staff, Id(id): Id) -> Result<StatusCode, Problem> {
    staff.need(&[Role::Helpdesk, Role::Lead])?;
    let mut change = app.db.change(staff.actor()).await?;
    payment::by_staff(&mut change, &id).await?;
    change.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Have an approved photo looked at again, by a lead
#[utoipa::path(
    post,
    path = "/api/v1/staff/records/{id}/reopen",
    params(("id" = String, Path, description = "the collection's id")),
    responses(
        (status = 204, description = "it is in review"),
        Problem,
    ),
)]
pub async fn reopen(State(app): State<App>, staff: Staff, Id(id): Id) -> Result<StatusCode, Problem> {
    staff.need(&[Role::Lead])?;
    let row = sqlx::query(CAMPAIGN_OF).bind(&id).fetch_optional(app.db.pool()).await?;
    let row = row.ok_or(Code::NotFound)?;
    let campaign = catalogue::read(app.db.pool(), row.try_get("campaign")?).await?;
    let mut change = app.db.change(staff.actor()).await?;
    review::reopen(&mut change, &campaign, &id).await?;
    change.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
