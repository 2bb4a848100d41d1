//! A photo in, its report out.

use super::openapi::ReportSchema;
use crate::comparison::{Claim, Comparison};
use crate::error::{Code, Document, Problem};
use crate::state::AppState;
use crate::upload::{Upload, receive};
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use portrait_precheck::{Profile, check};
use serde::Deserialize;
use std::time::{Duration, Instant};
use tokio::time::timeout;

#[derive(Deserialize)]
pub(super) struct Wanted {
    profile: String,
}

/// Check one photo
///
/// The body is the file as it is, whatever its content type says. A bad photo, also one that is no picture
/// at all, is a 200 with findings. The report is the canonical JSON, byte for byte what the module and the
/// command line give.
#[utoipa::path(
    post,
    path = "/api/v1/checks",
    params(
        ("profile" = String, Query, description = "id of the profile that judges", example = "chsi-graduation"),
        (
            "X-Precheck-Report-Sha256" = Option<String>,
            Header,
            description = "what the sender's own check gave, to be compared and counted: \
                `REPORT; engine=VERSION; profile=PROFILE; models=MODEL+MODEL`, each the SHA-256 in lower-case \
                hexadecimal, of the canonical report and as the report names them",
        ),
    ),
    request_body(content = Vec<u8>, description = "the photo", content_type = "application/octet-stream"),
    responses(
        (status = 200, description = "the report", body = inline(ReportSchema), content_type = "application/json"),
        (status = 400, description = "`profile-not-named`, `upload-broken`", body = Document, content_type = "application/problem+json"),
        (status = 404, description = "`unknown-profile`", body = Document, content_type = "application/problem+json"),
        (status = 408, description = "`upload-too-slow`", body = Document, content_type = "application/problem+json"),
        (status = 413, description = "`photo-too-large`", body = Document, content_type = "application/problem+json"),
        (
            status = 429,
            description = "`busy`",
            body = Document,
            content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "seconds")),
        ),
        (status = 500, description = "`internal-error`", body = Document, content_type = "application/problem+json"),
        (status = 503, description = "`check-too-long`", body = Document, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create(
    State(state): State<AppState>,
    wanted: Result<Query<Wanted>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    // The body first: a sender that could not finish would never see why it was refused.
    let upload = receive(body, &state).await?;
    let Query(wanted) = wanted.map_err(|_| Problem::new(Code::ProfileNotNamed))?;
    let profile = state.profile(&wanted.profile)?;
    let limit = Duration::from_secs(state.config.check_seconds);
    let claim = Claim::of(&headers);
    let queue = state.queue.clone();
    let checked = queue.run(move || checked(&upload, &profile, claim.as_ref(), &state));
    let json = timeout(limit, checked).await.map_err(|_| Problem::new(Code::CheckTooLong))??;
    let content_type = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(([content_type], json).into_response())
}

/// The report's canonical JSON; counts it, and how it compares to what the sender got.
fn checked(upload: &Upload, profile: &Profile, claim: Option<&Claim>, state: &AppState) -> String {
    let started = Instant::now();
    let report = check(&upload.bytes, profile, &*state.models);
    let json = report.to_json();
    state.metrics.checked(&report, started.elapsed());
    if let Some(claim) = claim {
        let comparison = claim.compare(&report, &json);
        state.metrics.compared(comparison);
        if comparison == Comparison::Different {
            tracing::warn!(
                engine = &*report.engine,
                profile = report.profile.id,
                "a browser's report differs"
            );
        }
    }
    json
}
