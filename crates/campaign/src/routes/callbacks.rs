//! The notices that WeChat Pay sends. Anything that is in doubt changes nothing.

use super::extract::Raw;
use crate::clock::DAY;
use crate::context::{App, Pay};
use crate::counter::{self, Limit};
use crate::db::Actor;
use crate::payment;
use crate::problem::{Code, Problem};
use crate::wechat_pay::{Distrust, Notice, NoticeError, Refund, Trade};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

/// Longest notice, in bytes.
pub const MAX_BYTES: usize = 64 << 10;

/// Take a notice that an order was paid
#[utoipa::path(
    post,
    path = "/callbacks/wechat/payments",
    operation_id = "notice_of_payment",
    request_body(content = Vec<u8>, description = "WeChat Pay's notice, signed", content_type = "application/json"),
    responses((status = 204, description = "it is recorded, now or before"), Problem),
)]
pub async fn payments(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Raw, Problem>,
) -> Result<StatusCode, Problem> {
    let notice: Notice<Trade> = read(&app, &headers, body).await?;
    payment::notice_of_payment(&app, &notice).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a notice of where a refund is
#[utoipa::path(
    post,
    path = "/callbacks/wechat/refunds",
    operation_id = "notice_of_refund",
    request_body(content = Vec<u8>, description = "WeChat Pay's notice, signed", content_type = "application/json"),
    responses((status = 204, description = "it is recorded, now or before"), Problem),
)]
pub async fn refunds(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Raw, Problem>,
) -> Result<StatusCode, Problem> {
    let notice: Notice<Refund> = read(&app, &headers, body).await?;
    payment::notice_of_refund(&app, &notice).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn read<T: DeserializeOwned>(
    app: &App,
    headers: &HeaderMap,
    body: Result<Raw, Problem>,
) -> Result<Notice<T>, Problem> {
    let Some(Pay { merchant, gateway }) = &app.pay else { return Err(Code::NotFound.into()) };
    let Raw(body) = body?;
    match Notice::read(&**gateway, merchant, headers, &body).await {
        Ok(notice) => Ok(notice),
        // WeChat Pay tries whether a wrong signature is refused: no attack, and nothing to wake anybody for.
        Err(NoticeError::Distrust(Distrust::SignTest)) => {
            let mut change = app.db.change(Actor::Machine).await?;
            let name = "signtest".to_owned();
            counter::count(&mut change, &[Limit { name, most: i64::MAX, span: DAY }]).await?;
            change.commit().await?;
            Err(Code::NoticeDistrusted.into())
        }
        Err(NoticeError::Distrust(why)) => {
            tracing::warn!(%why, "a notice is not believed");
            Err(Code::NoticeDistrusted.into())
        }
        Err(error @ NoticeError::Form) => {
            tracing::error!(%error, "a notice cannot be read");
            Err(Code::NoticeRefused.into())
        }
    }
}
