//! Campaigns are created from a file, amended by it, published, closed and archived.

use crate::campaign_file::{CampaignFile, InitialState};
use crate::catalogue;
use crate::context::App;
use crate::db::{Actor, Change, Locked};
use crate::problem::Problem;
use crate::states::{CampaignEvent, CampaignState};
use crate::task::{self, TaskKind};
use portrait_precheck::profile::shipped;

const INSTITUTION: &str = "INSERT INTO institution (code, name) VALUES ($1, $2) \
    ON CONFLICT (code) DO UPDATE SET name = $2";
const INSERT: &str = "INSERT INTO campaign (id, institution, state, version, settings) VALUES ($1, $2, 'draft', 1, $3) \
    ON CONFLICT (id) DO NOTHING";
const AMEND: &str = "UPDATE campaign SET institution = $2, settings = $3 WHERE id = $1";

/// Creates the campaign of a file, or amends it, and publishes it if the file says so; gives its id.
///
/// # Errors
/// [`crate::problem::Code::InvalidRequest`] with everything that is wrong in the file; [`crate::problem::Code::NotNow`] for an archived campaign; those
/// of the database.
pub async fn create(app: &App, actor: Actor, text: &str) -> Result<String, Problem> {
    let profiles: Vec<String> = shipped().map(|document| document.profile.id).collect();
    let profiles: Vec<&str> = profiles.iter().map(String::as_str).collect();
    let file = CampaignFile::from_toml(text, &profiles).map_err(Problem::invalid)?;
    let settings = serde_json::to_string(&file).map_err(Problem::internal)?;
    let mut change = app.db.change(actor).await?;
    let institution = sqlx::query(INSTITUTION).bind(&file.institution_code).bind(&file.institution_name);
    institution.execute(&mut *change.tx).await?;
    let insert = sqlx::query(INSERT).bind(&file.id).bind(&file.institution_code).bind(&settings);
    let is_new = insert.execute(&mut *change.tx).await?.rows_affected() == 1;
    if is_new {
        change.created(&file.id, CampaignState::Draft, "").await?;
    }
    let mut campaign: Locked<CampaignState> = change.lock(&file.id).await?;
    if !is_new {
        let amend = sqlx::query(AMEND).bind(&file.id).bind(&file.institution_code).bind(&settings);
        amend.execute(&mut *change.tx).await?;
        change.step(&mut campaign, CampaignEvent::Amend, "").await?;
    }
    if file.state == InitialState::Published && campaign.state == CampaignState::Draft {
        change.step(&mut campaign, CampaignEvent::Publish, "").await?;
    }
    expire_later(&mut change, &file).await?;
    change.commit().await?;
    Ok(file.id)
}

/// Lets collections without an approved photo end when the last day is over; at once, if it is.
///
/// # Errors
/// Those of the database.
pub async fn expire_later(change: &mut Change, campaign: &CampaignFile) -> Result<(), Problem> {
    let wait = (campaign.last_day_ms() - change.now).max(0);
    task::schedule(change, TaskKind::ExpireCampaign, &campaign.id, wait).await
}

/// Publishes, closes or archives a campaign.
///
/// # Errors
/// [`crate::problem::Code::UnknownCampaign`], [`crate::problem::Code::NotNow`], or those of the database.
pub async fn change(app: &App, actor: Actor, id: &str, event: CampaignEvent) -> Result<(), Problem> {
    catalogue::read(app.db.pool(), id).await?;
    let mut change = app.db.change(actor).await?;
    let mut campaign: Locked<CampaignState> = change.lock(id).await?;
    change.step(&mut campaign, event, "").await?;
    change.commit().await
}
