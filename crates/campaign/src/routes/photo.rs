//! The candidate's photo.

use super::extract::{OfCampaign, Parameters};
use crate::collection::{self, Submission, Submitted};
use crate::context::App;
use crate::problem::{Code, Problem};
use crate::session::Candidate;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Hand in a photo
///
/// The body is the file itself. The same bytes again have the same answer, and change nothing. A photo that the check
/// refuses is answered 422 with the clauses that it does not meet (`details.clauses`) and the whole report. Where there is
/// no fee, the photo goes on to review.
#[utoipa::path(
    put,
    path = "/api/v1/collection/photo",
    params(
        OfCampaign,
        ("Content-Digest" = Option<String>, Header, description = "`sha-256=:…:` of the body (RFC 9530); compared if it is there"),
        ("If-Match" = Option<String>, Header, description = "the collection's `version`, in quotes; an upload from a page that is out of date is answered 409"),
    ),
    request_body(content = Vec<u8>, description = "the photo", content_type = "image/jpeg"),
    responses(
        (status = 200, description = "kept", body = Submitted),
        Problem,
    ),
)]
pub async fn upload(
    State(app): State<App>,
    candidate: Candidate,
    Parameters(OfCampaign { campaign }): Parameters<OfCampaign>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Submitted>, Problem> {
    let arrived = app.clock.now();
    let content_type =
        headers.get(header::CONTENT_TYPE).map(axum::http::HeaderValue::as_bytes).unwrap_or_default();
    let is_photo = content_type.starts_with(b"image/") || content_type == b"application/octet-stream";
    if !is_photo {
        return Err(Problem::with(Code::MediaType, &[("expected", "image/jpeg")]));
    }
    let submission = Submission {
        account: &candidate.account,
        campaign: campaign.as_deref(),
        arrived,
        digest: text(&headers, "content-digest")?.map(sha256_of).transpose()?.flatten(),
        version: text(&headers, "if-match")?.map(version_of).transpose()?.flatten(),
        body,
    };
    collection::submit(&app, submission).await.map(Json)
}

/// Ask a person to look at the photo that the check refused last
///
/// The report goes with it.
#[utoipa::path(
    post,
    path = "/api/v1/collection/appeal",
    params(OfCampaign),
    responses(
        (status = 200, description = "the photo goes to review", body = Submitted),
        Problem,
    ),
)]
pub async fn appeal(
    State(app): State<App>,
    candidate: Candidate,
    Parameters(OfCampaign { campaign }): Parameters<OfCampaign>,
) -> Result<Json<Submitted>, Problem> {
    collection::appeal(&app, &candidate.account, campaign.as_deref()).await.map(Json)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Problem> {
    let value = headers.get(name).map(|value| value.to_str());
    value.transpose().map_err(|_| Problem::invalid(format!("`{name}` is no text")))
}

/// The SHA-256 among the digests of a header; `None` if there are only others.
fn sha256_of(header: &str) -> Result<Option<Vec<u8>>, Problem> {
    let mut members = header.split(',').filter_map(|member| member.trim().split_once('='));
    let Some((_, value)) = members.find(|(name, _)| name.eq_ignore_ascii_case("sha-256")) else {
        return Ok(None);
    };
    let bytes = value.strip_prefix(':').and_then(|value| value.strip_suffix(':'));
    let bytes = bytes.and_then(|bytes| STANDARD.decode(bytes).ok());
    bytes.map(Some).ok_or_else(|| Problem::invalid("`Content-Digest` is not `sha-256=:BASE64:`"))
}

/// The version in an entity tag; `None` for any.
fn version_of(header: &str) -> Result<Option<i64>, Problem> {
    if header.trim() == "*" {
        return Ok(None);
    }
    let version = header.trim().trim_matches('"').parse();
    version.map(Some).map_err(|_| Problem::invalid("`If-Match` is not a version in quotes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_as_their_standards_write_them() {
        assert_eq!(sha256_of("sha-512=:AA==:, sha-256=:AQI=:").unwrap(), Some(vec![1, 2]));
        assert_eq!(sha256_of("sha-512=:AA==:").unwrap(), None);
        assert!(sha256_of("sha-256=AQI=").is_err() && sha256_of("sha-256=:?:").is_err());
        assert_eq!(version_of("\"3\"").unwrap(), Some(3));
        assert_eq!(version_of(" 3 ").unwrap(), Some(3));
        assert_eq!(version_of("*").unwrap(), None);
        assert!(version_of("\"x\"").is_err());
    }
}
