//! Review: take photos, look at them, decide, take back, give back.

use super::extract::{Body, Id, Parameters};
use super::staff::REVIEWERS;
use crate::catalogue;
use crate::context::App;
use crate::objects::{ObjectError, ObjectKey};
use crate::problem::{Bilingual, Code, Problem};
use crate::review::{self, AHEAD, Decision, DecisionOn, IdentityView, Leased, Queue, Reason, ReviewView};
use crate::session::Staff;
use crate::staff::Role;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::IntoResponse;
use precheck_foundation::text::LocalizedString;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How many photos a reviewer wants, and which.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// At most 48.
    #[serde(default = "one")]
    #[param(minimum = 1, maximum = 48)]
    count: i64,
    /// Only those that the check accepts, about which the candidate has said nothing, whose candidate had none rejected, and
    /// which nobody has picked out.
    #[serde(default)]
    accepted: bool,
}

/// Photos that a reviewer gives back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenBack {
    /// The reviews' ids.
    #[schema(max_items = 48)]
    reviews: Vec<String>,
    /// Whether the reviewer passes them over, and wants to see others first.
    #[serde(default)]
    passed_over: bool,
    /// Whether the reviewer has picked them out of many: from then on they come one at a time.
    #[serde(default)]
    picked: bool,
}

/// Many decisions.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// The decisions.
    #[schema(max_items = 48)]
    decisions: Vec<DecisionOn>,
}

/// What was not noted of many decisions.
#[derive(Serialize, ToSchema)]
pub struct Refused {
    /// The ids of the reviews that are not the reviewer's to decide any more.
    refused: Vec<String>,
}

/// A reason for a rejection.
#[derive(Serialize, ToSchema)]
pub struct ReasonLabel {
    /// The reason.
    reason: Reason,
    /// In a few words.
    label: Bilingual,
    /// What the candidate reads.
    message: Bilingual,
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

/// A photo that is the reviewer's for now.
#[derive(Serialize, ToSchema)]
pub struct Taken {
    /// The review's id.
    id: String,
    /// When the photo came to review, in milliseconds since 1970.
    created: i64,
}

/// What a reviewer has to look at.
#[derive(Serialize, ToSchema)]
pub struct Work {
    /// The photos, for 90 seconds from now.
    reviews: Vec<Taken>,
    /// How many photos wait.
    #[serde(flatten)]
    queue: Queue,
}

/// Take photos to look at
///
/// Those that the reviewer has are renewed and come with them.
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
    Parameters(Wanted { count, accepted }): Parameters<Wanted>,
) -> Result<Json<Work>, Problem> {
    staff.need(&REVIEWERS)?;
    let (leased, queue) = review::next(&app, &staff, count, accepted).await?;
    let taken = |Leased { id, created, .. }| Taken { id, created };
    Ok(Json(Work { reviews: leased.into_iter().map(taken).collect(), queue }))
}

/// What there is to know of a photo
///
/// For the person who has or had it on lease. A second opinion looks like a first one.
#[utoipa::path(
    get,
    path = "/api/v1/staff/reviews/{id}",
    operation_id = "review",
    params(("id" = String, Path, description = "the review's id")),
    responses(
        (status = 200, description = "the photo, without its bytes", body = ReviewView),
        Problem,
    ),
)]
pub async fn show(State(app): State<App>, staff: Staff, Id(id): Id) -> Result<Json<ReviewView>, Problem> {
    staff.need(&REVIEWERS)?;
    review::shown(&app, &staff, &id).await.map(Json)
}

/// Give photos back
///
/// Others get them at once; whoever passes them over gets them last.
#[utoipa::path(
    post,
    path = "/api/v1/staff/reviews/release",
    request_body = GivenBack,
    responses(
        (status = 204, description = "they are nobody's"),
        Problem,
    ),
)]
pub async fn release(
    State(app): State<App>,
    staff: Staff,
    Body(GivenBack { reviews, passed_over, picked }): Body<GivenBack>,
) -> Result<StatusCode, Problem> {
    staff.need(&REVIEWERS)?;
    within_limit(reviews.len())?;
    review::give_back(&app, &staff, &reviews, passed_over, picked).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Decide about many photos at once
///
/// Each decision counts as if it were alone.
#[utoipa::path(
    post,
    path = "/api/v1/staff/reviews/decisions",
    request_body = Decisions,
    responses(
        (status = 200, description = "noted, but for those that are named", body = Refused),
        Problem,
    ),
)]
pub async fn decide_many(
    State(app): State<App>,
    staff: Staff,
    Body(Decisions { decisions }): Body<Decisions>,
) -> Result<Json<Refused>, Problem> {
    staff.need(&REVIEWERS)?;
    within_limit(decisions.len())?;
    let refused = review::decide_many(&app, &staff, decisions).await?;
    Ok(Json(Refused { refused }))
}

fn within_limit(count: usize) -> Result<(), Problem> {
    let most = usize::try_from(AHEAD).unwrap_or(usize::MAX);
    if count <= most { Ok(()) } else { Err(Problem::invalid(format!("at most {most} reviews at once"))) }
}

/// The reasons for a rejection
#[utoipa::path(
    get,
    path = "/api/v1/staff/reviews/reasons",
    responses(
        (status = 200, description = "all of them, in the order of their keys", body = Vec<ReasonLabel>),
        Problem,
    ),
)]
pub async fn reasons(_: Staff) -> Json<Vec<ReasonLabel>> {
    let label = |reason: Reason| ReasonLabel {
        reason,
        label: LocalizedString::from(reason.label()).into(),
        message: LocalizedString::from(reason.text()).into(),
    };
    Json(Reason::ALL.map(label).into())
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
    stored(&app, &review::photo(&app, &staff, &id).await?).await
}

/// The photo that the candidate had before, and that was rejected
#[utoipa::path(
    get,
    path = "/api/v1/staff/reviews/{id}/earlier",
    params(("id" = String, Path, description = "the review's id")),
    responses(
        (status = 200, description = "the file as it was handed in", body = Vec<u8>, content_type = "image/jpeg"),
        Problem,
    ),
)]
pub async fn earlier(State(app): State<App>, staff: Staff, Id(id): Id) -> Result<impl IntoResponse, Problem> {
    staff.need(&REVIEWERS)?;
    stored(&app, &review::earlier_photo(&app, &staff, &id).await?).await
}

async fn stored(app: &App, key: &ObjectKey) -> Result<impl IntoResponse + use<>, Problem> {
    match app.objects.get(key).await {
        // The candidate has left since.
        Err(ObjectError::Missing(_)) => Err(Code::NotFound.into()),
        found => Ok((stranger_headers("image/jpeg"), found?)),
    }
}

/// Who the candidate of a review is
///
/// The record's timeline says from then on that the reviewer has looked.
#[utoipa::path(
    get,
    path = "/api/v1/staff/reviews/{id}/identity",
    params(("id" = String, Path, description = "the review's id")),
    responses(
        (status = 200, description = "name and number", body = IdentityView),
        Problem,
    ),
)]
pub async fn identity(
    State(app): State<App>,
    staff: Staff,
    Id(id): Id,
) -> Result<Json<IdentityView>, Problem> {
    staff.need(&REVIEWERS)?;
    review::identity(&app, &staff, &id).await.map(Json)
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
/// In the form that `precheck evaluate` reads. For leads: who gives a second opinion does not know the first. Who asked is
/// in the audit.
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
    staff.need(&[Role::Lead])?;
    catalogue::read(app.db.pool(), &campaign).await?;
    let labels = review::labels(&app, &campaign).await?;
    let mut change = app.db.change(staff.actor()).await?;
    change.note("campaign", &campaign, "labels", "").await?;
    change.commit().await?;
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], labels))
}
