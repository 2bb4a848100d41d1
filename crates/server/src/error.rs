//! Problem documents (RFC 9457): what went wrong with a request, under a stable code, in both languages.
//! All texts of this crate stand here. What is wrong with a photo is never a problem but a finding.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use precheck_imaging::container::limits::MAX_BYTES;
use serde::Serialize;
use utoipa::ToSchema;

/// Seconds after which a turned-away request may come again: what a full queue of the default length takes
/// to clear.
const RETRY_AFTER: u64 = 3;

/// What can go wrong with a request. The name in the document is the variant's in kebab-case, and stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The query does not name exactly one profile.
    ProfileNotNamed,
    /// No profile has this id.
    UnknownProfile,
    /// The body is longer than the checker reads.
    PhotoTooLarge,
    /// The body did not arrive in time.
    UploadTooSlow,
    /// The body ended early or is no HTTP body.
    UploadBroken,
    /// All workers and all places in the queue are taken.
    Busy,
    /// The check did not end in time.
    CheckTooLong,
    /// There is nothing at this address.
    NotFound,
    /// This address takes other methods.
    MethodNotAllowed,
    /// The server is at fault.
    InternalError,
}

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
    /// What to tell the person.
    message: Words,
}

/// One text in Simplified Chinese and English.
#[derive(Serialize, ToSchema)]
pub(crate) struct Words {
    zh: String,
    en: String,
}

impl From<LocalizedString> for Words {
    fn from(LocalizedString { zh, en }: LocalizedString) -> Self {
        Self { zh, en }
    }
}

impl Code {
    /// Every code; the length makes the compiler ask for a new one.
    pub const ALL: [Self; Self::InternalError as usize + 1] = [
        Self::ProfileNotNamed,
        Self::UnknownProfile,
        Self::PhotoTooLarge,
        Self::UploadTooSlow,
        Self::UploadBroken,
        Self::Busy,
        Self::CheckTooLong,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::InternalError,
    ];

    /// The name in the document.
    pub fn id(self) -> &'static str {
        self.facts().0
    }

    /// The status of the answer.
    pub fn status(self) -> StatusCode {
        self.facts().1
    }

    fn text(self) -> LocalizedStr {
        self.facts().2
    }

    fn facts(self) -> (&'static str, StatusCode, LocalizedStr) {
        match self {
            Self::ProfileNotNamed => (
                "profile-not-named",
                StatusCode::BAD_REQUEST,
                LocalizedStr {
                    zh: "请求没有写明按哪一份照片要求检查：请在地址后加上一个 ?profile=编号，编号见 /api/v1/profiles。",
                    en: "the request does not say which profile is to judge: add one ?profile=ID; /api/v1/profiles lists the ids",
                },
            ),
            Self::UnknownProfile => (
                "unknown-profile",
                StatusCode::NOT_FOUND,
                LocalizedStr {
                    zh: "没有编号为“{id}”的照片要求，可用的编号有：{known}。",
                    en: "there is no profile `{id}`; there are: {known}",
                },
            ),
            Self::PhotoTooLarge => (
                "photo-too-large",
                StatusCode::PAYLOAD_TOO_LARGE,
                LocalizedStr {
                    zh: "这个文件超过了 {max} MB，无法接收。请换用相机或手机直接拍出的 JPG 照片，或导出一个较小的文件再上传。",
                    en: "This file is larger than {max} MB and cannot be taken. Please choose the JPEG as the camera or phone wrote it, or export a smaller one.",
                },
            ),
            Self::UploadTooSlow => (
                "upload-too-slow",
                StatusCode::REQUEST_TIMEOUT,
                LocalizedStr {
                    zh: "网络太慢，照片没能传完。请换到信号好的地方，或连上 Wi-Fi 再试一次。",
                    en: "The connection was too slow for the photo to arrive. Please try again with a better signal or over Wi-Fi.",
                },
            ),
            Self::UploadBroken => (
                "upload-broken",
                StatusCode::BAD_REQUEST,
                LocalizedStr {
                    zh: "照片传到一半中断了，请再试一次。",
                    en: "The upload broke off half-way. Please try again.",
                },
            ),
            Self::Busy => (
                "busy",
                StatusCode::TOO_MANY_REQUESTS,
                LocalizedStr {
                    zh: "现在检查照片的人很多，请过 {seconds} 秒再试。这与您的照片无关。",
                    en: "Many photos are being checked right now. Please try again in {seconds} seconds; your photo is not the reason.",
                },
            ),
            Self::CheckTooLong => (
                "check-too-long",
                StatusCode::SERVICE_UNAVAILABLE,
                LocalizedStr {
                    zh: "检查花的时间太长，没有得出结果。请再试一次；如果还是这样，请换一张照片。",
                    en: "The check took too long to give a result. Please try again; if that does not help, choose another photo.",
                },
            ),
            Self::NotFound => (
                "not-found",
                StatusCode::NOT_FOUND,
                LocalizedStr {
                    zh: "这个地址没有内容，请核对一下。",
                    en: "There is nothing at this address.",
                },
            ),
            Self::MethodNotAllowed => (
                "method-not-allowed",
                StatusCode::METHOD_NOT_ALLOWED,
                LocalizedStr {
                    zh: "这个地址不支持这种请求方法，支持的方法见响应头 Allow。",
                    en: "this address does not take this method; the header Allow lists those it takes",
                },
            ),
            Self::InternalError => (
                "internal-error",
                StatusCode::INTERNAL_SERVER_ERROR,
                LocalizedStr {
                    zh: "我们的检查程序出了故障，没有得出结果。请稍后再试；如果还是这样，请换一张照片。",
                    en: "Our checker failed and gave no result. Please try again later; if that does not help, choose another photo.",
                },
            ),
        }
    }
}

impl Problem {
    /// A problem whose text needs no values but those of the code itself.
    pub fn new(code: Code) -> Self {
        let (megabytes, seconds) = ((MAX_BYTES >> 20).to_string(), RETRY_AFTER.to_string());
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
            headers.insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_lacks_a_language() {
        for code in Code::ALL {
            let LocalizedStr { zh, en } = code.text();
            assert!(zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{code:?}: {zh}");
            assert!(en.is_ascii() && en.len() > 10, "{code:?}: {en}");
        }
    }

    #[test]
    fn every_code_is_listed_once_and_named_like_its_variant() {
        for (place, code) in Code::ALL.into_iter().enumerate() {
            assert_eq!(code as usize, place, "{code:?}");
            assert_eq!(serde_json::to_value(code).ok(), Some(code.id().into()), "{code:?}");
        }
    }

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
    fn only_a_full_queue_says_when_to_come_again() {
        for code in Code::ALL {
            let response = Problem::new(code).into_response();
            assert_eq!(response.headers().contains_key(header::RETRY_AFTER), code == Code::Busy, "{code:?}");
            assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        }
    }
}
