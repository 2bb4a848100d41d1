//! The help desk: finds a record, shows what happened to it, and mends what staff may.

use super::extract::{Body, Id, Parameters};
use crate::catalogue;
use crate::collection::{self, unbind as loosen};
use crate::context::App;
use crate::desk::{self, Found, RecordView, Wanted};
use crate::message;
use crate::payment;
use crate::problem::{Code, Problem};
use crate::review;
use crate::session::Staff;
use crate::staff::Role;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use sqlx::Row;
use utoipa::{IntoParams, ToSchema};

const CAMPAIGN_OF: &str = "SELECT campaign FROM collection WHERE id = $1";

/// Which records: one of the two.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// The student number.
    #[param(max_length = 64)]
    student_number: Option<String>,
    /// The phone number to which messages go.
    #[param(max_length = 64)]
    phone: Option<String>,
}

/// Find records
///
/// Also of candidates who have not begun. Names and numbers are masked: the record itself has them.
#[utoipa::path(
    get,
    path = "/api/v1/staff/records",
    params(Find),
    responses(
        (status = 200, description = "those of this student number or phone, in all campaigns", body = Vec<Found>),
        Problem,
    ),
)]
pub async fn find(
    State(app): State<App>,
    staff: Staff,
    Parameters(Find { student_number, phone }): Parameters<Find>,
) -> Result<Json<Vec<Found>>, Problem> {
    staff.need(&[Role::Helpdesk, Role::Lead])?;
    let wanted = match (student_number, phone) {
        (Some(number), None) => Wanted::StudentNumber(number),
        (None, Some(phone)) => Wanted::Phone(phone),
        _ => return Err(Problem::invalid("either `student_number` or `phone`")),
    };
    desk::find(&app, &staff, &wanted).await.map(Json)
}

/// One record, whole
///
/// Who looked is in the record's timeline from then on.
#[utoipa::path(
    get,
    path = "/api/v1/staff/records/{id}",
    operation_id = "record",
    params(("id" = String, Path, description = "the record's id")),
    responses(
        (status = 200, description = "the record", body = RecordView),
        Problem,
    ),
)]
pub async fn show(State(app): State<App>, staff: Staff, Id(id): Id) -> Result<Json<RecordView>, Problem> {
    staff.need(&[Role::Helpdesk, Role::Lead])?;
    desk::record(&app, &staff, &id).await.map(Json)
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

/// Erase a record at its candidate's request
///
/// As if the candidate had left: photos, declarations and account go, and the fee goes back. Not once a photo is in an archive.
#[utoipa::path(
    post,
    path = "/api/v1/staff/records/{id}/erase",
    params(("id" = String, Path, description = "the collection's id")),
    responses(
        (status = 204, description = "gone"),
        Problem,
    ),
)]
pub async fn erase(State(app): State<App>, staff: Staff, Id(id): Id) -> Result<StatusCode, Problem> {
    staff.need(&[Role::Lead])?;
    collection::erase(&app, staff.actor(), &id).await?;
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

/// Which payment.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundRequest {
    /// The order's number; may be left out where only one payment can be given back.
    #[serde(default)]
    #[schema(max_length = 64)]
    payment: Option<String>,
}

/// Give back what was paid
///
/// Once more, where WeChat Pay needed a person. The payment has to be named unless only one can be given back.
#[utoipa::path(
    post,
    path = "/api/v1/staff/records/{id}/refund",
    params(("id" = String, Path, description = "the collection's id")),
    request_body = RefundRequest,
    responses(
        (status = 204, description = "it is on its way"),
        Problem,
    ),
)]
pub async fn refund(
    State(app): State<App>,
    staff: Staff,
    Id(id): Id,
    Body(RefundRequest { payment }): Body<RefundRequest>,
) -> Result<StatusCode, Problem> {
    staff.need(&[Role::Helpdesk, Role::Lead])?;
    let mut change = app.db.change(staff.actor()).await?;
    payment::by_staff(&mut change, &id, payment.as_deref()).await?;
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
