//! The members of staff: who they are, what they may do, and how they sign in.

use crate::clock::{HOUR, MINUTE};
use crate::context::App;
use crate::counter::{self, Limit};
use crate::db::{Actor, Change, new_id};
use crate::hex;
use crate::keys::Purpose;
use crate::password;
use crate::problem::{Code, Problem};
use crate::review;
use crate::session::{self, SessionKind, Staff};
use aws_lc_rs::rand;
use axum::http::HeaderValue;
use precheck_foundation::json::EnumName;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::fmt;
use tokio::sync::Semaphore;
use utoipa::ToSchema;

const ADD: &str = "INSERT INTO staff (id, name, role, password, totp_sealed, totp_step, failures, locked_until) \
    VALUES ($1, $2, $3, $4, $5, 0, 0, 0) ON CONFLICT (name) DO NOTHING";
const FIND: &str = "SELECT id, password FROM staff WHERE name = $1";
const LOCK: &str = "UPDATE staff SET failures = failures WHERE id = $1 \
    RETURNING password, totp_sealed, totp_step, failures, locked_until";
const FAILED: &str = "UPDATE staff SET failures = $2, locked_until = $3 WHERE id = $1";
const BY_NAME: &str = "UPDATE staff SET failures = failures WHERE name = $1 RETURNING id";
const RENEW: &str = "UPDATE staff SET password = $2, totp_sealed = $3, totp_step = 0, failures = 0, locked_until = 0 \
    WHERE id = $1";
const REVOKE: &str = "UPDATE staff SET password = '' WHERE id = $1";
const LOCK_ADMINS: &str =
    "UPDATE staff SET failures = failures WHERE role = 'admin' AND password <> '' RETURNING id";
const LIST: &str = "SELECT name, role, password, locked_until, (SELECT COUNT(*) FROM session WHERE kind = 'staff' AND \
    subject = staff.id AND expires > $1) AS sessions FROM staff ORDER BY name";
const SUCCEEDED: &str = "UPDATE staff SET failures = 0, locked_until = 0, totp_step = $2 WHERE id = $1";

/// Failures in a row after which an account is locked, and for how long.
const FAILURES: i64 = 5;
const LOCKED: i64 = 15 * MINUTE;

/// Passwords that a process hashes at once, 19 MiB each; whoever comes then waits.
static HASHING: Semaphore = Semaphore::const_new(4);

/// Bytes of a new password: 128 bits, in 32 digits.
const PASSWORD: usize = 16;

/// Longest name, in characters.
const MAX_NAME: usize = 64;

/// What a member of staff may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Looks at photos.
    Reviewer,
    /// Looks at photos, decides where two reviewers differ, and reopens.
    Lead,
    /// Finds records, and unbinds them.
    Helpdesk,
    /// The examination office: receives what is delivered.
    Office,
    /// All of it, campaigns and rosters as well.
    Admin,
}

impl EnumName for Role {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("reviewer", Self::Reviewer),
        ("lead", Self::Lead),
        ("helpdesk", Self::Helpdesk),
        ("office", Self::Office),
        ("admin", Self::Admin),
    ];
}

impl Staff {
    /// Passes if the person has one of these roles, or all rights.
    ///
    /// # Errors
    /// [`Code::Forbidden`].
    pub fn need(&self, roles: &[Role]) -> Result<(), Problem> {
        if self.role == Role::Admin || roles.contains(&self.role) {
            Ok(())
        } else {
            Err(Code::Forbidden.into())
        }
    }

    /// The person, as the one who does something.
    pub fn actor(&self) -> Actor {
        Actor::Staff(self.id.clone())
    }
}

/// What a member of staff signs in with: shown once.
pub struct Credentials {
    /// The password.
    pub password: String,
    totp: [u8; password::TOTP_SECRET],
}

impl Credentials {
    /// New ones, with the hash of the password that is kept.
    ///
    /// # Errors
    /// Without randomness.
    pub async fn new() -> Result<(Self, String), Problem> {
        let (mut secret, mut totp) = ([0; PASSWORD], [0; password::TOTP_SECRET]);
        rand::fill(&mut secret).and_then(|()| rand::fill(&mut totp)).map_err(Problem::internal)?;
        let password = hex::encode(&secret);
        let hashed = password.clone();
        let hash = tokio::task::spawn_blocking(move || password::hash(&hashed)).await;
        Ok((Self { password, totp }, hash.map_err(Problem::internal)?.map_err(Problem::internal)?))
    }

    /// The address that authenticator apps read.
    pub fn totp_address(&self, name: &str) -> String {
        password::totp_address(&self.totp, name)
    }
}

/// A member of staff, for those who look after them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Member {
    /// The name by which the person signs in.
    pub name: String,
    /// `reviewer`, `lead`, `helpdesk`, `office` or `admin`.
    pub role: String,
    /// How many sessions are open.
    pub sessions: i64,
    /// Whether the person cannot sign in any more.
    pub revoked: bool,
    /// Until when the person cannot sign in after wrong passwords, in milliseconds since 1970.
    pub locked_until: Option<i64>,
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, role, sessions, revoked, .. } = self;
        write!(f, "{name} {role} {sessions}{}", if *revoked { " revoked" } else { "" })
    }
}

/// Adds a member of staff with new credentials.
///
/// # Errors
/// [`Code::InvalidRequest`] for a name that is none; those of [`add`].
pub async fn enrol(app: &App, actor: Actor, name: &str, role: Role) -> Result<Credentials, Problem> {
    let is_name = (1..=MAX_NAME).contains(&name.chars().count())
        && name.trim() == name
        && !name.chars().any(char::is_control);
    if !is_name {
        return Err(Problem::invalid(format!(
            "a name has 1 to {MAX_NAME} characters, without spaces around it"
        )));
    }
    let (credentials, hash) = Credentials::new().await?;
    add(app, actor, name, role, &hash, &credentials.totp).await?;
    Ok(credentials)
}

/// Gives a member of staff new credentials, and ends what was opened with the old ones.
///
/// # Errors
/// Those of [`renew`].
pub async fn enrol_again(app: &App, actor: Actor, name: &str) -> Result<Credentials, Problem> {
    let (credentials, hash) = Credentials::new().await?;
    renew(app, actor, name, &hash, &credentials.totp).await?;
    Ok(credentials)
}

/// Adds a member of staff, with this hash of a password and this secret of one-time passwords.
///
/// # Errors
/// [`Code::NameTaken`], or those of the database.
pub async fn add(
    app: &App,
    actor: Actor,
    name: &str,
    role: Role,
    password_hash: &str,
    totp: &[u8],
) -> Result<String, Problem> {
    let id = new_id();
    let sealed = app.keys.seal(Purpose::TotpSecret, &id, totp).map_err(Problem::internal)?;
    let mut change = app.db.change(actor).await?;
    let add = sqlx::query(ADD).bind(&id).bind(name).bind(role.name()).bind(password_hash).bind(sealed);
    if add.execute(&mut *change.tx).await?.rows_affected() == 0 {
        return Err(Problem::with(Code::NameTaken, &[("name", name)]));
    }
    change.note("staff", &id, "add", role.name()).await?;
    change.commit().await?;
    Ok(id)
}

/// Gives a member of staff another password and secret, and ends what was opened with the old ones.
///
/// # Errors
/// [`Code::UnknownStaff`], or those of the database.
pub async fn renew(
    app: &App,
    actor: Actor,
    name: &str,
    password_hash: &str,
    totp: &[u8],
) -> Result<(), Problem> {
    let mut change = app.db.change(actor).await?;
    let id = by_name(&mut change, name).await?;
    let sealed = app.keys.seal(Purpose::TotpSecret, &id, totp).map_err(Problem::internal)?;
    sqlx::query(RENEW).bind(&id).bind(password_hash).bind(sealed).execute(&mut *change.tx).await?;
    end_sessions(&mut change, &id).await?;
    change.note("staff", &id, "renew", "").await?;
    change.commit().await
}

/// Ends the sessions of a member of staff, who cannot sign in until [`renew`].
///
/// # Errors
/// [`Code::UnknownStaff`]; [`Code::LastAdministrator`] where nobody would be left to look after the rest; those of the
/// database.
pub async fn revoke(app: &App, actor: Actor, name: &str) -> Result<(), Problem> {
    let mut change = app.db.change(actor).await?;
    // Two administrators who revoke each other wait for each other.
    let admins: Vec<(String,)> = sqlx::query_as(LOCK_ADMINS).fetch_all(&mut *change.tx).await?;
    let id = by_name(&mut change, name).await?;
    if admins.iter().all(|(admin,)| *admin == id) && !admins.is_empty() {
        return Err(Code::LastAdministrator.into());
    }
    sqlx::query(REVOKE).bind(&id).execute(&mut *change.tx).await?;
    end_sessions(&mut change, &id).await?;
    change.note("staff", &id, "revoke", "").await?;
    change.commit().await
}

/// The members of staff, by name.
///
/// # Errors
/// Those of the database.
pub async fn list(app: &App) -> Result<Vec<Member>, Problem> {
    let now = app.clock.now();
    let rows = sqlx::query(LIST).bind(now).fetch_all(app.db.pool()).await?;
    let member = |row: &AnyRow| {
        let locked_until: i64 = row.try_get("locked_until")?;
        Ok(Member {
            name: row.try_get("name")?,
            role: row.try_get("role")?,
            sessions: row.try_get("sessions")?,
            revoked: row.try_get::<&str, _>("password")?.is_empty(),
            locked_until: (locked_until > now).then_some(locked_until),
        })
    };
    rows.iter().map(member).collect()
}

/// Locks the row of a member of staff; gives the id.
async fn by_name(change: &mut Change, name: &str) -> Result<String, Problem> {
    let row = sqlx::query(BY_NAME).bind(name).fetch_optional(&mut *change.tx).await?;
    let row = row.ok_or_else(|| Problem::with(Code::UnknownStaff, &[("name", name)]))?;
    Ok(row.try_get("id")?)
}

/// Ends the sessions of a member of staff, and gives back what the person has on lease.
async fn end_sessions(change: &mut Change, id: &str) -> Result<(), Problem> {
    session::close_all(change, SessionKind::Staff, id).await?;
    review::release_all(change, id).await
}

/// Signs a member of staff in, who asks from this address; gives the header that sets the cookie.
///
/// # Errors
/// [`Code::SignInFailed`] whatever is wrong, [`Code::TooManyTries`] while the account is locked or after too many tries from
/// the address.
pub async fn sign_in(
    app: &App,
    address: &str,
    name: &str,
    password: &str,
    code: &str,
) -> Result<HeaderValue, Problem> {
    let found = sqlx::query(FIND).bind(name).fetch_optional(app.db.pool()).await?;
    let (id, hash): (Option<String>, Option<String>) = match &found {
        Some(row) => (Some(row.try_get("id")?), Some(row.try_get("password")?)),
        None => (None, None),
    };
    let limits =
        [Limit { name: format!("staff-address:{address}"), most: app.config.tries_per_address, span: HOUR }];
    let mut change = app.db.change(Actor::Machine).await?;
    let wait = counter::count(&mut change, &limits).await?;
    change.commit().await?;
    if let Some(wait) = wait {
        return Err(Problem::too_many_tries(wait));
    }
    // Somebody who was revoked is, to whoever asks, nobody.
    let hash = hash.filter(|hash| !hash.is_empty());
    let verified = verify(password.to_owned(), hash.clone()).await?;
    let id = id.ok_or(Code::SignInFailed)?;
    let mut change = app.db.change(Actor::Staff(id.clone())).await?;
    let row = sqlx::query(LOCK).bind(&id).fetch_one(&mut *change.tx).await?;
    let locked_until: i64 = row.try_get("locked_until")?;
    if locked_until > change.now {
        return Err(Problem::too_many_tries(locked_until - change.now));
    }
    // Revoked or renewed since it was compared, the password is the right one no more.
    let verified = verified && hash.as_deref() == Some(row.try_get("password")?);
    let sealed: Vec<u8> = row.try_get("totp_sealed")?;
    let secret = app.keys.open(Purpose::TotpSecret, &id, &sealed).map_err(Problem::internal)?;
    let step = password::totp_step(&secret, code, change.now, row.try_get("totp_step")?);
    let Some(step) = step.filter(|_| verified) else {
        let failures = row.try_get::<i64, _>("failures")? + 1;
        let until = if failures >= FAILURES { change.now + LOCKED } else { 0 };
        sqlx::query(FAILED).bind(&id).bind(failures % FAILURES).bind(until).execute(&mut *change.tx).await?;
        change.note("staff", &id, "sign-in-failed", "").await?;
        change.commit().await?;
        return Err(Code::SignInFailed.into());
    };
    sqlx::query(SUCCEEDED).bind(&id).bind(step).execute(&mut *change.tx).await?;
    counter::give_back(&mut change, &limits).await?;
    let cookie = session::open(app, &mut change, SessionKind::Staff, &id).await?;
    change.note("staff", &id, "sign-in", "").await?;
    change.commit().await?;
    Ok(cookie)
}

/// Compares a password with a hash, when it is its turn.
async fn verify(password: String, hash: Option<String>) -> Result<bool, Problem> {
    let turn = HASHING.acquire().await.map_err(Problem::internal)?;
    let verified = tokio::task::spawn_blocking(move || {
        let verified = password::verify(&password, hash.as_deref());
        // Only now, also when whoever asked has gone.
        drop(turn);
        verified
    });
    verified.await.map_err(Problem::internal)
}

/// Locks the row of a member of staff, so that the person's requests wait for each other.
///
/// # Errors
/// Those of the database.
pub async fn lock(change: &mut Change, id: &str) -> Result<(), Problem> {
    sqlx::query(LOCK).bind(id).execute(&mut *change.tx).await?;
    Ok(())
}
