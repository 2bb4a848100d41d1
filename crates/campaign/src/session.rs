//! Sessions: a random token in a cookie, its keyed hash in a row with its subject.

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
const FIND: &str = "SELECT subject FROM session WHERE token_key = $1 AND kind = $2 AND expires > $3";
const FIND_STAFF: &str = "SELECT staff.id, staff.name, staff.role FROM session JOIN staff ON staff.id = session.subject \
    WHERE token_key = $1 AND kind = $2 AND expires > $3";
const CLOSE: &str = "DELETE FROM session WHERE token_key = $1";
const SWEEP: &str = "DELETE FROM session WHERE expires < $1";

/// Bytes of a token: nobody guesses 256 bits.
const TOKEN: usize = 32;

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
    let mut token = [0; TOKEN];
    rand::fill(&mut token).map_err(|_| Problem::internal("no randomness"))?;
    let token = hex::encode(&token);
    let seconds = app.config.session_hours(kind).saturating_mul(3600);
    let open =
        sqlx::query(OPEN).bind(app.keys.lookup(Purpose::Secret, &[&token])).bind(kind.name()).bind(subject);
    open.bind(change.now + seconds * 1000).execute(&mut *change.tx).await?;
    cookie(kind, &token, seconds)
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

/// Deletes the sessions that are over.
///
/// # Errors
/// Those of the database.
pub async fn sweep(change: &mut Change) -> Result<(), Problem> {
    sqlx::query(SWEEP).bind(change.now).execute(&mut *change.tx).await?;
    Ok(())
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
        let find = sqlx::query(FIND).bind(key).bind(kind.name()).bind(app.clock.now());
        let row = find.fetch_optional(app.db.pool()).await?.ok_or(Code::NotSignedIn)?;
        Ok(Self { account: row.try_get("subject")? })
    }
}

impl FromRequestParts<App> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let kind = SessionKind::Staff;
        let key = token_key(app, kind, &parts.headers).ok_or(Code::NotSignedIn)?;
        let find = sqlx::query(FIND_STAFF).bind(key).bind(kind.name()).bind(app.clock.now());
        let row = find.fetch_optional(app.db.pool()).await?.ok_or(Code::NotSignedIn)?;
        let role = Role::of(row.try_get("role")?).ok_or(Code::NotSignedIn)?;
        Ok(Self { id: row.try_get("id")?, name: row.try_get("name")?, role })
    }
}
