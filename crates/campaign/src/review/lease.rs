//! Who looks at what now: a reviewer takes a few photos, for 90 seconds each; asking again renews them.

use super::begin::LEAD;
use crate::clock::SECOND;
use crate::context::App;
use crate::db::Change;
use crate::problem::Problem;
use crate::session::Staff;
use crate::staff::{self, Role};
use sqlx::FromRow;

/// How long a photo is a reviewer's.
const LEASE: i64 = 90 * SECOND;

/// Photos that a reviewer has at once, at most: the one on the screen and what is loaded ahead.
pub const AHEAD: i64 = 5;

const RENEW: &str = "UPDATE review SET lease_until = $2 WHERE reviewer = $1 AND state = 'waiting' AND lease_until > $3 \
    RETURNING id, photo, round, created";

/// One statement, so that nobody gets what another one has. A second opinion is asked for after the first, and never from
/// the same person.
macro_rules! claim {
    ($passing_over_locked:literal) => {
        concat!(
            "UPDATE review SET reviewer = $1, lease_until = $2 WHERE id IN (SELECT waiting.id FROM review AS waiting \
             WHERE waiting.state = 'waiting' AND waiting.lease_until <= $3 AND waiting.round <= $4 AND NOT EXISTS \
             (SELECT 1 FROM review AS other WHERE other.photo = waiting.photo AND other.id <> waiting.id AND \
             (other.reviewer = $1 OR other.state = 'waiting' AND other.round < waiting.round)) ORDER BY waiting.created, waiting.id LIMIT $5",
            $passing_over_locked,
            ") RETURNING id, photo, round, created"
        )
    };
}
const CLAIM: [&str; 2] = [claim!(""), claim!(" FOR UPDATE SKIP LOCKED")];

const RELEASE: &str = "UPDATE review SET lease_until = 0 WHERE reviewer = $1 AND state = 'waiting'";
const WAITING: &str = "SELECT COUNT(*) AS n, MIN(lease_until) AS free FROM review WHERE state = 'waiting'";

/// A photo that is a reviewer's for now.
#[derive(Debug, Clone, FromRow)]
pub struct Leased {
    /// The review's id.
    pub id: String,
    /// The photo's id.
    pub photo: String,
    /// Which look it is.
    pub round: i64,
    /// When the photo came to review.
    pub created: i64,
}

/// What a reviewer has now, renewed, and as many new ones as `count` asks for in all; then how many photos wait for
/// anybody, and when the first of those that colleagues have could be free.
///
/// # Errors
/// Those of the database.
pub async fn next(app: &App, staff: &Staff, count: i64) -> Result<(Vec<Leased>, i64, i64), Problem> {
    let mut change = app.db.change(staff.actor()).await?;
    // Two requests of one person wait for each other, so that they do not get more than one may have.
    staff::lock(&mut change, &staff.id).await?;
    let until = change.now + LEASE;
    let renew = sqlx::query_as(RENEW).bind(&staff.id).bind(until).bind(change.now);
    let mut leased: Vec<Leased> = renew.fetch_all(&mut *change.tx).await?;
    let wanted = count.clamp(1, AHEAD) - i64::try_from(leased.len()).unwrap_or(i64::MAX);
    if wanted > 0 {
        let highest = if matches!(staff.role, Role::Lead | Role::Admin) { i64::MAX } else { LEAD - 1 };
        let claim = sqlx::query_as(app.db.passing_over_locked(CLAIM)).bind(&staff.id).bind(until);
        let claim = claim.bind(change.now).bind(highest).bind(wanted);
        leased.extend(claim.fetch_all(&mut *change.tx).await?);
    }
    leased.sort_by(|one, other| (one.created, &one.id).cmp(&(other.created, &other.id)));
    let (waiting, free): (i64, Option<i64>) = sqlx::query_as(WAITING).fetch_one(&mut *change.tx).await?;
    let now = change.now;
    change.commit().await?;
    Ok((leased, waiting, (free.unwrap_or_default() - now).max(0)))
}

/// Gives back what a reviewer has: the person has left.
///
/// # Errors
/// Those of the database.
pub async fn release_all(change: &mut Change, staff: &str) -> Result<(), Problem> {
    sqlx::query(RELEASE).bind(staff).execute(&mut *change.tx).await?;
    Ok(())
}
