//! Staff sign in, and look after campaigns and rosters.

use super::campaigns::{CampaignSummary, summary};
use super::extract::{Body, From, Parameters, Raw};
use crate::campaign;
use crate::context::App;
use crate::problem::{Code, Problem};
use crate::roster::{self, Imported};
use crate::session::{self, SessionKind, Staff};
use crate::staff::{self, Role};
use crate::states::CampaignEvent;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use precheck_foundation::json::EnumName;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Name, password and one-time password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffSignIn {
    /// The name.
    #[schema(max_length = 64)]
    name: String,
    /// The password.
    #[schema(max_length = 200)]
    password: String,
    /// The six digits that the person's device shows.
    #[schema(max_length = 6)]
    totp: String,
}

/// Who is signed in.
#[derive(Serialize, ToSchema)]
pub struct SignedIn {
    /// The name by which the person signs in.
    name: String,
    /// `reviewer`, `lead`, `helpdesk`, `office` or `admin`.
    role: &'static str,
}

/// Where a roster goes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ImportInto {
    /// The campaign's id.
    campaign: String,
    /// Whether to change nothing, and only say what would change.
    #[serde(default)]
    dry_run: bool,
}

/// Sign in as staff
#[utoipa::path(
    post,
    path = "/api/v1/staff/sessions",
    operation_id = "staff_sign_in",
    request_body = StaffSignIn,
    responses(
        (status = 204, description = "signed in; the cookie `__Host-staff` is set"),
        Problem,
    ),
)]
pub async fn sign_in(
    State(app): State<App>,
    From(address): From,
    Body(StaffSignIn { name, password, totp }): Body<StaffSignIn>,
) -> Result<impl IntoResponse, Problem> {
    let cookie = staff::sign_in(&app, &address, &name, &password, &totp).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]))
}

/// Who is signed in as staff
#[utoipa::path(
    get,
    path = "/api/v1/staff/sessions",
    operation_id = "staff_signed_in",
    responses(
        (status = 200, description = "the person", body = SignedIn),
        Problem,
    ),
)]
pub async fn signed_in(staff: Staff) -> Json<SignedIn> {
    Json(SignedIn { name: staff.name, role: staff.role.name() })
}

/// Sign out as staff
#[utoipa::path(
    delete,
    path = "/api/v1/staff/sessions",
    operation_id = "staff_sign_out",
    responses(
        (status = 204, description = "signed out; what the person had on lease is free"),
        Problem,
    ),
)]
pub async fn sign_out(
    State(app): State<App>,
    staff: Staff,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let mut change = app.db.change(staff.actor()).await?;
    let cookie = session::close(&app, &mut change, SessionKind::Staff, &headers).await?;
    crate::review::release_all(&mut change, &staff.id).await?;
    change.commit().await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]))
}

/// All campaigns, drafts as well
#[utoipa::path(
    get,
    path = "/api/v1/staff/campaigns",
    responses(
        (status = 200, description = "the campaigns", body = Vec<CampaignSummary>),
        Problem,
    ),
)]
pub async fn campaigns(State(app): State<App>, _: Staff) -> Result<Json<Vec<CampaignSummary>>, Problem> {
    let listing = app.catalogue.listing(&app).await?;
    let now = app.clock.now();
    Ok(Json(listing.campaigns.iter().map(|campaign| summary(campaign, now)).collect()))
}

/// Create a campaign, or amend it
///
/// The body is the file that `precheck-campaign create` takes.
#[utoipa::path(
    post,
    path = "/api/v1/staff/campaigns",
    request_body(content = String, content_type = "application/toml"),
    responses(
        (status = 204, description = "it is as the file says"),
        Problem,
    ),
)]
pub async fn create_campaign(
    State(app): State<App>,
    staff: Staff,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Result<StatusCode, Problem> {
    staff.need(&[])?;
    need_type(&headers, "application/toml")?;
    let text = std::str::from_utf8(&body).map_err(Problem::invalid)?;
    campaign::create(&app, staff.actor(), text).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Publish, close or archive a campaign
#[utoipa::path(
    post,
    path = "/api/v1/staff/campaigns/{id}/{event}",
    params(
        ("id" = String, Path, description = "the campaign's id"),
        ("event" = String, Path, description = "`publish`, `close` or `archive`"),
    ),
    responses(
        (status = 204, description = "done"),
        Problem,
    ),
)]
pub async fn change_campaign(
    State(app): State<App>,
    staff: Staff,
    path: Result<Path<(String, String)>, axum::extract::rejection::PathRejection>,
) -> Result<StatusCode, Problem> {
    staff.need(&[])?;
    let Path((id, event)) = path?;
    let event =
        CampaignEvent::of(&event).filter(|event| *event != CampaignEvent::Amend).ok_or(Code::NotFound)?;
    campaign::change(&app, staff.actor(), &id, event).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Import a roster
///
/// The body is the file, CSV or XLSX. All of it is taken, or nothing: then `details.lines` has every bad line.
#[utoipa::path(
    post,
    path = "/api/v1/staff/rosters",
    params(ImportInto),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, description = "what has changed", body = Imported),
        Problem,
    ),
)]
pub async fn import_roster(
    State(app): State<App>,
    staff: Staff,
    Parameters(ImportInto { campaign, dry_run }): Parameters<ImportInto>,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Result<Json<Imported>, Problem> {
    staff.need(&[])?;
    need_type(&headers, "application/octet-stream")?;
    roster::import(&app, staff.actor(), &campaign, body.to_vec(), dry_run).await.map(Json)
}

fn need_type(headers: &HeaderMap, expected: &str) -> Result<(), Problem> {
    let actual = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_it = actual.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(expected);
    if is_it { Ok(()) } else { Err(Problem::with(Code::MediaType, &[("expected", expected)])) }
}

/// Reviewers, and those who lead them.
pub const REVIEWERS: [Role; 2] = [Role::Reviewer, Role::Lead];
