//! A photo comes to review: who has to look at it.

use super::apply::settle;
use super::reason::Verdict;
use crate::catalogue::Campaign;
use crate::context::App;
use crate::db::{Change, Locked, new_id};
use crate::delivery;
use crate::keys::Purpose;
use crate::problem::Problem;
use crate::states::{CollectionEvent, CollectionState, PhotoEvent, PhotoState, ReviewEvent, ReviewState};
use crate::task::{self, TaskKind};
use sqlx::Row;

const INSERT: &str = "INSERT INTO review (id, collection, photo, campaign, round, state, version, lease_until, created) \
    VALUES ($1, $2, $3, $4, $5, 'waiting', 1, 0, $6)";
const OPEN: &str =
    "SELECT id FROM review WHERE collection = $1 AND state IN ('waiting', 'decided') ORDER BY id";
const LAST_ROUND: &str = "SELECT MAX(round) AS round FROM review WHERE photo = $1";
const PHOTO: &str = "SELECT photo FROM collection WHERE id = $1";

/// The round of a reviewer who looks at what another one has looked at, without knowing.
pub const SECOND: i64 = 2;

/// From this round on a lead decides.
pub const LEAD: i64 = 3;

/// Sends a photo to as many people as the campaign's policy says; to none, if the check accepts it and the policy leaves
/// it at that.
///
/// # Errors
/// Those of the database.
pub async fn begin(
    app: &App,
    change: &mut Change,
    campaign: &Campaign,
    collection: &mut Locked<CollectionState>,
    photo: &mut Locked<PhotoState>,
    decision: &str,
) -> Result<(), Problem> {
    let policy = campaign.settings.review;
    if decision == "accepted" && !drawn(app, "first", &photo.id, policy.accepted_percent) {
        return settle(change, collection, photo, Verdict::Approve, "policy").await;
    }
    add(change, campaign, &collection.id, &photo.id, 1).await?;
    if drawn(app, "second", &photo.id, policy.second_percent) {
        add(change, campaign, &collection.id, &photo.id, SECOND).await?;
    }
    Ok(())
}

/// Asks one more person.
///
/// # Errors
/// Those of the database.
pub async fn add(
    change: &mut Change,
    campaign: &Campaign,
    collection: &str,
    photo: &str,
    round: i64,
) -> Result<(), Problem> {
    let id = new_id();
    let insert = sqlx::query(INSERT).bind(&id).bind(collection).bind(photo).bind(&campaign.settings.id);
    insert.bind(round).bind(change.now).execute(&mut *change.tx).await?;
    change.created(&id, ReviewState::Waiting, "").await
}

/// Nobody has to look at the collection's photos any more.
///
/// # Errors
/// Those of the database.
pub async fn drop_all(change: &mut Change, collection: &str) -> Result<(), Problem> {
    let open: Vec<(String,)> = sqlx::query_as(OPEN).bind(collection).fetch_all(&mut *change.tx).await?;
    for (id,) in open {
        let mut review: Locked<ReviewState> = change.lock(&id).await?;
        change.step(&mut review, ReviewEvent::Drop, "").await?;
        task::cancel(change, TaskKind::ApplyReview, &id).await?;
    }
    Ok(())
}

/// A lead wants another look at an approved photo, which is not yet in an archive.
///
/// # Errors
/// [`crate::problem::Code::NotNow`], or those of the database.
pub async fn reopen(change: &mut Change, campaign: &Campaign, collection: &str) -> Result<(), Problem> {
    let mut collection = delivery::lock_undelivered(change, &campaign.settings.id, collection).await?;
    change.step(&mut collection, CollectionEvent::Reopen, "").await?;
    let photo: Option<String> =
        sqlx::query(PHOTO).bind(&collection.id).fetch_one(&mut *change.tx).await?.try_get("photo")?;
    let mut photo: Locked<PhotoState> = change.lock(&photo.unwrap_or_default()).await?;
    change.step(&mut photo, PhotoEvent::Reopen, "").await?;
    let last: Option<i64> =
        sqlx::query(LAST_ROUND).bind(&photo.id).fetch_one(&mut *change.tx).await?.try_get("round")?;
    add(change, campaign, &collection.id, &photo.id, LEAD.max(last.unwrap_or_default() + 1)).await
}

/// Whether a photo is in a random share of so many percent: random for everybody without the keys, the same each time.
fn drawn(app: &App, lot: &str, photo: &str, percent: u8) -> bool {
    let digits = app.keys.lookup(Purpose::Secret, &[lot, photo]);
    let number = digits.get(..8).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    number.unwrap_or_default() % 100 < u32::from(percent)
}
