//! The figures of a campaign.

use super::extract::Parameters;
use crate::context::App;
use crate::dashboard::{self, Dashboard};
use crate::problem::Problem;
use crate::session::Staff;
use crate::staff::Role;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

/// Whose figures.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct FiguresOf {
    /// The campaign's id.
    campaign: String,
}

/// Where a campaign is: records, queue, check against people, messages, money
#[utoipa::path(
    get,
    path = "/api/v1/staff/dashboard",
    operation_id = "dashboard",
    params(FiguresOf),
    responses(
        (status = 200, description = "the figures", body = Dashboard),
        Problem,
    ),
)]
pub async fn show(
    State(app): State<App>,
    staff: Staff,
    Parameters(FiguresOf { campaign }): Parameters<FiguresOf>,
) -> Result<Json<Dashboard>, Problem> {
    staff.need(&[Role::Lead, Role::Office])?;
    dashboard::read(&app, &campaign).await.map(Json)
}
