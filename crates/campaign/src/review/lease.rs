//! Who looks at what now: a reviewer takes a few photos, for 90 seconds each; asking again renews them, leaving gives them back.

use super::begin::LEAD;
use crate::clock::SECOND;
use crate::context::App;
use crate::db::Change;
use crate::problem::Problem;
use crate::session::Staff;
use crate::staff::{self, Role};
use serde::Serialize;
use sqlx::{FromRow, Row};
use utoipa::ToSchema;

/// How long a photo is a reviewer's.
const LEASE: i64 = 90 * SECOND;

/// Photos that a reviewer has at once, at most: a grid of 24, and the next one, which is loaded ahead.
pub const AHEAD: i64 = 48;

/// Whether a review may be decided among many others at a glance: the check accepts the photo, the candidate has said nothing
/// about it, none of the candidate's photos was rejected before, and nobody has picked it out.
macro_rules! is_plain {
    ($review:literal) => {
        concat!(
            "(",
            $review,
            ".round <= 2 AND ",
            $review,
            ".picked = 0 AND EXISTS (SELECT 1 FROM photo JOIN collection ON collection.id = photo.collection WHERE photo.id = ",
            $review,
            ".photo AND photo.decision = 'accepted' AND photo.declarations = '{}' AND collection.rejections = 0))"
        )
    };
}

const RENEW: &str = concat!(
    "UPDATE review SET lease_until = $2 WHERE reviewer = $1 AND state = 'waiting' AND lease_until > $3 AND ($4 = 0 OR ",
    is_plain!("review"),
    ") RETURNING id, created"
);

/// One statement, so that nobody gets what another one has. A second opinion is asked for after the first, and never from
/// the same person. What somebody has passed over comes to that person last.
macro_rules! claim {
    ($passing_over_locked:literal) => {
        concat!(
            "UPDATE review SET reviewer = $1, lease_until = $2 WHERE id IN (SELECT waiting.id FROM review AS waiting \
             WHERE waiting.state = 'waiting' AND waiting.lease_until <= $3 AND waiting.round <= $4 AND NOT EXISTS \
             (SELECT 1 FROM review AS other WHERE other.photo = waiting.photo AND other.id <> waiting.id AND \
             (other.reviewer = $1 OR other.state = 'waiting' AND other.round < waiting.round)) AND ($6 = 0 OR ",
            is_plain!("waiting"),
            ") ORDER BY CASE WHEN waiting.passed_by = $1 THEN 1 ELSE 0 END, waiting.created, waiting.id LIMIT $5",
            $passing_over_locked,
            ") RETURNING id, created"
        )
    };
}
const CLAIM: [&str; 2] = [claim!(""), claim!(" FOR UPDATE SKIP LOCKED")];

const GIVE_BACK: &str = "UPDATE review SET lease_until = 0, passed_by = CASE WHEN $3 = 1 THEN $2 ELSE passed_by END, \
    picked = CASE WHEN $4 = 1 THEN 1 ELSE picked END WHERE id = $1 AND reviewer = $2 AND state = 'waiting'";
const RELEASE: &str = "UPDATE review SET lease_until = 0 WHERE reviewer = $1 AND state = 'waiting'";

/// Of the photos that wait: all, those that are of the kind that is asked for, those of these that colleagues have, and when
/// the first of them could be free.
const QUEUE: &str = concat!(
    "SELECT COUNT(*) AS n, CAST(COALESCE(SUM(of_kind), 0) AS BIGINT) AS waiting, \
     CAST(COALESCE(SUM(of_kind * taken), 0) AS BIGINT) AS with_colleagues, \
     MIN(CASE WHEN of_kind * taken = 1 THEN lease_until END) AS free FROM (SELECT lease_until, \
     CASE WHEN lease_until > $2 AND reviewer <> $1 THEN 1 ELSE 0 END AS taken, CASE WHEN $3 = 0 OR ",
    is_plain!("review"),
    " THEN 1 ELSE 0 END AS of_kind FROM review WHERE state = 'waiting') AS kinds"
);

/// A photo that is a reviewer's for now.
#[derive(Debug, Clone, FromRow)]
pub struct Leased {
    /// The review's id.
    pub id: String,
    /// When the photo came to review.
    pub created: i64,
}

/// How many photos wait, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Queue {
    /// Photos of the kind that was asked for, which wait for anybody, the reviewer's own included.
    pub waiting: i64,
    /// Those of them that colleagues look at now.
    pub with_colleagues: i64,
    /// Milliseconds until the first of these could be free.
    pub next_in: i64,
    /// Photos of other kinds, which wait as well.
    pub other: i64,
}

/// What a reviewer has now, renewed, and as many new ones as `count` asks for in all, only plain ones if `plain`: those that
/// the check accepts and about which there is nothing else to know.
///
/// # Errors
/// Those of the database.
pub async fn next(
    app: &App,
    staff: &Staff,
    count: i64,
    plain: bool,
) -> Result<(Vec<Leased>, Queue), Problem> {
    let plain = i64::from(plain);
    let mut change = app.db.change(staff.actor()).await?;
    // Two requests of one person wait for each other, so that they do not get more than one may have.
    staff::lock(&mut change, &staff.id).await?;
    let until = change.now + LEASE;
    let renew = sqlx::query_as(RENEW).bind(&staff.id).bind(until).bind(change.now).bind(plain);
    let mut leased: Vec<Leased> = renew.fetch_all(&mut *change.tx).await?;
    let wanted = count.clamp(1, AHEAD) - i64::try_from(leased.len()).unwrap_or(i64::MAX);
    if wanted > 0 {
        let highest = if matches!(staff.role, Role::Lead | Role::Admin) { i64::MAX } else { LEAD - 1 };
        let claim = sqlx::query_as(app.db.passing_over_locked(CLAIM)).bind(&staff.id).bind(until);
        let claim = claim.bind(change.now).bind(highest).bind(wanted).bind(plain);
        leased.extend(claim.fetch_all(&mut *change.tx).await?);
    }
    leased.sort_by(|one, other| (one.created, &one.id).cmp(&(other.created, &other.id)));
    let queue = sqlx::query(QUEUE).bind(&staff.id).bind(change.now).bind(plain);
    let queue = queue.fetch_one(&mut *change.tx).await?;
    let waiting = queue.try_get("waiting")?;
    let free: Option<i64> = queue.try_get("free")?;
    let queue = Queue {
        waiting,
        with_colleagues: queue.try_get("with_colleagues")?,
        next_in: free.map_or(0, |free| (free - change.now).max(0)),
        other: queue.try_get::<i64, _>("n")? - waiting,
    };
    change.commit().await?;
    Ok((leased, queue))
}

/// Gives some photos back; if the reviewer passes them over, they come to the same person last; if they are picked out, nobody
/// decides about them among many others.
///
/// # Errors
/// Those of the database.
pub async fn give_back(
    app: &App,
    staff: &Staff,
    reviews: &[String],
    passed_over: bool,
    picked: bool,
) -> Result<(), Problem> {
    let mut change = app.db.change(staff.actor()).await?;
    staff::lock(&mut change, &staff.id).await?;
    for review in reviews {
        let give_back = sqlx::query(GIVE_BACK).bind(review).bind(&staff.id).bind(i64::from(passed_over));
        give_back.bind(i64::from(picked)).execute(&mut *change.tx).await?;
    }
    change.commit().await
}

/// Gives back what a reviewer has: the person has left.
///
/// # Errors
/// Those of the database.
pub async fn release_all(change: &mut Change, staff: &str) -> Result<(), Problem> {
    sqlx::query(RELEASE).bind(staff).execute(&mut *change.tx).await?;
    Ok(())
}
