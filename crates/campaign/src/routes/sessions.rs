//! Candidates sign in, with WeChat or with a code that was sent to their phone, and give their phone number.

use super::extract::{Body, From, Parameters};
use crate::account;
use crate::context::App;
use crate::db::Actor;
use crate::problem::{Code, Problem};
use crate::session::{self, Candidate, SessionKind};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Either of two ways to sign in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged, deny_unknown_fields)]
pub enum SignIn {
    /// With WeChat.
    WeChat {
        /// What `wx.login` gave.
        #[schema(max_length = 256)]
        wechat_code: String,
    },
    /// With a phone.
    Phone {
        /// The number.
        #[schema(max_length = 20)]
        phone: String,
        /// The code that was sent there.
        #[schema(max_length = 6)]
        sms_code: String,
    },
}

/// A phone number's authorisation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhoneAuthorisation {
    /// What `getPhoneNumber` gave.
    #[schema(max_length = 256)]
    wechat_code: String,
}

/// Where a code is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhoneNumber {
    /// The number.
    #[schema(max_length = 20)]
    phone: String,
}

/// Sign in
#[utoipa::path(
    post,
    path = "/api/v1/sessions",
    request_body = SignIn,
    responses(
        (status = 204, description = "signed in; the cookie `__Host-candidate` is set"),
        Problem,
    ),
)]
pub async fn sign_in(
    State(app): State<App>,
    Body(request): Body<SignIn>,
) -> Result<impl IntoResponse, Problem> {
    let (account, mut change) = match request {
        SignIn::WeChat { wechat_code } => {
            let openid = app.wechat.openid(&wechat_code).await?;
            let mut change = app.db.change(Actor::Candidate).await?;
            (account::of_wechat(&app, &mut change, &openid).await?, change)
        }
        SignIn::Phone { phone, sms_code } => account::of_phone(&app, &phone, &sms_code).await?,
    };
    let cookie = session::open(&app, &mut change, SessionKind::Candidate, &account).await?;
    change.commit().await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]))
}

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountView {
    /// Tells accounts apart: what a device keeps belongs to one.
    account: String,
}

/// Which account is signed in
#[utoipa::path(
    get,
    path = "/api/v1/sessions",
    responses(
        (status = 200, description = "the account", body = AccountView),
        Problem,
    ),
)]
pub async fn signed_in(candidate: Candidate) -> Json<AccountView> {
    Json(AccountView { account: candidate.account })
}

/// Sign out
#[utoipa::path(
    delete,
    path = "/api/v1/sessions",
    responses(
        (status = 204, description = "signed out"),
        Problem,
    ),
)]
pub async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<impl IntoResponse, Problem> {
    let mut change = app.db.change(Actor::Candidate).await?;
    let cookie = session::close(&app, &mut change, SessionKind::Candidate, &headers).await?;
    change.commit().await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]))
}

/// A session for the web-view.
#[derive(Debug, Serialize, ToSchema)]
pub struct TicketView {
    /// What `/enter` takes.
    ticket: String,
}

/// What a web-view brings.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    /// The ticket.
    #[param(max_length = 64)]
    ticket: String,
}

/// Get a ticket for the web-view
///
/// It is good once, for a minute.
#[utoipa::path(
    post,
    path = "/api/v1/tickets",
    responses(
        (status = 200, description = "the ticket", body = TicketView),
        Problem,
    ),
)]
pub async fn ticket(State(app): State<App>, candidate: Candidate) -> Result<Json<TicketView>, Problem> {
    let mut change = app.db.change(Actor::Candidate).await?;
    let ticket = session::ticket(&app, &mut change, &candidate.account).await?;
    change.commit().await?;
    Ok(Json(TicketView { ticket }))
}

/// Sign in by a ticket
///
/// Goes on to the pages; with a ticket that is not good any more without a session, which they notice. Refused where another
/// site leads here: it would sign its visitors in as somebody else.
#[utoipa::path(
    get,
    path = "/enter",
    params(Ticket),
    responses(
        (status = 303, description = "to the pages"),
        Problem,
    ),
)]
pub async fn enter(
    State(app): State<App>,
    headers: HeaderMap,
    Parameters(Ticket { ticket }): Parameters<Ticket>,
) -> Result<Response, Problem> {
    // Only old browsers do not say where they come from.
    if headers.get("sec-fetch-site").is_some_and(|site| site != "none" && site != "same-origin") {
        return Err(Code::CrossSite.into());
    }
    let mut change = app.db.change(Actor::Candidate).await?;
    let cookie = session::enter(&app, &mut change, &ticket).await?;
    change.commit().await?;
    let cookie = cookie.map(|cookie| [(header::SET_COOKIE, cookie)]);
    Ok((cookie, Redirect::to("/")).into_response())
}

/// Give the phone number for messages
#[utoipa::path(
    post,
    path = "/api/v1/phone",
    request_body = PhoneAuthorisation,
    responses(
        (status = 204, description = "the number is known"),
        Problem,
    ),
)]
pub async fn phone(
    State(app): State<App>,
    candidate: Candidate,
    Body(request): Body<PhoneAuthorisation>,
) -> Result<StatusCode, Problem> {
    let phone = app.wechat.phone_number(&request.wechat_code).await?;
    account::set_phone(&app, &candidate.account, &phone).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Have a code sent to a phone
#[utoipa::path(
    post,
    path = "/api/v1/phone/codes",
    request_body = PhoneNumber,
    responses(
        (status = 204, description = "the code is on its way"),
        Problem,
    ),
)]
pub async fn phone_code(
    State(app): State<App>,
    From(address): From,
    Body(request): Body<PhoneNumber>,
) -> Result<StatusCode, Problem> {
    account::send_code(&app, &request.phone, &address).await?;
    Ok(StatusCode::NO_CONTENT)
}
