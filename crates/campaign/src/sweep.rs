//! Objects that no row needs: what a crash has left of an object or between it and its row, and what a failed deletion has
//! left.

use crate::clock::HOUR;
use crate::context::App;
use crate::objects::ObjectKey;
use crate::problem::Problem;
use futures_util::TryStreamExt;
use std::collections::HashSet;

const PHOTOS: &str = "SELECT id FROM photo WHERE state <> 'purged'";
const DELIVERIES: &str = "SELECT id FROM delivery WHERE state <> 'purged'";

/// An upload or an archive that is begun has its row within this time.
const OLD: i64 = HOUR;

/// Deletes what is old and no row's.
///
/// # Errors
/// Those of the database and the objects.
pub async fn objects(app: &App) -> Result<(), Problem> {
    let before = app.clock.now() - OLD;
    for key in unneeded(app, before).await? {
        app.objects.delete(&key).await?;
        tracing::info!(object = %key, "swept");
    }
    let pieces = app.objects.sweep_pieces(before).await?;
    if pieces > 0 {
        tracing::info!(pieces, "swept");
    }
    Ok(())
}

/// The objects that were written before then, and that no row needs.
///
/// # Errors
/// Those of the database and the objects.
pub async fn unneeded(app: &App, before_ms: i64) -> Result<Vec<ObjectKey>, Problem> {
    // The list first: a row that comes later belongs to a younger object.
    let listed: Vec<_> = app.objects.list().try_collect().await?;
    let mut needed: HashSet<String> = HashSet::new();
    for statement in [PHOTOS, DELIVERIES] {
        let ids: Vec<(String,)> = sqlx::query_as(statement).fetch_all(app.db.pool()).await?;
        needed.extend(ids.into_iter().map(|(id,)| id));
    }
    let is_needed = |key: &ObjectKey| key.row().is_some_and(|row| needed.contains(row));
    let old = listed.into_iter().filter(|object| object.written_ms < before_ms).map(|object| object.key);
    Ok(old.filter(|key| !is_needed(key)).collect())
}
