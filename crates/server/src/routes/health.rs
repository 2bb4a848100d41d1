//! Liveness.

use axum::Json;
use portrait_precheck::ENGINE;
use serde::Serialize;
use utoipa::ToSchema;

/// The server is up.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    /// Always `ok`.
    status: &'static str,
    /// Version of the checker.
    engine: &'static str,
}

/// Report that the server is up
#[utoipa::path(get, path = "/healthz", responses((status = 200, description = "it is", body = Health)))]
pub(super) async fn healthy() -> Json<Health> {
    Json(Health { status: "ok", engine: ENGINE })
}
