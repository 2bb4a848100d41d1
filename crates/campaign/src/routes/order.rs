//! The candidate pays.

use super::extract::{OfCampaign, Parameters};
use crate::context::App;
use crate::payment::{self, OrderView};
use crate::problem::Problem;
use crate::session::Candidate;
use axum::Json;
use axum::extract::State;

/// Begin to pay
///
/// The answer has what `wx.requestPayment` takes. Asked again, also from a second page, it is the same order while that
/// lasts; what is paid is not to be paid again.
#[utoipa::path(
    post,
    path = "/api/v1/collection/order",
    operation_id = "order",
    params(OfCampaign),
    responses(
        (status = 200, description = "the order, or that it is paid", body = OrderView),
        Problem,
    ),
)]
pub async fn order(
    State(app): State<App>,
    candidate: Candidate,
    Parameters(OfCampaign { campaign }): Parameters<OfCampaign>,
) -> Result<Json<OrderView>, Problem> {
    payment::order(&app, &candidate.account, campaign.as_deref()).await.map(Json)
}

/// What has become of the payment
///
/// `unpaid`, `confirming` or `paid`. Where it is `confirming`, nobody may be invited to pay again.
#[utoipa::path(
    get,
    path = "/api/v1/collection/order",
    operation_id = "payment",
    params(OfCampaign),
    responses(
        (status = 200, description = "where it is", body = OrderView),
        Problem,
    ),
)]
pub async fn show(
    State(app): State<App>,
    candidate: Candidate,
    Parameters(OfCampaign { campaign }): Parameters<OfCampaign>,
) -> Result<Json<OrderView>, Problem> {
    payment::see(&app, &candidate.account, campaign.as_deref()).await.map(Json)
}
