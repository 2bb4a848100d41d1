//! The ways out: the candidate leaves, staff unbinds, the time is over; and the bytes of photos that are not needed.

use super::record::{Record, current};
use crate::catalogue;
use crate::clock::MINUTE;
use crate::context::App;
use crate::dashboard;
use crate::db::{Actor, Change, Locked};
use crate::delivery;
use crate::objects::ObjectKey;
use crate::payment;
use crate::problem::{Code, Problem};
use crate::review;
use crate::states::{CampaignState, CollectionEvent, CollectionState, PhotoEvent, PhotoState};
use crate::task::{self, Task, TaskKind};
use sqlx::Row;

const LEAVE: &str = "UPDATE collection SET account = NULL, photo = NULL, declarations = '{}' WHERE id = $1";
const CAMPAIGN_OF: &str = "SELECT campaign FROM collection WHERE id = $1";
const UNBIND: &str = "UPDATE collection SET account = NULL WHERE id = $1";
const PHOTOS: &str = "SELECT id FROM photo WHERE collection = $1 AND state <> 'purged' ORDER BY id";
const PHOTO: &str = "SELECT collection, campaign, sha256 FROM photo WHERE id = $1";
const FORGET: &str = "UPDATE photo SET report = '', measurements = '', declarations = '{}' WHERE id = $1";
const UNFINISHED: &str = "SELECT * FROM collection WHERE campaign = $1 \
    AND state IN ('matched', 'confirmed', 'uploaded', 'rejected') ORDER BY id";

/// The candidate leaves: the record is free again, the photos go, nobody looks at them any more, the fee goes back. What an
/// archive has is the office's, and stays.
///
/// # Errors
/// [`Code::NotNow`] once a photo is in an archive, or those of the database.
pub async fn withdraw(app: &App, account: &str, campaign: Option<&str>) -> Result<(), Problem> {
    let (record, _) = current(app, account, campaign).await?;
    leave(app, Actor::Candidate, &record.id, &record.campaign).await
}

/// The same for a candidate who asks for it elsewhere, such as in a letter.
///
/// # Errors
/// Those of [`withdraw`]; [`Code::NotFound`].
pub async fn erase(app: &App, actor: Actor, collection: &str) -> Result<(), Problem> {
    let row = sqlx::query(CAMPAIGN_OF).bind(collection).fetch_optional(app.db.pool()).await?;
    leave(app, actor, collection, row.ok_or(Code::NotFound)?.try_get("campaign")?).await
}

async fn leave(app: &App, actor: Actor, collection: &str, campaign: &str) -> Result<(), Problem> {
    let mut change = app.db.change(actor).await?;
    let mut row = delivery::lock_undelivered(&mut change, campaign, collection).await?;
    change.step(&mut row, CollectionEvent::Withdraw, "").await?;
    review::drop_all(&mut change, collection).await?;
    erase_photos(&mut change, collection).await?;
    payment::withdrawn(&mut change, collection).await?;
    sqlx::query(LEAVE).bind(collection).execute(&mut *change.tx).await?;
    change.commit().await
}

/// Staff loosens the account from a record; all else stays, for the account that is bound next.
///
/// # Errors
/// [`Code::NotNow`] where the record is at its end, or those of the database.
pub async fn unbind(change: &mut Change, collection: &str) -> Result<(), Problem> {
    let mut collection: Locked<CollectionState> = change.lock(collection).await?;
    change.step(&mut collection, CollectionEvent::Unbind, "").await?;
    sqlx::query(UNBIND).bind(&collection.id).execute(&mut *change.tx).await?;
    Ok(())
}

/// Lets all photos of a collection go, and what was measured on them.
///
/// # Errors
/// Those of the database.
pub async fn erase_photos(change: &mut Change, collection: &str) -> Result<(), Problem> {
    let photos: Vec<(String,)> = sqlx::query_as(PHOTOS).bind(collection).fetch_all(&mut *change.tx).await?;
    for (id,) in photos {
        let mut photo: Locked<PhotoState> = change.lock(&id).await?;
        change.step(&mut photo, PhotoEvent::Purge, "").await?;
        forget(change, &id).await?;
        task::schedule(change, TaskKind::PurgePhoto, &id, 0).await?;
    }
    Ok(())
}

/// Lets go what the check said of a photo.
async fn forget(change: &mut Change, photo: &str) -> Result<(), Problem> {
    sqlx::query(FORGET).bind(photo).execute(&mut *change.tx).await?;
    dashboard::forget(change, photo).await
}

/// Deletes the object of a photo whose place another one has taken, or which was erased.
///
/// # Errors
/// Those of the database and the objects.
pub async fn purge_photo(app: &App, task: &Task) -> Result<(), Problem> {
    let row = sqlx::query(PHOTO).bind(&task.subject).fetch_one(app.db.pool()).await?;
    let (collection, campaign, sha256): (String, String, String) =
        (row.try_get("collection")?, row.try_get("campaign")?, row.try_get("sha256")?);
    let mut change = app.db.change(Actor::Machine).await?;
    let _collection: Locked<CollectionState> = change.lock(&collection).await?;
    let mut photo: Locked<PhotoState> = change.lock(&task.subject).await?;
    if photo.state == PhotoState::Superseded {
        change.step(&mut photo, PhotoEvent::Purge, "").await?;
        forget(&mut change, &task.subject).await?;
    }
    let is_purged = photo.state == PhotoState::Purged;
    if !is_purged {
        // It counts again.
        task.done(&mut change).await?;
        return change.commit().await;
    }
    change.commit().await?;
    app.objects.delete(&ObjectKey::photo(&campaign, &sha256, &task.subject)).await?;
    let mut change = app.db.change(Actor::Machine).await?;
    task.done(&mut change).await?;
    change.commit().await
}

/// How long a collection that may still be paid for is waited for, until it is looked at again.
const STILL_PAYING: i64 = MINUTE;

/// Ends the collections of a campaign whose last day is over, each in a transaction of its own; later those that may still be
/// paid for.
///
/// # Errors
/// Those of the database.
pub async fn expire_all(app: &App, task: &Task) -> Result<(), Problem> {
    let campaign = catalogue::read(app.db.pool(), &task.subject).await?;
    let unfinished: Vec<Record> =
        sqlx::query_as(UNFINISHED).bind(&task.subject).fetch_all(app.db.pool()).await?;
    let mut is_paying = false;
    for record in unfinished {
        let mut change = app.db.change(Actor::Machine).await?;
        let mut collection: Locked<CollectionState> = change.lock(&record.id).await?;
        if payment::is_awaited(&mut change, &record, &campaign).await? {
            is_paying = true;
            continue;
        }
        match change.step(&mut collection, CollectionEvent::Expire, "").await {
            Ok(()) => change.commit().await?,
            // Its candidate was quicker.
            Err(problem) if problem.code() == Some(Code::NotNow) => {}
            Err(problem) => return Err(problem),
        }
    }
    let mut change = app.db.change(Actor::Machine).await?;
    let _campaign: Locked<CampaignState> = change.lock(&task.subject).await?;
    // It may have been put off meanwhile.
    let last_day = catalogue::read(&mut *change.tx, &task.subject).await?.settings.last_day_ms();
    let wait = (last_day - change.now).max(if is_paying { STILL_PAYING } else { 0 });
    if wait > 0 {
        task.later(&mut change, wait).await?;
    } else {
        task.done(&mut change).await?;
    }
    change.commit().await
}
