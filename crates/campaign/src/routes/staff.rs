//! Staff sign in and out.

use super::extract::{Body, From};
use crate::context::App;
use crate::problem::Problem;
use crate::session::{self, SessionKind, Staff};
use crate::staff::{self, Role};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use precheck_foundation::json::EnumName;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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

/// Reviewers, and those who lead them.
pub const REVIEWERS: [Role; 2] = [Role::Reviewer, Role::Lead];
