//! The candidate's collection, from the match to the photo, and the way out.

use super::extract::{Body, From, OfCampaign, Parameters};
use crate::account;
use crate::catalogue::Campaign;
use crate::collection::{self, CollectionView, Declarations, MatchRequest};
use crate::context::App;
use crate::problem::{Code, Problem};
use crate::session::Candidate;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

/// Whether the record is right.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// Whether institution, number and name are the candidate's.
    correct: bool,
}

/// Find one's record, and begin
///
/// Every kind of miss has the same answer. Whoever is bound to the record already gets it again. Where the record is not
/// found, or bound already, `details` has whom to ask: `phone`, `hours` and `office_contact` of the campaign.
#[utoipa::path(
    post,
    path = "/api/v1/collections",
    request_body = MatchRequest,
    responses(
        (status = 201, description = "found, and bound to this account", body = CollectionView),
        Problem,
    ),
)]
pub async fn begin(
    State(app): State<App>,
    candidate: Candidate,
    From(address): From,
    Body(request): Body<MatchRequest>,
) -> Result<(StatusCode, Json<CollectionView>), Problem> {
    account::phone(&app, &candidate.account).await?;
    if let Err(problem) = collection::find_and_bind(&app, &candidate.account, &address, &request).await {
        return Err(with_contacts(&app, &request.campaign, problem).await);
    }
    let view = collection::view(&app, &candidate.account, Some(&request.campaign)).await?;
    Ok((StatusCode::CREATED, Json(view)))
}

/// Says whom to ask, where the candidate alone cannot go on.
async fn with_contacts(app: &App, campaign: &str, problem: Problem) -> Problem {
    if !matches!(problem.code(), Some(Code::NoMatch | Code::AlreadyBound)) {
        return problem;
    }
    match app.catalogue.visible(app, campaign).await {
        Ok(Campaign { settings, .. }) => problem.and_details(json!({
            "phone": settings.consultation_phone,
            "hours": settings.consultation_hours,
            "office_contact": settings.office,
        })),
        Err(other) => other,
    }
}

/// Where one's collection is, and what comes next
#[utoipa::path(
    get,
    path = "/api/v1/collection",
    params(OfCampaign),
    responses(
        (status = 200, description = "the collection", body = CollectionView),
        Problem,
    ),
)]
pub async fn show(
    State(app): State<App>,
    candidate: Candidate,
    Parameters(OfCampaign { campaign }): Parameters<OfCampaign>,
) -> Result<Json<CollectionView>, Problem> {
    collection::view(&app, &candidate.account, campaign.as_deref()).await.map(Json)
}

/// Say whether the record is right
///
/// A record that is wrong is given back: the candidate may look again, and asks the office.
#[utoipa::path(
    post,
    path = "/api/v1/collection/confirmation",
    params(OfCampaign),
    request_body = Confirmation,
    responses(
        (status = 204, description = "noted"),
        Problem,
    ),
)]
pub async fn confirm(
    State(app): State<App>,
    candidate: Candidate,
    Parameters(OfCampaign { campaign }): Parameters<OfCampaign>,
    Body(Confirmation { correct }): Body<Confirmation>,
) -> Result<StatusCode, Problem> {
    collection::confirm(&app, &candidate.account, campaign.as_deref(), correct).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say that the reminder was read
#[utoipa::path(
    post,
    path = "/api/v1/collection/reminder",
    params(OfCampaign),
    responses(
        (status = 204, description = "noted"),
        Problem,
    ),
)]
pub async fn acknowledge(
    State(app): State<App>,
    candidate: Candidate,
    Parameters(OfCampaign { campaign }): Parameters<OfCampaign>,
) -> Result<StatusCode, Problem> {
    collection::acknowledge(&app, &candidate.account, campaign.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Declare something about the photo that comes next
#[utoipa::path(
    put,
    path = "/api/v1/collection/declarations",
    params(OfCampaign),
    request_body = Declarations,
    responses(
        (status = 204, description = "noted"),
        Problem,
    ),
)]
pub async fn declare(
    State(app): State<App>,
    candidate: Candidate,
    Parameters(OfCampaign { campaign }): Parameters<OfCampaign>,
    Body(declarations): Body<Declarations>,
) -> Result<StatusCode, Problem> {
    collection::declare(&app, &candidate.account, campaign.as_deref(), &declarations).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Leave
///
/// The photos are deleted and the record is free again. Once a photo is in an archive, it is the office's.
#[utoipa::path(
    delete,
    path = "/api/v1/collection",
    params(OfCampaign),
    responses(
        (status = 204, description = "gone"),
        Problem,
    ),
)]
pub async fn withdraw(
    State(app): State<App>,
    candidate: Candidate,
    Parameters(OfCampaign { campaign }): Parameters<OfCampaign>,
) -> Result<StatusCode, Problem> {
    collection::withdraw(&app, &candidate.account, campaign.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}
