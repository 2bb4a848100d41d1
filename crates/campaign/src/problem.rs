//! Problem documents (RFC 9457): a request that cannot be answered gets the reason under a stable code and in both
//! languages. What people cannot mend is logged where it arises, and only called by its name here.

use crate::objects::ObjectError;
use crate::wechat::ProviderError;
use axum::Json;
use axum::extract::rejection::{BytesRejection, JsonRejection, PathRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use utoipa::openapi::{Content, Ref, RefOr, Response};
use utoipa::{IntoResponses, ToSchema};

/// Problems, each with its code, status, and the sentences for people.
macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident = $id:literal, $status:ident, $zh:literal, $en:literal;)+) => {
        /// What can go wrong with a request. The name in the document stays.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Code {
            $($(#[$doc])* $code,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$code,)+];

            fn spec(self) -> (&'static str, StatusCode, LocalizedStr) {
                match self {
                    $(Self::$code => ($id, StatusCode::$status, LocalizedStr { zh: $zh, en: $en }),)+
                }
            }
        }
    };
}

codes! {
    /// The body is not what the route takes.
    InvalidRequest = "invalid-request", UNPROCESSABLE_ENTITY,
        "请求的内容不完整或格式不对：{why}", "The request is incomplete or malformed: {why}";
    /// The body is of a media type that the route does not take.
    MediaType = "media-type", UNSUPPORTED_MEDIA_TYPE,
        "这里只接收 {expected}。", "This address takes only {expected}.";
    /// There is nothing at this address.
    NotFound = "not-found", NOT_FOUND, "这里什么也没有，请检查地址。", "There is nothing at this address.";
    /// This address takes other methods.
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED,
        "这个地址不支持这种请求方法。", "This address does not take this method.";
    /// The request comes from another site.
    CrossSite = "cross-site", FORBIDDEN,
        "这个请求来自别的网站，没有执行。请从本系统的页面操作。",
        "This request came from another site and was not carried out. Please use our own pages.";
    /// Nobody is signed in.
    NotSignedIn = "not-signed-in", UNAUTHORIZED,
        "登录已失效，请重新登录，已经填写和上传的内容都还在。",
        "You are not signed in any more. Please sign in again; nothing is lost.";
    /// WeChat, the code or the password says no.
    SignInFailed = "sign-in-failed", UNAUTHORIZED,
        "登录没有成功，请核对后再试一次。", "Signing in failed. Please check and try again.";
    /// The member of staff may not do this.
    Forbidden = "forbidden", FORBIDDEN,
        "您的账号没有这项权限，请联系管理员。", "Your account may not do this. Please ask an administrator.";
    /// Too many tries.
    TooManyTries = "too-many-tries", TOO_MANY_REQUESTS,
        "尝试次数太多了，请过一段时间再试。", "That was tried too often. Please try again later.";
    /// The phone number is not known yet.
    PhoneNeeded = "phone-needed", FORBIDDEN,
        "请先授权微信联系电话，审核结果会发到这个号码。",
        "Please authorise your phone number first; the result of the review is sent to it.";
    /// A needed consent is missing.
    ConsentNeeded = "consent-needed", UNPROCESSABLE_ENTITY,
        "请先阅读并同意个人信息和照片的使用说明。", "Please read and accept how your data and your photo are used.";
    /// The campaign does not exist.
    UnknownCampaign = "unknown-campaign", NOT_FOUND,
        "没有这个采集活动，请返回重新选择学校。", "There is no such campaign. Please go back and choose the school again.";
    /// No line of the roster has this name, number and level.
    NoMatch = "no-match", NOT_FOUND,
        "没有找到匹配的信息，请核对后重新输入，或请联系学校核实您的信息，稍后再试。",
        "No matching record was found. Please check what you entered, or ask your school to check your record, and try again later.";
    /// The identity or the account is bound to a record already.
    AlreadyBound = "already-bound", CONFLICT,
        "一个证件号和一个微信号仅支持关联一条学籍信息，其中之一已经关联过了。如有疑问，请拨打咨询电话。",
        "One identity and one WeChat account can be bound to one record only, and one of yours is bound already. If that is wrong, please call us.";
    /// The account has no collection in the campaign.
    NoCollection = "no-collection", NOT_FOUND,
        "还没有匹配到您的信息，请先填写姓名和证件号码。",
        "Your record has not been found yet. Please enter your name and number first.";
    /// The table of states does not have this step.
    NotNow = "not-now", CONFLICT,
        "现在不能进行这一步，请刷新页面看看目前的进度。",
        "This step is not possible now. Please reload to see where you are.";
    /// The collection has changed since the page was loaded.
    VersionConflict = "version-conflict", CONFLICT,
        "这条信息刚刚在别处有了变化，请刷新页面后再试。",
        "This record has just changed elsewhere. Please reload and try again.";
    /// The campaign does not take this now.
    WindowClosed = "window-closed", FORBIDDEN,
        "现在不在采集时间内，请看通知里的开通时间，或拨打咨询电话。",
        "The campaign is not open now. Please see the notice for its dates, or call us.";
    /// The check refuses the photo.
    PhotoRefused = "photo-refused", UNPROCESSABLE_ENTITY,
        "照片不符合标准，请按下面的说明修改后重新上传。",
        "The photo does not meet the requirements. Please correct it as described and upload it again.";
    /// The candidate's photos were rejected as often as the campaign allows.
    NoAttemptsLeft = "no-attempts-left", FORBIDDEN,
        "照片审核未通过的次数已达上限，请拨打咨询电话。", "Your photos were rejected as often as this campaign allows. Please call us.";
    /// The photo was rejected by a person before.
    PhotoWasRejected = "photo-was-rejected", CONFLICT,
        "这张照片已经审核未通过，请换一张。", "This very photo was rejected already. Please choose another one.";
    /// The body is not what its digest says.
    DigestMismatch = "digest-mismatch", BAD_REQUEST,
        "照片在传输中有损坏，请重新上传。", "The photo was damaged on its way. Please upload it again.";
    /// A person may be asked only later.
    AppealTooEarly = "appeal-too-early", CONFLICT,
        "请先按说明修改照片再试；多次仍不通过时，可以申请人工审核。",
        "Please try to correct the photo first; if it is still refused, you can ask for a person.";
    /// WeChat Pay does not answer, or there is no merchant.
    PaymentUnavailable = "payment-unavailable", SERVICE_UNAVAILABLE,
        "微信支付暂时没有回应，请稍后再试，不会重复扣款。", "WeChat Pay does not answer at the moment. Please try again later; you will not be charged twice.";
    /// The account is a phone number, and WeChat Pay needs a WeChat account.
    WechatNeeded = "wechat-needed", FORBIDDEN,
        "费用要在微信小程序里支付：请在那里用同一个手机号授权，再填一次姓名和证件号码，就可以接着支付，已经上传的照片还在。",
        "The fee is paid in our WeChat mini-program: authorise the same phone number there, enter your name and number once more, and go on. Your photo is kept.";
    /// Several payments of a record can be given back, and none was named.
    WhichPayment = "which-payment", CONFLICT,
        "这名考生有多笔款项可以退，请先选定是哪一笔。",
        "Several payments of this candidate can be given back. Please say which one.";
    /// A notice of WeChat Pay is not signed by it, or not now.
    NoticeDistrusted = "notice-distrusted", UNAUTHORIZED,
        "这条通知的签名无效，没有处理。", "The notice is not validly signed, and was not taken.";
    /// A notice of WeChat Pay does not fit anything that was ordered.
    NoticeRefused = "notice-refused", BAD_REQUEST,
        "这条通知与订单不符，没有处理。", "The notice does not fit any order, and was not taken.";
    /// The body is longer than this address takes.
    BodyTooLarge = "body-too-large", PAYLOAD_TOO_LARGE,
        "请求的内容太长，没有处理。", "The body is too long, and was not taken.";
    /// Neither database nor objects have room.
    StorageFull = "storage-full", INSUFFICIENT_STORAGE,
        "服务器的存储空间不足，没有保存，请稍后再试。", "The server has no room left; nothing was saved. Please try again later.";
    /// There is a member of staff of this name.
    NameTaken = "name-taken", CONFLICT,
        "已经有名为“{name}”的工作人员，请换一个名字。", "There is a member of staff named {name} already. Please choose another name.";
    /// There is no member of staff of this name.
    UnknownStaff = "unknown-staff", NOT_FOUND,
        "没有名为“{name}”的工作人员。", "There is no member of staff named {name}.";
    /// Nobody would be left who may add members of staff.
    LastAdministrator = "last-administrator", CONFLICT,
        "这是最后一个管理员，不能停用。请先添加另一个管理员。",
        "This is the last administrator, who cannot be revoked. Please add another one first.";
    /// The database, the objects or a service does not answer.
    Unavailable = "unavailable", SERVICE_UNAVAILABLE,
        "系统暂时繁忙，没有保存，请稍后再试。", "The system is not available at the moment; nothing was saved. Please try again later.";
    /// The program is at fault.
    InternalError = "internal-error", INTERNAL_SERVER_ERROR,
        "系统出错了，我们会尽快处理，请稍后再试。", "Something went wrong on our side. Please try again later.";
}

impl Code {
    /// The name in the document.
    pub fn id(self) -> &'static str {
        self.spec().0
    }

    /// The status of the answer.
    pub fn status(self) -> StatusCode {
        self.spec().1
    }
}

/// A request that cannot be answered as asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// One of ours.
    Own {
        /// What went wrong.
        code: Code,
        /// The same for people.
        message: LocalizedString,
        /// What a page needs to know beside the sentence: the document's `details`.
        details: Value,
        /// Seconds after which it may be tried again.
        retry_after: Option<i64>,
    },
    /// One of the check API, on which this one stands.
    Check(precheck_server::Problem),
}

/// The problem document.
#[derive(Serialize, ToSchema)]
#[schema(as = CampaignProblem)]
pub struct Document {
    /// `urn:portrait-precheck:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// The code in words.
    title: String,
    /// The status of the answer.
    status: u16,
    /// Stays the same over all versions.
    code: &'static str,
    /// The reason, for the person.
    message: Bilingual,
    /// What a page needs to know beside the sentence.
    #[serde(skip_serializing_if = "Value::is_null")]
    details: Value,
}

/// One text in Simplified Chinese and English.
#[derive(Debug, Serialize, ToSchema)]
pub struct Bilingual {
    zh: String,
    en: String,
}

impl From<LocalizedString> for Bilingual {
    fn from(LocalizedString { zh, en }: LocalizedString) -> Self {
        Self { zh, en }
    }
}

impl Problem {
    /// A problem with the values that its text names.
    pub fn with(code: Code, values: &[(&str, &str)]) -> Self {
        let values: Vec<(String, LocalizedString)> =
            values.iter().map(|(name, value)| ((*name).to_owned(), LocalizedString::same(*value))).collect();
        let message = code.spec().2.fill(&values);
        Self::Own { code, message, details: Value::Null, retry_after: None }
    }

    /// The same with details.
    pub fn and_details(self, details: Value) -> Self {
        match self {
            Self::Own { code, message, retry_after, .. } => Self::Own { code, message, details, retry_after },
            check => check,
        }
    }

    /// [`Code::InvalidRequest`], and why.
    pub fn invalid(why: impl fmt::Display) -> Self {
        Self::with(Code::InvalidRequest, &[("why", &why.to_string())])
    }

    /// [`Code::TooManyTries`], and when the next one is allowed.
    pub fn too_many_tries(milliseconds: i64) -> Self {
        let code = Code::TooManyTries;
        let retry_after = Some(milliseconds.max(0) / 1000 + 1);
        Self::Own { code, message: code.spec().2.into(), details: Value::Null, retry_after }
    }

    /// The code of one of ours.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Own { code, .. } => Some(*code),
            Self::Check(_) => None,
        }
    }

    /// Logs what only the operator can mend.
    pub fn internal(what: impl fmt::Display) -> Self {
        tracing::error!(error = %what, "internal error");
        Code::InternalError.into()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own { message, .. } => f.write_str(&message.en),
            Self::Check(problem) => f.write_str(&problem.message.en),
        }
    }
}

impl std::error::Error for Problem {}

/// What every route answers where it cannot do what is asked.
impl IntoResponses for Problem {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let document = || Content::new(Some(Ref::from_schema_name(Document::name())));
        let response = |whose: &str| {
            Response::builder().description(whose).content("application/problem+json", document()).build()
        };
        let classes =
            [("4XX", "what the request asks for cannot be done"), ("5XX", "the service is at fault")];
        classes.map(|(class, whose)| (class.to_owned(), response(whose).into())).into()
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::with(code, &[])
    }
}

impl From<precheck_server::Problem> for Problem {
    fn from(problem: precheck_server::Problem) -> Self {
        Self::Check(problem)
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        let code = match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Code::Unavailable,
            sqlx::Error::Database(database) => of_database(&database.code().unwrap_or_default()),
            _ => Code::InternalError,
        };
        // The error's own words could quote a value.
        let kind = match &error {
            sqlx::Error::Database(database) => database.code().unwrap_or_default().into_owned(),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::ColumnNotFound(_) => error.to_string(),
            other => format!("{other:?}").chars().take_while(char::is_ascii_alphanumeric).collect(),
        };
        tracing::error!(kind, code = code.id(), "database");
        code.into()
    }
}

/// What a database means by a code: numbers below 10,000 are SQLite's, five characters PostgreSQL's.
fn of_database(code: &str) -> Code {
    let sqlite = code.parse::<u32>().ok().filter(|code| *code < 10_000);
    // The lowest byte is the kind, the others say more exactly which.
    match (sqlite.map(|code| code & 0xFF), code) {
        // SQLITE_FULL, disk_full.
        (Some(13), _) | (None, "53100") => Code::StorageFull,
        // SQLITE_BUSY, SQLITE_IOERR, SQLITE_CANTOPEN: a full disk, among others.
        (Some(5 | 10 | 14), _) => Code::Unavailable,
        // lock_not_available, deadlock_detected, too_many_connections, admin_shutdown, crash_shutdown, cannot_connect_now.
        (None, "55P03" | "40P01" | "53300" | "57P01" | "57P02" | "57P03") => Code::Unavailable,
        _ => Code::InternalError,
    }
}

impl From<ObjectError> for Problem {
    fn from(error: ObjectError) -> Self {
        tracing::error!(%error, "objects");
        match error {
            ObjectError::Full => Code::StorageFull.into(),
            ObjectError::Store(_) => Code::Unavailable.into(),
            ObjectError::Missing(_) | ObjectError::Location { .. } => Code::InternalError.into(),
        }
    }
}

impl From<ProviderError> for Problem {
    fn from(error: ProviderError) -> Self {
        tracing::warn!(%error, "provider");
        match error {
            ProviderError::Refused(_) => Code::SignInFailed.into(),
            ProviderError::Unavailable(_) => Code::Unavailable.into(),
        }
    }
}

impl From<BytesRejection> for Problem {
    fn from(rejection: BytesRejection) -> Self {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Code::BodyTooLarge.into()
        } else {
            Self::invalid(rejection.body_text())
        }
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        match rejection {
            JsonRejection::BytesRejection(rejection) => rejection.into(),
            JsonRejection::MissingJsonContentType(_) => {
                Self::with(Code::MediaType, &[("expected", "application/json")])
            }
            other => Self::invalid(other.body_text()),
        }
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::invalid(rejection.body_text())
    }
}

impl From<PathRejection> for Problem {
    fn from(_: PathRejection) -> Self {
        Code::NotFound.into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> axum::response::Response {
        let (code, message, details, retry_after) = match self {
            Self::Check(problem) => return problem.into_response(),
            Self::Own { code, message, details, retry_after } => (code, message, details, retry_after),
        };
        let (id, status) = (code.id(), code.status());
        let document = Document {
            kind: format!("urn:portrait-precheck:problem:{id}"),
            title: id.replace('-', " "),
            status: status.as_u16(),
            code: id,
            message: message.into(),
            details,
        };
        let mut response = (status, Json(document)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_database_means_is_told_by_its_codes() {
        let cases = [
            ("13", Code::StorageFull),
            ("53100", Code::StorageFull),
            // SQLITE_BUSY_SNAPSHOT, SQLITE_IOERR_WRITE, SQLITE_IOERR_SHMSIZE.
            ("517", Code::Unavailable),
            ("778", Code::Unavailable),
            ("4874", Code::Unavailable),
            ("57P01", Code::Unavailable),
            // SQLITE_CONSTRAINT_UNIQUE, unique_violation, and nothing.
            ("2067", Code::InternalError),
            ("23505", Code::InternalError),
            ("", Code::InternalError),
        ];
        for (code, meant) in cases {
            assert_eq!(of_database(code), meant, "{code}");
        }
    }

    #[test]
    fn every_code_has_a_name_of_its_own_and_both_languages() {
        let ids: std::collections::BTreeSet<_> = Code::ALL.iter().map(|code| code.id()).collect();
        assert_eq!(ids.len(), Code::ALL.len());
        for code in Code::ALL {
            let (_, status, text) = code.spec();
            assert!(!status.is_success() && !text.zh.is_ascii() && text.en.is_ascii(), "{code:?}");
        }
    }
}
