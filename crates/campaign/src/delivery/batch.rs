//! A delivery: the approved photos that no earlier one has, chosen in one transaction; the archive, built once; and in one
//! transaction again the news that it is ready. Killed between them, it is built again from the same choice.

use super::{Archive, Item, build};
use crate::campaign_file::CampaignFile;
use crate::catalogue::{self, Campaign};
use crate::clock::DAY;
use crate::collection::{Person, erase_photos, forget_person, person};
use crate::context::App;
use crate::db::{Actor, Change, Locked, new_id};
use crate::objects::ObjectKey;
use crate::problem::{Code, Problem};
use crate::states::{CampaignState, CollectionEvent, CollectionState, DeliveryEvent, DeliveryState};
use crate::task::{self, Task, TaskKind};
use serde::{Deserialize, Serialize};
use sqlx::{Any, Executor, FromRow, Row};
use std::pin::pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::time::timeout;
use utoipa::ToSchema;

const UNFINISHED: &str =
    "SELECT id FROM delivery WHERE campaign = $1 AND state = 'building' ORDER BY number LIMIT 1";
const INSERT: &str = "INSERT INTO delivery (id, campaign, number, state, version, photos, created) VALUES ($1, $2, \
    (SELECT COALESCE(MAX(number), 0) + 1 FROM delivery WHERE campaign = $2), 'building', 1, 0, $3)";
const CHOOSE: &str = "INSERT INTO delivery_item (delivery, collection, photo) SELECT $1, id, photo FROM collection \
    WHERE campaign = $2 AND state = 'approved' AND id NOT IN (SELECT collection FROM delivery_item)";
const IN_DELIVERY: &str = "SELECT COUNT(*) FROM delivery_item WHERE collection = $1";
const CHOSEN: &str = "UPDATE delivery SET photos = $2 WHERE id = $1";
const ITEMS: &str = "SELECT delivery_item.collection, delivery_item.photo, photo.sha256, collection.roster_entry \
    FROM delivery_item JOIN photo ON photo.id = delivery_item.photo \
    JOIN collection ON collection.id = delivery_item.collection WHERE delivery = $1 ORDER BY delivery_item.collection";
const COLLECTIONS: &str = "SELECT collection FROM delivery_item WHERE delivery = $1 ORDER BY collection";
const LEAVE_OUT: &str = "DELETE FROM delivery_item WHERE delivery = $1 AND collection = $2";
const FINISH: &str = "UPDATE delivery SET sha256 = $2, bytes = $3, photos = $4 WHERE id = $1";
const DIFFERENCES: &str = "SELECT differences FROM delivery WHERE id = $1";
const RECEIVED: &str = "UPDATE delivery SET received = $2 WHERE id = $1";
const LIST: &str = "SELECT delivery.*, (SELECT COUNT(*) FROM audit WHERE machine = 'delivery' AND subject = delivery.id \
    AND event = 'left-out') AS left_out FROM delivery WHERE campaign = $1 ORDER BY number";
const ONE: &str = "SELECT delivery.*, (SELECT COUNT(*) FROM audit WHERE machine = 'delivery' AND subject = delivery.id \
    AND event = 'left-out') AS left_out FROM delivery WHERE id = $1";
const BUILT: &str = "UPDATE delivery SET built = $2 WHERE id = $1";
const NEXT: &str = "SELECT COUNT(*) FROM collection WHERE campaign = $1 AND state = 'approved' AND NOT EXISTS \
    (SELECT 1 FROM delivery_item WHERE delivery_item.collection = collection.id)";
const NOT_READY: &str = "SELECT COUNT(*) FROM collection WHERE campaign = $1 \
    AND state IN ('matched', 'confirmed', 'uploaded', 'in_review', 'rejected')";
const PURGEABLE: &str =
    "SELECT id, received FROM delivery WHERE campaign = $1 AND state = 'received' ORDER BY number";

/// How often it is told how far an archive is.
const PROGRESS: Duration = Duration::from_secs(1);

/// What the next delivery would have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NextDelivery {
    /// Approved photos that no delivery has.
    pub photos: i64,
    /// Records that are still on their way to an approved photo.
    pub not_ready: i64,
}

/// A delivery.
#[derive(Debug, Clone, Serialize, FromRow, ToSchema)]
pub struct DeliveryView {
    /// Its id.
    pub id: String,
    /// The campaign's id.
    pub campaign: String,
    /// 1, 2, 3 … within the campaign.
    pub number: i64,
    /// `building`, `ready`, `received` or `purged`.
    pub state: String,
    /// How many photos it has.
    pub photos: i64,
    /// How many of them are in the archive, while it is being built.
    pub built: i64,
    /// How many approved photos could not be in it; the next delivery tries them again, the audit says why.
    pub left_out: i64,
    /// SHA-256 of the archive, once it is there.
    pub sha256: Option<String>,
    /// The archive's length, once it is there.
    pub bytes: Option<i64>,
    /// When it was begun, in milliseconds since 1970.
    pub created: i64,
    /// When the office had it, in milliseconds since 1970.
    pub received: Option<i64>,
    /// When the stored archive was last compared with its lists, in milliseconds since 1970.
    pub verified: Option<i64>,
    /// What differed then, line by line; empty if nothing did.
    #[sqlx(try_from = "Option<String>")]
    pub differences: Differences,
}

/// What differed between an archive and its lists, line by line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Differences(pub Vec<String>);

impl From<Option<String>> for Differences {
    fn from(text: Option<String>) -> Self {
        Self(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }
}

/// An archive that can be downloaded.
pub struct ReadyArchive {
    /// The object.
    pub key: ObjectKey,
    /// Its length.
    pub length: u64,
    /// Its SHA-256.
    pub sha256: String,
    /// What it is called on the office's disk.
    pub file_name: String,
}

/// What a purge has removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PurgeReceipt {
    /// The delivery's id.
    pub delivery: String,
    /// The campaign's id.
    pub campaign: String,
    /// How many collections lost their photos.
    pub collections: usize,
    /// SHA-256 of the archive that is gone.
    pub archive_sha256: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// Chooses what is delivered next, and has it built by a worker; the unfinished delivery if there is one, `None` if
/// nothing is new.
///
/// # Errors
/// [`Code::UnknownCampaign`], or those of the database.
pub async fn begin(app: &App, actor: Actor, campaign: &str) -> Result<Option<String>, Problem> {
    catalogue::read(app.db.pool(), campaign).await?;
    let mut change = app.db.change(actor).await?;
    // As `lock_undelivered` does.
    let _campaign: Locked<CampaignState> = change.lock(campaign).await?;
    let unfinished = sqlx::query(UNFINISHED).bind(campaign).fetch_optional(&mut *change.tx).await?;
    if let Some(row) = unfinished {
        return Ok(Some(row.try_get("id")?));
    }
    let id = new_id();
    sqlx::query(INSERT).bind(&id).bind(campaign).bind(change.now).execute(&mut *change.tx).await?;
    let chosen = sqlx::query(CHOOSE).bind(&id).bind(campaign).execute(&mut *change.tx).await?.rows_affected();
    if chosen == 0 {
        return Ok(None);
    }
    let photos = i64::try_from(chosen).map_err(Problem::internal)?;
    sqlx::query(CHOSEN).bind(&id).bind(photos).execute(&mut *change.tx).await?;
    change.created(&id, DeliveryState::Building, &format!("{photos} photos")).await?;
    task::schedule(&mut change, TaskKind::BuildDelivery, &id, 0).await?;
    change.commit().await?;
    Ok(Some(id))
}

/// Whether a delivery has a collection's photo, or is being built of it.
///
/// # Errors
/// Those of the database.
pub async fn has(database: impl Executor<'_, Database = Any>, collection: &str) -> Result<bool, Problem> {
    let items: i64 = sqlx::query_scalar(IN_DELIVERY).bind(collection).fetch_one(database).await?;
    Ok(items > 0)
}

/// Locks a collection of this campaign whose photo no delivery has. None can choose it until the transaction ends, because
/// [`begin`] locks the campaign as well.
///
/// # Errors
/// [`Code::NotNow`] if a delivery has it, [`Code::NotFound`], or those of the database.
pub async fn lock_undelivered(
    change: &mut Change,
    campaign: &str,
    collection: &str,
) -> Result<Locked<CollectionState>, Problem> {
    let _campaign: Locked<CampaignState> = change.lock(campaign).await?;
    let locked = change.lock(collection).await?;
    if has(&mut *change.tx, collection).await? { Err(Code::NotNow.into()) } else { Ok(locked) }
}

/// Builds the delivery of a task.
///
/// # Errors
/// Those of the database and the objects.
pub async fn build_task(app: &App, task: &Task) -> Result<(), Problem> {
    finish(app, &task.subject).await?;
    let mut change = app.db.change(Actor::Machine).await?;
    task.done(&mut change).await?;
    change.commit().await
}

/// Builds the archive of a delivery, if it is not there yet. A photo that cannot be in it does not hold up the others.
async fn finish(app: &App, id: &str) -> Result<(), Problem> {
    let delivery = one(app, id).await?;
    if delivery.state != "building" {
        return Ok(());
    }
    let settings = catalogue::read(app.db.pool(), &delivery.campaign).await?.settings;
    let rows = sqlx::query(ITEMS).bind(id).fetch_all(app.db.pool()).await?;
    let (mut items, mut collections) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    for row in rows {
        let Person { name, student_number, level } = person(app, row.try_get("roster_entry")?).await?;
        let sha256: String = row.try_get("sha256")?;
        let object = ObjectKey::photo(&delivery.campaign, &sha256, row.try_get("photo")?);
        items.push(Item { level, name, student_number, sha256, object });
        collections.push(row.try_get::<String, _>("collection")?);
    }
    let archive = Archive {
        institution_code: &settings.institution_code,
        levels: &settings.levels,
        photo_names: &settings.photo_names,
    };
    let (key, written) = (ObjectKey::delivery(&delivery.campaign, id), AtomicI64::new(0));
    let mut building = pin!(build(&app.objects, &key, archive, &items, &written));
    let built = loop {
        if let Ok(built) = timeout(PROGRESS, &mut building).await {
            break built.map_err(Problem::internal)?;
        }
        let progress = sqlx::query(BUILT).bind(id).bind(written.load(Ordering::Relaxed));
        progress.execute(app.db.pool()).await?;
    };
    let mut change = app.db.change(Actor::Machine).await?;
    let mut row: Locked<DeliveryState> = change.lock(id).await?;
    if row.state != DeliveryState::Building {
        // Another worker was quicker, with the same archive.
        return Ok(());
    }
    for (place, why) in built.left_out.iter().rev() {
        // Backwards, so that the places before stay what they are.
        let collection = collections.remove(*place);
        tracing::error!(delivery = id, collection, %why, "a photo is left out");
        sqlx::query(LEAVE_OUT).bind(id).bind(&collection).execute(&mut *change.tx).await?;
        change.note("delivery", id, "left-out", &format!("{collection}: {why}")).await?;
    }
    let length = i64::try_from(built.length).map_err(Problem::internal)?;
    let photos = i64::try_from(collections.len()).map_err(Problem::internal)?;
    let finish = sqlx::query(FINISH).bind(id).bind(&built.sha256).bind(length).bind(photos);
    finish.execute(&mut *change.tx).await?;
    change.step(&mut row, DeliveryEvent::Finish, &built.sha256).await?;
    for collection in &collections {
        let mut collection: Locked<CollectionState> = change.lock(collection).await?;
        change.step(&mut collection, CollectionEvent::Deliver, id).await?;
    }
    change.commit().await
}

/// The office has the archive.
///
/// # Errors
/// [`Code::NotFound`]; [`Code::NotNow`], also while the stored archive is known to differ from its lists; or those of the
/// database.
pub async fn receive(app: &App, actor: Actor, id: &str) -> Result<(), Problem> {
    let mut change = app.db.change(actor).await?;
    let mut row: Locked<DeliveryState> = change.lock(id).await?;
    if row.state == DeliveryState::Received {
        return Ok(());
    }
    let found: Option<String> = sqlx::query_scalar(DIFFERENCES).bind(id).fetch_one(&mut *change.tx).await?;
    if !Differences::from(found).0.is_empty() {
        return Err(Code::NotNow.into());
    }
    sqlx::query(RECEIVED).bind(id).bind(change.now).execute(&mut *change.tx).await?;
    change.step(&mut row, DeliveryEvent::Receive, "").await?;
    change.commit().await
}

/// What the next delivery of a campaign would have.
///
/// # Errors
/// [`Code::UnknownCampaign`], or those of the database.
pub async fn next(app: &App, campaign: &str) -> Result<NextDelivery, Problem> {
    catalogue::read(app.db.pool(), campaign).await?;
    Ok(NextDelivery {
        photos: sqlx::query_scalar(NEXT).bind(campaign).fetch_one(app.db.pool()).await?,
        not_ready: sqlx::query_scalar(NOT_READY).bind(campaign).fetch_one(app.db.pool()).await?,
    })
}

/// The deliveries of a campaign.
///
/// # Errors
/// Those of the database.
pub async fn list(app: &App, campaign: &str) -> Result<Vec<DeliveryView>, Problem> {
    Ok(sqlx::query_as(LIST).bind(campaign).fetch_all(app.db.pool()).await?)
}

/// One delivery.
///
/// # Errors
/// [`Code::NotFound`], or those of the database.
pub async fn one(app: &App, id: &str) -> Result<DeliveryView, Problem> {
    let found = sqlx::query_as(ONE).bind(id).fetch_optional(app.db.pool()).await?;
    Ok(found.ok_or(Code::NotFound)?)
}

/// The archive of a delivery.
///
/// # Errors
/// [`Code::NotFound`] where there is none, or none any more; or those of the database.
pub async fn archive(app: &App, id: &str) -> Result<ReadyArchive, Problem> {
    let delivery = one(app, id).await?;
    let is_there = delivery.state == "ready" || delivery.state == "received";
    let (Some(sha256), Some(bytes), true) = (delivery.sha256, delivery.bytes, is_there) else {
        return Err(Code::NotFound.into());
    };
    Ok(ReadyArchive {
        key: ObjectKey::delivery(&delivery.campaign, id),
        length: u64::try_from(bytes).map_err(Problem::internal)?,
        sha256,
        file_name: format!("{}-{}.zip", delivery.campaign, delivery.number),
    })
}

/// Removes archives and photos of a campaign whose time for being kept is over; a receipt for each delivery.
///
/// # Errors
/// Those of the database and the objects.
pub async fn purge(app: &App, actor: &Actor, campaign: &Campaign) -> Result<Vec<PurgeReceipt>, Problem> {
    let CampaignFile { id: campaign, retention_days, .. } = &campaign.settings;
    let rows: Vec<(String, i64)> = sqlx::query_as(PURGEABLE).bind(campaign).fetch_all(app.db.pool()).await?;
    let mut receipts = Vec::new();
    for (id, received) in rows {
        if app.clock.now() < kept_until(received, *retention_days) {
            continue;
        }
        let mut change = app.db.change(actor.clone()).await?;
        let mut delivery: Locked<DeliveryState> = change.lock(&id).await?;
        let collections = sqlx::query_as(COLLECTIONS).bind(&id);
        let collections: Vec<(String,)> = collections.fetch_all(&mut *change.tx).await?;
        for (collection,) in &collections {
            let _collection: Locked<CollectionState> = change.lock(collection).await?;
            erase_photos(&mut change, collection).await?;
            forget_person(&mut change, collection).await?;
        }
        let receipt = PurgeReceipt {
            archive_sha256: one(app, &id).await?.sha256.unwrap_or_default(),
            delivery: id,
            campaign: campaign.clone(),
            collections: collections.len(),
            at: change.now,
        };
        let note = serde_json::to_string(&receipt).map_err(Problem::internal)?;
        change.step(&mut delivery, DeliveryEvent::Purge, &note).await?;
        task::schedule(&mut change, TaskKind::PurgeArchive, &receipt.delivery, 0).await?;
        change.commit().await?;
        receipts.push(receipt);
    }
    Ok(receipts)
}

/// When the photos of a delivery may go that was received then.
pub fn kept_until(received: i64, days: u32) -> i64 {
    received.saturating_add(i64::from(days) * DAY)
}

/// Deletes the archive of a purged delivery.
///
/// # Errors
/// Those of the database and the objects.
pub async fn purge_archive(app: &App, task: &Task) -> Result<(), Problem> {
    let delivery = one(app, &task.subject).await?;
    app.objects.delete(&ObjectKey::delivery(&delivery.campaign, &delivery.id)).await?;
    let mut change = app.db.change(Actor::Machine).await?;
    task.done(&mut change).await?;
    change.commit().await
}
