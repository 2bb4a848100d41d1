//! What can go wrong with a request: the stable code, its HTTP status, and the sentence for the person, in both
//! languages. What is wrong with a photo is never a problem but a finding.

use axum::http::StatusCode;
use precheck_foundation::text::LocalizedStr;
use serde::Serialize;
use utoipa::ToSchema;

/// What can go wrong with a request. The name in the document is the variant's in kebab-case, and stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The query does not name exactly one profile.
    ProfileNotNamed,
    /// No profile has this id.
    UnknownProfile,
    /// The body is a form with the photo in it, not the photo.
    PhotoInForm,
    /// The body is longer than the checker reads.
    PhotoTooLarge,
    /// The body did not arrive in time.
    UploadTooSlow,
    /// The body ended early or is no HTTP body.
    UploadBroken,
    /// All workers and all slots of the queue are taken.
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

/// What is fixed for a code.
struct Spec {
    id: &'static str,
    status: StatusCode,
    text: LocalizedStr,
}

impl Code {
    /// Every code; the length makes the compiler ask for a new one.
    pub const ALL: [Self; Self::InternalError as usize + 1] = [
        Self::ProfileNotNamed,
        Self::UnknownProfile,
        Self::PhotoInForm,
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
        self.spec().id
    }

    /// The status of the answer.
    pub fn status(self) -> StatusCode {
        self.spec().status
    }

    /// The sentence for the person, with placeholders.
    pub(crate) fn text(self) -> LocalizedStr {
        self.spec().text
    }

    fn spec(self) -> Spec {
        let (id, status, zh, en) = match self {
            Self::ProfileNotNamed => (
                "profile-not-named",
                StatusCode::BAD_REQUEST,
                "请求没有指明按哪一份照片要求检查：请在地址后加一个参数 ?profile=编号。可用的编号见 /api/v1/profiles。",
                "The request must name one profile: add ?profile=ID. GET /api/v1/profiles lists the ids.",
            ),
            Self::UnknownProfile => (
                "unknown-profile",
                StatusCode::NOT_FOUND,
                "没有编号为“{id}”的照片要求。可用的编号：{known}。",
                "There is no profile \"{id}\". Available profiles: {known}.",
            ),
            Self::PhotoInForm => (
                "photo-in-form",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "请求体必须是照片文件本身，不能是表单（multipart）。例如：curl --data-binary @photo.jpg 'https://HOST/api/v1/checks?profile=ID'",
                "The body has to be the photo file itself, not a form (multipart). For example: curl --data-binary @photo.jpg 'https://HOST/api/v1/checks?profile=ID'",
            ),
            Self::PhotoTooLarge => (
                "photo-too-large",
                StatusCode::PAYLOAD_TOO_LARGE,
                "文件超过了 {max} MB，无法上传。请选择相机或手机直接拍摄的 JPG 照片，或导出一个较小的文件。",
                "This file is larger than {max} MB. Please choose the JPEG straight from the camera or phone, or export a smaller file.",
            ),
            Self::UploadTooSlow => (
                "upload-too-slow",
                StatusCode::REQUEST_TIMEOUT,
                "网络太慢，照片没有传完。请换到信号好的地方，或连接 Wi-Fi 后重试。",
                "The connection was too slow and the photo did not arrive. Please try again with a better signal or over Wi-Fi.",
            ),
            Self::UploadBroken => (
                "upload-broken",
                StatusCode::BAD_REQUEST,
                "上传中断，照片没有传完。请重试。",
                "The upload was interrupted. Please try again.",
            ),
            Self::Busy => (
                "busy",
                StatusCode::TOO_MANY_REQUESTS,
                "现在检查照片的人较多，请 {seconds} 秒后重试。您的照片没有问题，只是需要等一下。",
                "Many people are checking photos right now. Please try again in {seconds} seconds.",
            ),
            Self::CheckTooLong => (
                "check-too-long",
                StatusCode::SERVICE_UNAVAILABLE,
                "检查超时，没有得出结果。请重试；如果仍然不行，请换一张照片。",
                "The check took too long and gave no result. Please try again. If it happens again, choose another photo.",
            ),
            Self::NotFound => (
                "not-found",
                StatusCode::NOT_FOUND,
                "找不到这个页面，请检查网址是否正确。",
                "Nothing was found at this address. Please check that it is correct.",
            ),
            Self::MethodNotAllowed => (
                "method-not-allowed",
                StatusCode::METHOD_NOT_ALLOWED,
                "这个地址不支持该请求方法；支持的方法见响应头 Allow。",
                "This address does not support this method. The Allow header lists the supported ones.",
            ),
            Self::InternalError => (
                "internal-error",
                StatusCode::INTERNAL_SERVER_ERROR,
                "检查程序出错了，没有得出结果。请稍后重试；如果仍然不行，请换一张照片。",
                "Something went wrong on our side and there is no result. Please try again later. If it happens again, choose another photo.",
            ),
        };
        Spec { id, status, text: LocalizedStr { zh, en } }
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
        for (index, code) in Code::ALL.into_iter().enumerate() {
            assert_eq!(code as usize, index, "{code:?}");
            assert_eq!(serde_json::to_value(code).ok(), Some(code.id().into()), "{code:?}");
        }
    }
}
