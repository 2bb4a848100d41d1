//! For the operator's own tools: whether the process can do its work.

use crate::context::App;
use crate::problem::{Code, Problem};
use axum::extract::State;

/// Report that database and objects can be reached
#[utoipa::path(get, path = "/readyz", responses((status = 200, description = "they can", body = String), Problem))]
pub async fn ready(State(app): State<App>) -> Result<&'static str, Problem> {
    sqlx::query("SELECT 1").execute(app.db.pool()).await.map_err(|_| Code::Unavailable)?;
    app.objects.reachable().await.map_err(|_| Code::Unavailable)?;
    Ok("ready")
}
