//! Problem documents (RFC 9457): a request that cannot be answered gets the reason, under a stable code and in
//! both languages.

use crate::code::Code;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use precheck_foundation::text::LocalizedString;
use precheck_imaging::container::limits::MAX_BYTES;
use serde::Serialize;
use utoipa::ToSchema;

/// `Retry-After` of a request that found the queue full: what a queue of the default length takes to clear.
const RETRY_AFTER_SECONDS: u64 = 3;

/// A request that cannot be answered as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What went wrong.
    pub code: Code,
    /// The same for people, with the values filled in.
    pub message: LocalizedString,
}

/// The problem document.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Document {
    /// `urn:portrait-precheck:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// The code in words.
    title: String,
    /// The status of the answer.
    status: u16,
    /// Stays the same over all versions.
    code: Code,
    /// The reason, for the person.
    message: BilingualText,
}

/// One text in Simplified Chinese and English.
#[derive(Serialize, ToSchema)]
pub(crate) struct BilingualText {
    zh: String,
    en: String,
}

impl From<LocalizedString> for BilingualText {
    fn from(LocalizedString { zh, en }: LocalizedString) -> Self {
        Self { zh, en }
    }
}

impl Problem {
    /// A problem whose text needs no values but those of the code itself.
    pub fn new(code: Code) -> Self {
        let (megabytes, seconds) = ((MAX_BYTES >> 20).to_string(), RETRY_AFTER_SECONDS.to_string());
        Self::with(code, &[("max", &megabytes), ("seconds", &seconds)])
    }

    /// A problem with the values that its text names.
    pub fn with(code: Code, values: &[(&str, &str)]) -> Self {
        let values: Vec<(String, LocalizedString)> =
            values.iter().map(|(name, value)| ((*name).to_owned(), LocalizedString::same(*value))).collect();
        Self { code, message: code.text().fill(&values) }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (id, status) = (self.code.id(), self.code.status());
        let document = Document {
            kind: format!("urn:portrait-precheck:problem:{id}"),
            title: id.replace('-', " "),
            status: status.as_u16(),
            code: self.code,
            message: self.message.into(),
        };
        let mut response = (status, axum::Json(document)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.code == Code::Busy {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_SECONDS));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_placeholder_is_filled() {
        for code in Code::ALL {
            let problem = match code {
                Code::UnknownProfile => Problem::with(code, &[("id", "a"), ("known", "b")]),
                _ => Problem::new(code),
            };
            assert!(!problem.message.zh.contains('{') && !problem.message.en.contains('{'), "{problem:?}");
        }
    }

    #[test]
    fn only_a_full_queue_says_when_to_retry() {
        for code in Code::ALL {
            let response = Problem::new(code).into_response();
            assert_eq!(response.headers().contains_key(header::RETRY_AFTER), code == Code::Busy, "{code:?}");
            assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        }
    }
}
