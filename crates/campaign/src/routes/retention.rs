//! What is kept until when, what is gone, and that it goes.

use super::extract::{Body, Parameters};
use crate::context::App;
use crate::problem::Problem;
use crate::retention::{self, Plan};
use crate::session::Staff;
use crate::staff::Role;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Whose photos and names.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RetentionOf {
    /// The campaign's id.
    campaign: String,
}

/// Whose photos and names go.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Purge {
    /// The campaign's id.
    #[schema(max_length = 64)]
    campaign: String,
}

/// What a campaign keeps until when, and the receipts of what is gone
#[utoipa::path(
    get,
    path = "/api/v1/staff/retention",
    operation_id = "retention",
    params(RetentionOf),
    responses(
        (status = 200, description = "what is kept, and what is gone", body = Plan),
        Problem,
    ),
)]
pub async fn show(
    State(app): State<App>,
    staff: Staff,
    Parameters(RetentionOf { campaign }): Parameters<RetentionOf>,
) -> Result<Json<Plan>, Problem> {
    staff.need(&[Role::Office])?;
    retention::plan(&app, &campaign).await.map(Json)
}

/// Remove what a campaign has kept long enough
///
/// A worker does it, for good; nothing goes before its time. The receipts tell when it is done.
#[utoipa::path(
    post,
    path = "/api/v1/staff/retention",
    operation_id = "purge",
    request_body = Purge,
    responses(
        (status = 202, description = "it will go"),
        Problem,
    ),
)]
pub async fn purge(
    State(app): State<App>,
    staff: Staff,
    Body(Purge { campaign }): Body<Purge>,
) -> Result<StatusCode, Problem> {
    staff.need(&[])?;
    retention::ask(&app, staff.actor(), &campaign).await?;
    Ok(StatusCode::ACCEPTED)
}
