//! Lists the profiles.

use crate::problem::BilingualText;
use crate::state::ApiState;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// A profile's identity and title.
#[derive(Serialize, ToSchema)]
pub(super) struct Summary {
    /// The `profile` of `POST /api/v1/checks`.
    id: String,
    /// Changes with every limit or sentence.
    version: String,
    /// SHA-256 of the profile, as in reports.
    sha256: String,
    /// The name for people.
    title: BilingualText,
}

/// List the profiles
#[utoipa::path(get, path = "/api/v1/profiles", responses((status = 200, description = "all profiles", body = Vec<Summary>)))]
pub(super) async fn list(State(state): State<ApiState>) -> Json<Vec<Summary>> {
    let summaries = state.profiles.iter().map(|profile| Summary {
        id: profile.id.clone(),
        version: profile.version.clone(),
        sha256: profile.sha256.clone(),
        title: profile.title.clone().into(),
    });
    Json(summaries.collect())
}
