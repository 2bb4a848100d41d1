//! Review: take photos, look at them, decide, take back.

use super::extract::{Body, Id, Parameters};
use super::staff::REVIEWERS;
use crate::collection::{Person, person};
use crate::context::App;
use crate::objects::ObjectKey;
use crate::problem::{Code, Problem};
use crate::review::{self, Decision, Leased};
use crate::session::Staff;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use utoipa::{IntoParams, ToSchema};

const SHOWN: &str = "SELECT photo.sha256, photo.decision, photo.report, photo.declarations, collection.roster_entry, \
    collection.rejections FROM photo JOIN collection ON collection.id = photo.collection WHERE photo.id = $1";
const LEASED_PHOTO: &str = "SELECT photo.id, photo.sha256, photo.campaign FROM review JOIN photo ON photo.id = review.photo \
    WHERE review.id = $1 AND review.reviewer = $2";

/// How many photos a reviewer wants.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// At most five.
    #[serde(default = "one")]
    #[param(minimum = 1, maximum = 5)]
    count: i64,
}

/// Whose labels.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct LabelsOf {
    /// The campaign's id.
    campaign: String,
}

fn one() -> i64 {
    1
}

/// What a reviewer has to look at.
#[derive(Serialize, ToSchema)]
pub struct Work {
    /// The photos, for 90 seconds from now.
    reviews: Vec<ReviewView>,
    /// How many photos wait for anybody, these included.
    waiting: i64,
    /// If there is none for this reviewer: milliseconds until one that a colleague has could be free.
    next_in: i64,
}

/// A photo to look at.
#[derive(Serialize, ToSchema)]
pub struct ReviewView {
    /// The review's id.
    id: String,
    /// SHA-256 of the photo.
    sha256: String,
    /// What the check says.
    decision: String,
    /// The check's report.
    report: serde_json::Value,
    /// What the candidate declares.
    declarations: serde_json::Value,
    /// The candidate's name.
    name: String,
    /// The level of study.
    level: String,
    /// How often people have rejected a photo of this candidate.
    rejections: i64,
    /// When the photo came to review, in milliseconds since 1970.
    created: i64,
}

/// Take photos to look at
///
/// Those that the reviewer has are renewed and come first. A second opinion looks like a first one.
#[utoipa::path(
    get,
    path = "/api/v1/staff/reviews/next",
    params(Wanted),
    responses(
        (status = 200, description = "the photos", body = Work),
        Problem,
    ),
)]
pub async fn next(
    State(app): State<App>,
    staff: Staff,
    Parameters(Wanted { count }): Parameters<Wanted>,
) -> Result<Json<Work>, Problem> {
    staff.need(&REVIEWERS)?;
    let (leased, waiting, next_in) = review::next(&app, &staff, count).await?;
    let mut reviews = Vec::with_capacity(leased.len());
    for leased in leased {
        reviews.push(shown(&app, leased).await?);
    }
    Ok(Json(Work { reviews, waiting, next_in }))
}

async fn shown(app: &App, leased: Leased) -> Result<ReviewView, Problem> {
    let row = sqlx::query(SHOWN).bind(&leased.photo).fetch_one(app.db.pool()).await?;
    let Person { name, level, .. } = person(app, row.try_get("roster_entry")?).await?;
    let json =
        |column: &str| Ok::<_, Problem>(serde_json::from_str(row.try_get(column)?).unwrap_or_default());
    Ok(ReviewView {
        id: leased.id,
        sha256: row.try_get("sha256")?,
        decision: row.try_get("decision")?,
        report: json("report")?,
        declarations: json("declarations")?,
        name,
        level,
        rejections: row.try_get("rejections")?,
        created: leased.created,
    })
}

/// Decide
///
/// It counts when the campaign's time to take it back is over.
#[utoipa::path(
    put,
    path = "/api/v1/staff/reviews/{id}",
    params(("id" = String, Path, description = "the review's id")),
    request_body = Decision,
    responses(
        (status = 204, description = "noted"),
        Problem,
    ),
)]
pub async fn decide(
    State(app): State<App>,
    staff: Staff,
    Id(id): Id,
    Body(decision): Body<Decision>,
) -> Result<StatusCode, Problem> {
    staff.need(&REVIEWERS)?;
    review::decide(&app, &staff, &id, &decision).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a decision back
#[utoipa::path(
    delete,
    path = "/api/v1/staff/reviews/{id}",
    params(("id" = String, Path, description = "the review's id")),
    responses(
        (status = 204, description = "the photo is to be decided again"),
        Problem,
    ),
)]
pub async fn undo(State(app): State<App>, staff: Staff, Id(id): Id) -> Result<StatusCode, Problem> {
    staff.need(&REVIEWERS)?;
    review::undo(&app, &staff, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The photo of a review
///
/// For the person who has or had it on lease.
#[utoipa::path(
    get,
    path = "/api/v1/staff/reviews/{id}/photo",
    params(("id" = String, Path, description = "the review's id")),
    responses(
        (status = 200, description = "the file as it was handed in", body = Vec<u8>, content_type = "image/jpeg"),
        Problem,
    ),
)]
pub async fn photo(State(app): State<App>, staff: Staff, Id(id): Id) -> Result<impl IntoResponse, Problem> {
    staff.need(&REVIEWERS)?;
    let row = sqlx::query(LEASED_PHOTO).bind(&id).bind(&staff.id).fetch_optional(app.db.pool()).await?;
    let row = row.ok_or(Code::NotFound)?;
    let key = ObjectKey::photo(row.try_get("campaign")?, row.try_get("sha256")?, row.try_get("id")?);
    let bytes = app.objects.get(&key).await?;
    Ok((stranger_headers("image/jpeg"), bytes))
}

/// Headers of bytes that a stranger has sent: shown as what we say they are, never run.
pub fn stranger_headers(content_type: &'static str) -> [(HeaderName, &'static str); 3] {
    [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::CONTENT_DISPOSITION, "inline"),
    ]
}

/// What reviewers decided, as labels
///
/// In the form that `precheck evaluate` reads.
#[utoipa::path(
    get,
    path = "/api/v1/staff/labels",
    params(LabelsOf),
    responses(
        (status = 200, description = "one line a photo", body = String, content_type = "text/csv"),
        Problem,
    ),
)]
pub async fn labels(
    State(app): State<App>,
    staff: Staff,
    Parameters(LabelsOf { campaign }): Parameters<LabelsOf>,
) -> Result<impl IntoResponse, Problem> {
    staff.need(&REVIEWERS)?;
    let labels = review::labels(&app, &campaign).await?;
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], labels))
}
