//! The campaigns and their institutions, kept in memory for a moment: every page asks for them, and they seldom change.

use crate::campaign_file::CampaignFile;
use crate::clock::SECOND;
use crate::context::Context;
use crate::institutions::{Institution, Institutions};
use crate::problem::{Code, Problem};
use crate::states::CampaignState;
use precheck_foundation::json::EnumName;
use sqlx::{Any, Executor, Row};
use std::sync::{Arc, Mutex, PoisonError};

const ALL: &str = "SELECT id, state, settings FROM campaign ORDER BY id";
const ONE: &str = "SELECT id, state, settings FROM campaign WHERE id = $1";

/// For how long a change of a campaign may go unnoticed.
const KEPT: i64 = 2 * SECOND;

/// A campaign as its office decided it, and its state.
#[derive(Debug, Clone)]
pub struct Campaign {
    /// Its state.
    pub state: CampaignState,
    /// What its file says.
    pub settings: CampaignFile,
}

/// All campaigns at one moment.
pub struct Listing {
    /// The campaigns, by id.
    pub campaigns: Vec<Campaign>,
    /// The institutions of those that are published.
    pub institutions: Institutions,
}

/// The campaigns, read again when they are no longer new.
#[derive(Default)]
pub struct Catalogue(Mutex<Option<(i64, Arc<Listing>)>>);

impl Catalogue {
    /// The campaigns, as they were at most two seconds ago.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn listing(&self, context: &Context) -> Result<Arc<Listing>, Problem> {
        let now = context.clock.now();
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((read, listing)) = kept
            && (read..read + KEPT).contains(&now)
        {
            return Ok(listing);
        }
        let campaigns = all(context.db.pool()).await?;
        let published = campaigns.iter().filter(|campaign| campaign.state == CampaignState::Published);
        let institutions = Institutions::new(published.map(|campaign| Institution {
            code: campaign.settings.institution_code.clone(),
            name: campaign.settings.institution_name.clone(),
        }));
        let listing = Arc::new(Listing { campaigns, institutions });
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, listing.clone()));
        Ok(listing)
    }

    /// One campaign, which candidates see.
    ///
    /// # Errors
    /// [`Code::UnknownCampaign`], or those of the database.
    pub async fn visible(&self, context: &Context, id: &str) -> Result<Campaign, Problem> {
        let listing = self.listing(context).await?;
        let found = listing.campaigns.iter().find(|campaign| campaign.settings.id == id);
        let visible = found.filter(|campaign| campaign.state != CampaignState::Draft);
        Ok(visible.ok_or(Code::UnknownCampaign)?.clone())
    }
}

/// All campaigns as they are now, by id.
///
/// # Errors
/// Those of the database.
pub async fn all(database: impl Executor<'_, Database = Any>) -> Result<Vec<Campaign>, Problem> {
    sqlx::query(ALL).fetch_all(database).await?.iter().map(campaign).collect()
}

/// One campaign as it is now.
///
/// # Errors
/// [`Code::UnknownCampaign`], or those of the database.
pub async fn read(database: impl Executor<'_, Database = Any>, id: &str) -> Result<Campaign, Problem> {
    let row = sqlx::query(ONE).bind(id).fetch_optional(database).await?;
    campaign(&row.ok_or(Code::UnknownCampaign)?)
}

fn campaign(row: &sqlx::any::AnyRow) -> Result<Campaign, Problem> {
    let state = CampaignState::of(row.try_get("state")?);
    let state = state.ok_or_else(|| Problem::internal("a campaign's state does not exist"))?;
    let settings = serde_json::from_str(row.try_get("settings")?).map_err(Problem::internal)?;
    Ok(Campaign { state, settings })
}

impl Campaign {
    /// Whether the window is open.
    pub fn is_open(&self, now: i64) -> bool {
        self.state == CampaignState::Published
            && (self.settings.opens_ms..self.settings.closes_ms).contains(&now)
    }
}
