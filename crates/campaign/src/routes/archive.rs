//! Downloads the archive of a delivery, or a range of it, so that a download that was cut off goes on.

use super::extract::Id;
use crate::context::App;
use crate::delivery;
use crate::problem::Problem;
use crate::session::Staff;
use crate::staff::Role;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::ops::Range;

/// Download an archive
///
/// Who begins one is in the audit.
#[utoipa::path(
    get,
    path = "/api/v1/staff/deliveries/{id}/archive",
    params(
        ("id" = String, Path, description = "the delivery's id"),
        ("Range" = Option<String>, Header, description = "one range of bytes"),
    ),
    responses(
        (status = 200, description = "the archive", body = Vec<u8>, content_type = "application/zip"),
        (status = 206, description = "the range", body = Vec<u8>, content_type = "application/zip"),
        (status = 416, description = "there is no such range"),
        Problem,
    ),
)]
pub async fn download(
    State(app): State<App>,
    staff: Staff,
    Id(id): Id,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    staff.need(&[Role::Office])?;
    let archive = delivery::archive(&app, &id).await?;
    let etag = format!("\"{}\"", archive.sha256);
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let is_current = text(header::IF_RANGE).is_none_or(|known| known == etag);
    let range = text(header::RANGE).filter(|_| is_current).and_then(|range| parse(range, archive.length));
    let common = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::ETAG, etag),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", archive.file_name)),
    ];
    let (status, range, content_range) = match range {
        None => (StatusCode::OK, 0..archive.length, String::new()),
        Some(Some(range)) => {
            let content_range = format!("bytes {}-{}/{}", range.start, range.end - 1, archive.length);
            (StatusCode::PARTIAL_CONTENT, range, content_range)
        }
        Some(None) => {
            let whole = [(header::CONTENT_RANGE, format!("bytes */{}", archive.length))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, whole).into_response());
        }
    };
    // Names and photos of many people leave: once a download, not for each of its pieces.
    if range.start == 0 {
        let mut change = app.db.change(staff.actor()).await?;
        change.note("delivery", &id, "download", "").await?;
        change.commit().await?;
    }
    let length = (header::CONTENT_LENGTH, (range.end - range.start).to_string());
    let bytes = app.objects.stream(&archive.key, Some(range)).await?;
    let mut response = (status, common, [length], Body::from_stream(bytes)).into_response();
    if status == StatusCode::PARTIAL_CONTENT {
        let value = content_range.try_into().map_err(Problem::internal)?;
        response.headers_mut().insert(header::CONTENT_RANGE, value);
    }
    Ok(response)
}

/// The one range that a header asks for; `Some(None)` if the archive has no such bytes, `None` if the header is to be
/// ignored (RFC 9110, section 14.2).
fn parse(range: &str, length: u64) -> Option<Option<Range<u64>>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let number = |digits: &str| {
        if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse::<u64>().ok() } else { None }
    };
    let range = match (first, last) {
        ("", suffix) => length.saturating_sub(number(suffix)?)..length,
        (first, "") => number(first)?..length,
        (first, last) => number(first)?..number(last)?.saturating_add(1).min(length),
    };
    Some((range.start < range.end).then_some(range))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        let cases = [
            ("bytes=0-9", Some(Some(0..10))),
            ("bytes=90-", Some(Some(90..100))),
            ("bytes=90-900", Some(Some(90..100))),
            ("bytes=-10", Some(Some(90..100))),
            ("bytes=-900", Some(Some(0..100))),
            ("bytes=100-", Some(None)),
            ("bytes=9-3", Some(None)),
            ("bytes=-0", Some(None)),
            ("bytes=0-9,20-29", None),
            ("lines=0-9", None),
            ("bytes=+1-9", None),
        ];
        for (header, expected) in cases {
            assert_eq!(parse(header, 100), expected, "{header}");
        }
    }
}
