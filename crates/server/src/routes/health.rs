//! Whether the server answers.

use axum::Json;
use portrait_precheck::ENGINE;
use serde::Serialize;
use utoipa::ToSchema;

/// The server answers.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    /// Always `ok`.
    status: &'static str,
    /// Version of the checker.
    engine: &'static str,
}

/// Tell that the server answers
#[utoipa::path(get, path = "/healthz", responses((status = 200, description = "it does", body = Health)))]
pub(super) async fn healthy() -> Json<Health> {
    Json(Health { status: "ok", engine: ENGINE })
}
