//! Checks a photo: the file in, the report out.

use super::openapi::ReportSchema;
use crate::code::Code;
use crate::comparison::{Claim, Comparison};
use crate::problem::{Document, Problem};
use crate::state::ApiState;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Parameters {
    profile: String,
}

/// Check one photo
///
/// The body is the file itself, whatever its content type says; only `multipart/…` is refused, which contains a file
/// and is none. A bad photo, even a file that is no picture at
/// all, gives a 200 with findings. The report is the canonical JSON, byte for byte the one that the WebAssembly
/// module and the command line give.
#[utoipa::path(
    post,
    path = "/api/v1/checks",
    params(
        ("profile" = String, Query, description = "id of the profile to check against", example = "chsi-graduation"),
        (
            "X-Precheck-Report-Sha256" = Option<String>,
            Header,
            description = "the report that the client's own check gave, to be compared and counted: \
                `REPORT; engine=VERSION; profile=PROFILE; models=MODEL+MODEL`; REPORT is the SHA-256 of the \
                canonical JSON, PROFILE and MODEL are those in the report, all in lower-case hexadecimal",
        ),
    ),
    request_body(content = Vec<u8>, description = "the photo", content_type = "application/octet-stream"),
    responses(
        (status = 200, description = "the report", body = ReportSchema, content_type = "application/json"),
        (status = 400, description = "`profile-not-named`, `upload-broken`", body = Document, content_type = "application/problem+json"),
        (status = 404, description = "`unknown-profile`", body = Document, content_type = "application/problem+json"),
        (status = 408, description = "`upload-too-slow`", body = Document, content_type = "application/problem+json"),
        (status = 413, description = "`photo-too-large`", body = Document, content_type = "application/problem+json"),
        (status = 415, description = "`photo-in-form`", body = Document, content_type = "application/problem+json"),
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
    State(state): State<ApiState>,
    parameters: Result<Query<Parameters>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    // The body first: a sender that could not finish would never see why it was refused.
    let upload = state.receive(body).await?;
    if is_multipart(&headers) {
        return Err(Problem::new(Code::PhotoInForm));
    }
    let Query(parameters) = parameters.map_err(|_| Problem::new(Code::ProfileNotNamed))?;
    let report = state.check(upload, &parameters.profile).await?.report;
    let json = report.to_json();
    if let Some(claim) = Claim::of(&headers) {
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
    let content_type = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(([content_type], json).into_response())
}

/// Whether the body is a form with files in it, as `curl --form` and `FormData` send it.
fn is_multipart(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    content_type.get(..10).is_some_and(|start| start.eq_ignore_ascii_case(b"multipart/"))
}
