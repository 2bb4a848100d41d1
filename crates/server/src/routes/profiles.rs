//! The profiles: a list, and each as pages take it.

use crate::problem::{BilingualText, Document, Problem};
use crate::state::ApiState;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
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
    /// Whose notice it is.
    office: Option<BilingualText>,
    /// The office's country or region, two letters of ISO 3166-1.
    region: Option<String>,
}

/// List the profiles
///
/// Those that ship with the checker, then the operator's own.
#[utoipa::path(get, path = "/api/v1/profiles", responses((status = 200, description = "all profiles", body = Vec<Summary>)))]
pub(super) async fn list(State(state): State<ApiState>) -> Json<Vec<Summary>> {
    let summaries = state.profiles.iter().map(|served| Summary {
        id: served.profile.id.clone(),
        version: served.profile.version.clone(),
        sha256: served.profile.sha256.clone(),
        title: served.profile.title.clone().into(),
        office: served.notice.office.clone().map(Into::into),
        region: served.notice.region.clone(),
    });
    Json(summaries.collect())
}

/// One profile
///
/// As the element takes it by its attribute `profile-url`: `summary`, what a page shows, and `profile`, by which the module
/// judges.
#[utoipa::path(
    get,
    path = "/api/v1/profiles/{id}",
    params(("id" = String, Path, description = "id of the profile", example = "chsi-graduation")),
    responses(
        (status = 200, description = "the profile", body = serde_json::Value),
        (status = 404, description = "`unknown-profile`", body = Document, content_type = "application/problem+json"),
    )
)]
pub(super) async fn one(
    State(state): State<ApiState>,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    let published = state.profile(&id)?.published.clone();
    Ok(([(CONTENT_TYPE, "application/json")], published))
}
