//! Deliveries: what goes to the office, and that it has arrived.

use super::extract::{Body, Id, Parameters};
use crate::context::App;
use crate::delivery::{self, DeliveryView, NextDelivery};
use crate::problem::Problem;
use crate::session::Staff;
use crate::staff::Role;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Whose deliveries.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct DeliveriesOf {
    /// The campaign's id.
    campaign: String,
}

/// What to deliver.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Deliver {
    /// The campaign's id.
    #[schema(max_length = 64)]
    campaign: String,
}

/// The deliveries of a campaign
#[utoipa::path(
    get,
    path = "/api/v1/staff/deliveries",
    operation_id = "deliveries",
    params(DeliveriesOf),
    responses(
        (status = 200, description = "the deliveries", body = Vec<DeliveryView>),
        Problem,
    ),
)]
pub async fn list(
    State(app): State<App>,
    staff: Staff,
    Parameters(DeliveriesOf { campaign }): Parameters<DeliveriesOf>,
) -> Result<Json<Vec<DeliveryView>>, Problem> {
    staff.need(&[Role::Office])?;
    delivery::list(&app, &campaign).await.map(Json)
}

/// What the next delivery of a campaign would have
#[utoipa::path(
    get,
    path = "/api/v1/staff/deliveries/next",
    operation_id = "next_delivery",
    params(DeliveriesOf),
    responses(
        (status = 200, description = "how many photos", body = NextDelivery),
        Problem,
    ),
)]
pub async fn next(
    State(app): State<App>,
    staff: Staff,
    Parameters(DeliveriesOf { campaign }): Parameters<DeliveriesOf>,
) -> Result<Json<NextDelivery>, Problem> {
    staff.need(&[Role::Office])?;
    delivery::next(&app, &campaign).await.map(Json)
}

/// Deliver what is approved
///
/// The archive is built by a worker; the delivery is `ready` when it is there.
#[utoipa::path(
    post,
    path = "/api/v1/staff/deliveries",
    operation_id = "deliver",
    request_body = Deliver,
    responses(
        (status = 202, description = "the delivery that is being built; none if nothing is new", body = Option<DeliveryView>),
        Problem,
    ),
)]
pub async fn create(
    State(app): State<App>,
    staff: Staff,
    Body(Deliver { campaign }): Body<Deliver>,
) -> Result<(StatusCode, Json<Option<DeliveryView>>), Problem> {
    staff.need(&[])?;
    let begun = delivery::begin(&app, staff.actor(), &campaign).await?;
    let view = match begun {
        Some(id) => Some(delivery::one(&app, &id).await?),
        None => None,
    };
    Ok((StatusCode::ACCEPTED, Json(view)))
}

/// Say that the archive has arrived
///
/// The time for keeping photos counts from here.
#[utoipa::path(
    post,
    path = "/api/v1/staff/deliveries/{id}/receipt",
    params(("id" = String, Path, description = "the delivery's id")),
    responses(
        (status = 204, description = "noted"),
        Problem,
    ),
)]
pub async fn receive(State(app): State<App>, staff: Staff, Id(id): Id) -> Result<StatusCode, Problem> {
    staff.need(&[Role::Office])?;
    delivery::receive(&app, staff.actor(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Compare the stored archive with its lists
///
/// A worker does it; `verified` and `differences` of the delivery tell the result.
#[utoipa::path(
    post,
    path = "/api/v1/staff/deliveries/{id}/verification",
    operation_id = "verify_delivery",
    params(("id" = String, Path, description = "the delivery's id")),
    responses(
        (status = 202, description = "it will be compared"),
        Problem,
    ),
)]
pub async fn verify(State(app): State<App>, staff: Staff, Id(id): Id) -> Result<StatusCode, Problem> {
    staff.need(&[Role::Office])?;
    delivery::begin_verification(&app, staff.actor(), &id).await?;
    Ok(StatusCode::ACCEPTED)
}
