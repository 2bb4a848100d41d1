//! What has been kept long enough goes: what a delivery has, so many days after the office has received it; what none has,
//! so many days after the campaign's last day; and at once, what is over by its own time. Each leaves a receipt.

use crate::catalogue::Campaign;
use crate::clock::DAY;
use crate::collection::{erase_photos, forget_ended, forget_unused};
use crate::context::App;
use crate::counter;
use crate::db::{Actor, Locked};
use crate::delivery::{self, PurgeReceipt};
use crate::payment;
use crate::problem::Problem;
use crate::session;
use crate::states::{CampaignState, CollectionState};
use crate::{account, catalogue};
use serde::Serialize;

const CAMPAIGNS: &str = "SELECT id FROM campaign ORDER BY id";
const EXPIRED: &str = "SELECT DISTINCT collection.id FROM collection LEFT JOIN photo ON photo.collection = collection.id \
    AND photo.state <> 'purged' WHERE collection.campaign = $1 AND collection.state = 'expired' \
    AND (collection.account IS NOT NULL OR photo.id IS NOT NULL) ORDER BY collection.id";

/// What is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

/// Removes all that has been kept long enough; a receipt for each thing of which something was left.
///
/// # Errors
/// Those of the database and the objects.
pub async fn purge(app: &App, actor: &Actor) -> Result<Vec<Receipt>, Problem> {
    let deliveries = delivery::purge(app, actor).await?;
    let mut receipts: Vec<Receipt> = deliveries.into_iter().map(Receipt::Delivery).collect();
    let campaigns: Vec<(String,)> = sqlx::query_as(CAMPAIGNS).fetch_all(app.db.pool()).await?;
    for (id,) in campaigns {
        let campaign = catalogue::read(app.db.pool(), &id).await?;
        receipts.extend(purge_campaign(app, actor, &campaign).await?.map(Receipt::Campaign));
    }
    receipts.extend(purge_over(app).await?.map(Receipt::Over));
    Ok(receipts)
}

async fn purge_campaign(
    app: &App,
    actor: &Actor,
    campaign: &Campaign,
) -> Result<Option<CampaignReceipt>, Problem> {
    let settings = &campaign.settings;
    let kept = i64::from(settings.retention_days) * DAY + settings.upload_grace_ms;
    if app.clock.now() < settings.recollection_deadline_ms.saturating_add(kept) {
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

/// Deletes what is over by its own time, without waiting for anybody: the hourly sweep does it, too.
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
