//! What has been kept long enough goes: what a delivery has, so many days after the office has received it; what none has,
//! so many days after the campaign's last day; and at once, what is over by its own time. Each leaves a receipt.

use crate::catalogue::Campaign;
use crate::clock::DAY;
use crate::collection::{erase_photos, forget_ended, forget_unused};
use crate::context::App;
use crate::counter;
use crate::db::{Actor, Locked};
use crate::delivery::{self, DeliveryView, PurgeReceipt};
use crate::payment;
use crate::problem::Problem;
use crate::session;
use crate::states::{CampaignState, CollectionState};
use crate::task::{self, Task, TaskKind};
use crate::{account, catalogue};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const CAMPAIGNS: &str = "SELECT id FROM campaign ORDER BY id";
const EXPIRED: &str = "SELECT DISTINCT collection.id FROM collection LEFT JOIN photo ON photo.collection = collection.id \
    AND photo.state <> 'purged' WHERE collection.campaign = $1 AND collection.state = 'expired' \
    AND (collection.account IS NOT NULL OR photo.id IS NOT NULL) ORDER BY collection.id";

const RECEIPTS: &str = "SELECT note FROM audit WHERE event = 'purge' AND (machine = 'campaign' AND subject = $1 \
    OR machine = 'delivery' AND subject IN (SELECT id FROM delivery WHERE campaign = $1)) ORDER BY at DESC, id DESC";
const REST: &str = "SELECT COUNT(*) FROM collection WHERE campaign = $1 \
    AND (state IN ('matched', 'confirmed', 'uploaded', 'rejected') OR state = 'expired' AND account IS NOT NULL)";
const REST_LINES: &str = "SELECT COUNT(*) FROM roster_entry WHERE campaign = $1 AND id NOT IN \
    (SELECT roster_entry FROM collection WHERE campaign = $1)";

/// What is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Receipt {
    /// Of a delivery.
    Delivery(PurgeReceipt),
    /// Of a campaign, as far as no delivery has it.
    Campaign(CampaignReceipt),
    /// What was over.
    Over(OverReceipt),
}

/// What a campaign has lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignReceipt {
    /// The campaign's id.
    pub campaign: String,
    /// How many collections without an approved photo lost their photos and their account.
    pub collections: usize,
    /// How many lines of the roster lost name and student number, or went altogether.
    pub roster_lines: u64,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// What was over by its own time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverReceipt {
    /// Accounts that no collection and no session has.
    pub accounts: u64,
    /// Sessions.
    pub sessions: u64,
    /// Codes that were sent to phones.
    pub codes: u64,
    /// Counts of tries.
    pub counters: u64,
    /// Notices of WeChat Pay.
    pub notices: u64,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// What a campaign keeps, until when, and what is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Plan {
    /// How many days after the receipt, or after the last day, everything is kept.
    pub days: u32,
    /// The deliveries that are kept.
    pub deliveries: Vec<KeptDelivery>,
    /// Until when is kept what no delivery has, in milliseconds since 1970.
    pub rest_until: i64,
    /// Records without an approved photo.
    pub rest_records: i64,
    /// Lines of the roster that nobody has matched.
    pub rest_lines: i64,
    /// What is gone, the last first.
    pub receipts: Vec<Receipt>,
}

/// A delivery that is kept, with its photos and the names of those who are on them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeptDelivery {
    /// The delivery's id.
    pub id: String,
    /// Its number within the campaign.
    pub number: i64,
    /// How many photos it has.
    pub photos: i64,
    /// Until when, in milliseconds since 1970; none before the office has received it.
    pub until: Option<i64>,
}

/// Removes all that has been kept long enough; a receipt for each thing of which something was left. The hourly sweep does
/// it by itself.
///
/// # Errors
/// Those of the database and the objects.
pub async fn purge(app: &App, actor: &Actor) -> Result<Vec<Receipt>, Problem> {
    let mut receipts = Vec::new();
    let campaigns: Vec<(String,)> = sqlx::query_as(CAMPAIGNS).fetch_all(app.db.pool()).await?;
    for (id,) in campaigns {
        receipts.extend(purge_one(app, actor, &id).await?);
    }
    receipts.extend(purge_over(app).await?.map(Receipt::Over));
    Ok(receipts)
}

/// The same of one campaign.
async fn purge_one(app: &App, actor: &Actor, id: &str) -> Result<Vec<Receipt>, Problem> {
    let campaign = catalogue::read(app.db.pool(), id).await?;
    let deliveries = delivery::purge(app, actor, &campaign).await?;
    let mut receipts: Vec<Receipt> = deliveries.into_iter().map(Receipt::Delivery).collect();
    receipts.extend(purge_campaign(app, actor, &campaign).await?.map(Receipt::Campaign));
    Ok(receipts)
}

/// Has a worker remove what a campaign has kept long enough.
///
/// # Errors
/// [`crate::problem::Code::UnknownCampaign`], or those of the database.
pub async fn ask(app: &App, actor: Actor, campaign: &str) -> Result<(), Problem> {
    catalogue::read(app.db.pool(), campaign).await?;
    let mut change = app.db.change(actor).await?;
    change.note("campaign", campaign, "ask-to-purge", "").await?;
    task::schedule(&mut change, TaskKind::Purge, campaign, 0).await?;
    change.commit().await
}

/// Does what was asked for.
///
/// # Errors
/// Those of the database and the objects.
pub async fn purge_task(app: &App, task: &Task) -> Result<(), Problem> {
    purge_one(app, &Actor::Machine, &task.subject).await?;
    let mut change = app.db.change(Actor::Machine).await?;
    task.done(&mut change).await?;
    change.commit().await
}

/// What a campaign keeps, until when, and what is gone.
///
/// # Errors
/// [`crate::problem::Code::UnknownCampaign`], or those of the database.
pub async fn plan(app: &App, id: &str) -> Result<Plan, Problem> {
    let campaign = catalogue::read(app.db.pool(), id).await?;
    let days = campaign.settings.retention_days;
    let kept = delivery::list(app, id).await?.into_iter().filter(|delivery| delivery.state != "purged");
    let deliveries = kept.map(|DeliveryView { id, number, photos, received, .. }| KeptDelivery {
        id,
        number,
        photos,
        until: received.map(|received| delivery::kept_until(received, days)),
    });
    let receipts: Vec<(String,)> = sqlx::query_as(RECEIPTS).bind(id).fetch_all(app.db.pool()).await?;
    let receipts = receipts.iter().map(|(note,)| serde_json::from_str(note).map_err(Problem::internal));
    Ok(Plan {
        days,
        deliveries: deliveries.collect(),
        rest_until: last_day(&campaign),
        rest_records: sqlx::query_scalar(REST).bind(id).fetch_one(app.db.pool()).await?,
        rest_lines: sqlx::query_scalar(REST_LINES).bind(id).fetch_one(app.db.pool()).await?,
        receipts: receipts.collect::<Result<_, _>>()?,
    })
}

/// Until when is kept what no delivery has.
fn last_day(campaign: &Campaign) -> i64 {
    let settings = &campaign.settings;
    let kept = i64::from(settings.retention_days) * DAY + settings.upload_grace_ms;
    settings.recollection_deadline_ms.saturating_add(kept)
}

async fn purge_campaign(
    app: &App,
    actor: &Actor,
    campaign: &Campaign,
) -> Result<Option<CampaignReceipt>, Problem> {
    let settings = &campaign.settings;
    if app.clock.now() < last_day(campaign) {
        return Ok(None);
    }
    let mut change = app.db.change(actor.clone()).await?;
    let _campaign: Locked<CampaignState> = change.lock(&settings.id).await?;
    let expired: Vec<(String,)> =
        sqlx::query_as(EXPIRED).bind(&settings.id).fetch_all(&mut *change.tx).await?;
    for (collection,) in &expired {
        let _collection: Locked<CollectionState> = change.lock(collection).await?;
        erase_photos(&mut change, collection).await?;
    }
    let forgotten = forget_ended(&mut change, &settings.id).await?;
    let roster_lines = forgotten + forget_unused(&mut change, &settings.id).await?;
    if expired.is_empty() && roster_lines == 0 {
        return Ok(None);
    }
    let receipt = CampaignReceipt {
        campaign: settings.id.clone(),
        collections: expired.len(),
        roster_lines,
        at: change.now,
    };
    let note = serde_json::to_string(&receipt).map_err(Problem::internal)?;
    change.note("campaign", &settings.id, "purge", &note).await?;
    change.commit().await?;
    Ok(Some(receipt))
}

/// Deletes what is over by its own time, without waiting for anybody.
///
/// # Errors
/// Those of the database.
pub async fn purge_over(app: &App) -> Result<Option<OverReceipt>, Problem> {
    let mut change = app.db.change(Actor::Machine).await?;
    let (sessions, codes, counters) = (
        session::sweep(&mut change).await?,
        account::sweep_codes(&mut change).await?,
        counter::sweep(&mut change).await?,
    );
    let notices = payment::sweep(&mut change).await?;
    let at = change.now;
    change.commit().await?;
    // After the sessions: an account is used as long as somebody is signed in.
    let accounts = account::sweep(app).await?;
    let is_something = accounts + sessions + codes + counters + notices > 0;
    Ok(is_something.then_some(OverReceipt { accounts, sessions, codes, counters, notices, at }))
}
