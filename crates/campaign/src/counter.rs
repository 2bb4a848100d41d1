//! Limits on guessing: rows that count tries within a fixed span of time, so that they survive a restart and hold for all
//! processes together.

use crate::db::Change;
use crate::problem::Problem;
use sqlx::Row;

const COUNT: &str = "INSERT INTO counter (name, ends, n) VALUES ($1, $2, 1) \
    ON CONFLICT (name, ends) DO UPDATE SET n = counter.n + 1 RETURNING n";
const GIVE_BACK: &str = "UPDATE counter SET n = n - 1 WHERE name = $1 AND ends = $2";
const SWEEP: &str = "DELETE FROM counter WHERE ends < $1";

/// So many tries, for one key, within one span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// What is counted, and for whom: a word and a keyed hash.
    pub name: String,
    /// The tries that are allowed.
    pub most: i64,
    /// The span, in milliseconds; spans follow one another without a gap.
    pub span: i64,
}

impl Limit {
    fn ends(&self, now: i64) -> i64 {
        now - now.rem_euclid(self.span.max(1)) + self.span
    }
}

/// Counts one try under each limit, in their order; gives the milliseconds until the next try if one of them is exceeded.
/// The count stays either way.
///
/// # Errors
/// Those of the database.
pub async fn count(change: &mut Change, limits: &[Limit]) -> Result<Option<i64>, Problem> {
    let mut wait = None;
    for limit in limits {
        let ends = limit.ends(change.now);
        let row = sqlx::query(COUNT).bind(&limit.name).bind(ends).fetch_one(&mut *change.tx).await?;
        if row.try_get::<i64, _>("n")? > limit.most {
            wait = wait.max(Some(ends - change.now));
        }
    }
    Ok(wait)
}

/// Takes one try back: it was no guess.
///
/// # Errors
/// Those of the database.
pub async fn give_back(change: &mut Change, limits: &[Limit]) -> Result<(), Problem> {
    for limit in limits {
        let back = sqlx::query(GIVE_BACK).bind(&limit.name).bind(limit.ends(change.now));
        back.execute(&mut *change.tx).await?;
    }
    Ok(())
}

/// Deletes the counts of spans that are over; gives their number.
///
/// # Errors
/// Those of the database.
pub async fn sweep(change: &mut Change) -> Result<u64, Problem> {
    Ok(sqlx::query(SWEEP).bind(change.now).execute(&mut *change.tx).await?.rows_affected())
}
