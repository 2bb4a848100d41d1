//! The row of a collection.

use crate::catalogue::{self, Campaign};
use crate::context::App;
use crate::problem::{Code, Problem};
use crate::states::CollectionState;
use precheck_foundation::json::EnumName;
use sqlx::FromRow;

const LATEST: &str = "SELECT * FROM collection WHERE account = $1 AND state <> 'withdrawn' ORDER BY created DESC, id DESC LIMIT 1";
const OF_CAMPAIGN: &str =
    "SELECT * FROM collection WHERE account = $1 AND state <> 'withdrawn' AND campaign = $2";

/// A collection, as it was when it was read.
#[derive(Debug, Clone, FromRow)]
pub struct Record {
    /// The id.
    pub id: String,
    /// The campaign's id.
    pub campaign: String,
    /// The id of the line in the roster.
    pub roster_entry: String,
    /// The state's name.
    pub state: String,
    /// Counts the changes.
    pub version: i64,
    /// The id of the photo that counts.
    pub photo: Option<String>,
    /// 1 once the reminder was acknowledged.
    pub reminded: i64,
    /// The declarations, as JSON.
    pub declarations: String,
    /// How many photos the check has refused.
    pub refusals: i64,
    /// How many photos people have rejected.
    pub rejections: i64,
}

impl Record {
    /// The state.
    ///
    /// # Errors
    /// The database has one that does not exist.
    pub fn state(&self) -> Result<CollectionState, Problem> {
        CollectionState::of(&self.state)
            .ok_or_else(|| Problem::internal("a collection's state does not exist"))
    }

    /// Until when the campaign takes a photo, in milliseconds since 1970; `None` where it wants none. Whose photo was
    /// rejected has longer, also once another one is there.
    ///
    /// # Errors
    /// Those of [`Record::state`].
    pub fn deadline(&self, campaign: &Campaign) -> Result<Option<i64>, Problem> {
        let settings = &campaign.settings;
        Ok(match self.state()? {
            CollectionState::Uploaded | CollectionState::Rejected if self.rejections > 0 => {
                Some(settings.recollection_deadline_ms)
            }
            CollectionState::Matched | CollectionState::Confirmed | CollectionState::Uploaded => {
                Some(settings.closes_ms)
            }
            _ => None,
        })
    }
}

/// The collection of an account: in this campaign, or the one that was begun last.
///
/// # Errors
/// [`Code::NoCollection`], or those of the database.
pub async fn current(
    app: &App,
    account: &str,
    campaign: Option<&str>,
) -> Result<(Record, Campaign), Problem> {
    let query = match campaign {
        Some(campaign) => sqlx::query_as(OF_CAMPAIGN).bind(account).bind(campaign),
        None => sqlx::query_as(LATEST).bind(account),
    };
    let record: Option<Record> = query.fetch_optional(app.db.pool()).await?;
    let record = record.ok_or(Code::NoCollection)?;
    let campaign = catalogue::read(app.db.pool(), &record.campaign).await?;
    Ok((record, campaign))
}
