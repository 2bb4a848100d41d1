//! Which profiles there are.

use crate::error::Words;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// A profile by name and content.
#[derive(Serialize, ToSchema)]
pub(super) struct Summary {
    /// What `POST /api/v1/checks?profile=` takes.
    id: String,
    /// Changes with every change of a limit or sentence.
    version: String,
    /// SHA-256 of the profile, as reports name it.
    sha256: String,
    /// What people call it.
    title: Words,
}

/// List the profiles
#[utoipa::path(get, path = "/api/v1/profiles", responses((status = 200, description = "all profiles", body = Vec<Summary>)))]
pub(super) async fn list(State(state): State<AppState>) -> Json<Vec<Summary>> {
    let summaries = state.profiles.iter().map(|profile| Summary {
        id: profile.id.clone(),
        version: profile.version.clone(),
        sha256: profile.sha256.clone(),
        title: profile.title.clone().into(),
    });
    Json(summaries.collect())
}
