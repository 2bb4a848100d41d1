//! Sessions: a random token in a cookie, its keyed hash in a row with its subject. A session that is used goes on; the row
//! says how long, and the cookie stays.

use crate::clock::{DAY, HOUR, MINUTE, SECOND};
use crate::context::App;
use crate::db::Change;
use crate::hex;
use crate::keys::Purpose;
use crate::problem::{Code, Problem};
use crate::staff::Role;
use aws_lc_rs::rand;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use precheck_foundation::json::EnumName;
use sqlx::Row;

const OPEN: &str = "INSERT INTO session (token_key, kind, subject, expires) VALUES ($1, $2, $3, $4)";
const FIND: &str = "SELECT subject, expires FROM session WHERE token_key = $1 AND kind = $2 AND expires > $3";
const FIND_STAFF: &str = "SELECT staff.id, staff.name, staff.role, expires FROM session \
    JOIN staff ON staff.id = session.subject WHERE token_key = $1 AND kind = $2 AND expires > $3";
const GOES_ON: &str = "UPDATE session SET expires = $2 WHERE token_key = $1 AND expires < $2";
const CLOSE_ALL: &str = "DELETE FROM session WHERE kind = $1 AND subject = $2";
const CLOSE: &str = "DELETE FROM session WHERE token_key = $1";
const TAKE_TICKET: &str =
    "DELETE FROM session WHERE token_key = $1 AND kind = 'ticket' AND expires > $2 RETURNING subject";
const SWEEP: &str = "DELETE FROM session WHERE expires < $1";

/// Bytes of a token: nobody guesses 256 bits.
const TOKEN: usize = 32;

/// Seconds that a cookie stays, 400 days: browsers keep none longer.
const COOKIE_STAYS: i64 = 400 * DAY / SECOND;

/// How long a ticket is good: the page that it is for is opened at once.
const TICKET_LASTS: i64 = MINUTE;

/// Whose session it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    /// An account.
    Candidate,
    /// A member of staff.
    Staff,
}

impl EnumName for SessionKind {
    const NAMES: &'static [(&'static str, Self)] = &[("candidate", Self::Candidate), ("staff", Self::Staff)];
}

impl SessionKind {
    /// The cookie's name; `__Host-` makes browsers refuse it from elsewhere or without TLS.
    fn cookie(self) -> &'static str {
        match self {
            Self::Candidate => "__Host-candidate",
            Self::Staff => "__Host-staff",
        }
    }
}

/// A candidate who is signed in.
#[derive(Debug)]
pub struct Candidate {
    /// The account's id.
    pub account: String,
}

/// A member of staff who is signed in.
#[derive(Debug)]
pub struct Staff {
    /// The id.
    pub id: String,
    /// The name by which the person signs in.
    pub name: String,
    /// What the person may do.
    pub role: Role,
}

/// Opens a session; gives the header that sets its cookie.
///
/// # Errors
/// There is no randomness, or those of the database.
pub async fn open(
    app: &App,
    change: &mut Change,
    kind: SessionKind,
    subject: &str,
) -> Result<HeaderValue, Problem> {
    let token = insert(app, change, kind.name(), subject, lasts(app, kind)).await?;
    cookie(kind, &token, COOKIE_STAYS)
}

/// A ticket, which opens another session of the account once: a mini-program's native pages and its web-view share no
/// cookies.
///
/// # Errors
/// There is no randomness, or those of the database.
pub async fn ticket(app: &App, change: &mut Change, account: &str) -> Result<String, Problem> {
    insert(app, change, "ticket", account, TICKET_LASTS).await
}

/// Opens the session that a ticket is for; gives the header that sets its cookie, `None` if the ticket was used or is over.
///
/// # Errors
/// There is no randomness, or those of the database.
pub async fn enter(app: &App, change: &mut Change, ticket: &str) -> Result<Option<HeaderValue>, Problem> {
    let take = sqlx::query(TAKE_TICKET).bind(app.keys.lookup(Purpose::Secret, &[ticket])).bind(change.now);
    let Some(row) = take.fetch_optional(&mut *change.tx).await? else { return Ok(None) };
    let account: String = row.try_get("subject")?;
    open(app, change, SessionKind::Candidate, &account).await.map(Some)
}

/// Writes the row of a new token.
async fn insert(
    app: &App,
    change: &mut Change,
    kind: &str,
    subject: &str,
    lasts: i64,
) -> Result<String, Problem> {
    let mut token = [0; TOKEN];
    rand::fill(&mut token).map_err(|_| Problem::internal("no randomness"))?;
    let token = hex::encode(&token);
    let open = sqlx::query(OPEN).bind(app.keys.lookup(Purpose::Secret, &[&token])).bind(kind).bind(subject);
    open.bind(change.now + lasts).execute(&mut *change.tx).await?;
    Ok(token)
}

/// Ends the session that a request brings, if it brings one; gives the header that removes its cookie.
///
/// # Errors
/// Those of the database.
pub async fn close(
    app: &App,
    change: &mut Change,
    kind: SessionKind,
    headers: &HeaderMap,
) -> Result<HeaderValue, Problem> {
    let key = token_key(app, kind, headers).unwrap_or_default();
    sqlx::query(CLOSE).bind(key).execute(&mut *change.tx).await?;
    cookie(kind, "", 0)
}

/// Ends all sessions of an account or a member of staff.
///
/// # Errors
/// Those of the database.
pub async fn close_all(change: &mut Change, kind: SessionKind, subject: &str) -> Result<(), Problem> {
    sqlx::query(CLOSE_ALL).bind(kind.name()).bind(subject).execute(&mut *change.tx).await?;
    Ok(())
}

/// Deletes the sessions that are over; gives their number.
///
/// # Errors
/// Those of the database.
pub async fn sweep(change: &mut Change) -> Result<u64, Problem> {
    Ok(sqlx::query(SWEEP).bind(change.now).execute(&mut *change.tx).await?.rows_affected())
}

/// How long a session lasts that is not used, in milliseconds.
fn lasts(app: &App, kind: SessionKind) -> i64 {
    app.config.session_hours(kind).saturating_mul(HOUR)
}

/// Lets a session that is used go on. Written once half of its time is over, so that few requests write.
async fn go_on(app: &App, kind: SessionKind, key: &str, expires: i64) {
    let (now, lasts) = (app.clock.now(), lasts(app, kind));
    if expires - now > lasts / 2 {
        return;
    }
    let until = sqlx::query(GOES_ON).bind(key).bind(now.saturating_add(lasts));
    // The request is answered all the same: another one will write it.
    if let Err(error) = until.execute(app.db.pool()).await {
        tracing::warn!(problem = %Problem::from(error), "a session does not go on");
    }
}

fn cookie(kind: SessionKind, token: &str, seconds: i64) -> Result<HeaderValue, Problem> {
    let name = kind.cookie();
    let cookie = format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax");
    HeaderValue::try_from(cookie).map_err(Problem::internal)
}

/// The keyed hash of the token that a request brings.
fn token_key(app: &App, kind: SessionKind, headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, token) = pairs.find(|(name, _)| *name == kind.cookie())?;
    (token.len() == 2 * TOKEN).then(|| app.keys.lookup(Purpose::Secret, &[token]))
}

impl FromRequestParts<App> for Candidate {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let kind = SessionKind::Candidate;
        let key = token_key(app, kind, &parts.headers).ok_or(Code::NotSignedIn)?;
        let find = sqlx::query(FIND).bind(&key).bind(kind.name()).bind(app.clock.now());
        let row = find.fetch_optional(app.db.pool()).await?.ok_or(Code::NotSignedIn)?;
        go_on(app, kind, &key, row.try_get("expires")?).await;
        Ok(Self { account: row.try_get("subject")? })
    }
}

impl FromRequestParts<App> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let kind = SessionKind::Staff;
        let key = token_key(app, kind, &parts.headers).ok_or(Code::NotSignedIn)?;
        let find = sqlx::query(FIND_STAFF).bind(&key).bind(kind.name()).bind(app.clock.now());
        let row = find.fetch_optional(app.db.pool()).await?.ok_or(Code::NotSignedIn)?;
        go_on(app, kind, &key, row.try_get("expires")?).await;
        let role = Role::of(row.try_get("role")?).ok_or(Code::NotSignedIn)?;
        Ok(Self { id: row.try_get("id")?, name: row.try_get("name")?, role })
    }
}
