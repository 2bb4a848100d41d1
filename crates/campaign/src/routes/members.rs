//! Members of staff, for administrators: who there are, and what each signs in with, shown once.

use super::extract::{Body, Id};
use crate::context::App;
use crate::problem::Problem;
use crate::session::Staff;
use crate::staff::{self, Credentials, Member, Role};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A new member of staff.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    /// The name by which the person signs in.
    #[schema(max_length = 64)]
    name: String,
    /// What the person may do.
    role: Role,
}

/// What a member of staff signs in with. It cannot be asked for again.
#[derive(Serialize, ToSchema)]
pub struct CredentialsView {
    /// The name.
    name: String,
    /// The password.
    password: String,
    /// The secret of the one-time passwords, as authenticator apps read it from a QR code.
    totp: String,
}

/// The members of staff
#[utoipa::path(
    get,
    path = "/api/v1/staff/members",
    operation_id = "members",
    responses(
        (status = 200, description = "all of them, by name", body = Vec<Member>),
        Problem,
    ),
)]
pub async fn list(State(app): State<App>, staff: Staff) -> Result<Json<Vec<Member>>, Problem> {
    staff.need(&[])?;
    staff::list(&app).await.map(Json)
}

/// Add a member of staff
#[utoipa::path(
    post,
    path = "/api/v1/staff/members",
    operation_id = "add_member",
    request_body = NewMember,
    responses(
        (status = 201, description = "what the person signs in with, this once", body = CredentialsView),
        Problem,
    ),
)]
pub async fn add(
    State(app): State<App>,
    staff: Staff,
    Body(NewMember { name, role }): Body<NewMember>,
) -> Result<(StatusCode, Json<CredentialsView>), Problem> {
    staff.need(&[])?;
    let credentials = staff::enrol(&app, staff.actor(), &name, role).await?;
    Ok((StatusCode::CREATED, once(name, credentials)))
}

/// Give a member of staff a new password and secret
///
/// The sessions of the old ones end. Whoever was revoked may sign in again.
#[utoipa::path(
    post,
    path = "/api/v1/staff/members/{name}/renew",
    operation_id = "renew_member",
    params(("name" = String, Path, description = "the name")),
    responses(
        (status = 200, description = "what the person signs in with, this once", body = CredentialsView),
        Problem,
    ),
)]
pub async fn renew(
    State(app): State<App>,
    staff: Staff,
    Id(name): Id,
) -> Result<Json<CredentialsView>, Problem> {
    staff.need(&[])?;
    let credentials = staff::enrol_again(&app, staff.actor(), &name).await?;
    Ok(once(name, credentials))
}

/// End the sessions of a member of staff, who cannot sign in any more
#[utoipa::path(
    post,
    path = "/api/v1/staff/members/{name}/revoke",
    operation_id = "revoke_member",
    params(("name" = String, Path, description = "the name")),
    responses(
        (status = 204, description = "done; what the person had on lease is free"),
        Problem,
    ),
)]
pub async fn revoke(State(app): State<App>, staff: Staff, Id(name): Id) -> Result<StatusCode, Problem> {
    staff.need(&[])?;
    staff::revoke(&app, staff.actor(), &name).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn once(name: String, credentials: Credentials) -> Json<CredentialsView> {
    let totp = credentials.totp_address(&name);
    Json(CredentialsView { name, password: credentials.password, totp })
}
