//! Campaigns are created from a file, amended by it, published, closed and archived.

use crate::campaign_file::{CampaignFile, CampaignFileError, FileFlaw, InitialState};
use crate::catalogue;
use crate::context::App;
use crate::db::{Actor, Change, Locked};
use crate::problem::{Code, Problem};
use crate::states::{CampaignEvent, CampaignState};
use crate::task::{self, TaskKind};
use portrait_precheck::profile::shipped;
use precheck_foundation::text::{LocalizedStr, LocalizedString};

const INSTITUTION: &str = "INSERT INTO institution (code, name) VALUES ($1, $2) \
    ON CONFLICT (code) DO UPDATE SET name = $2";
const INSERT: &str = "INSERT INTO campaign (id, institution, state, version, settings) VALUES ($1, $2, 'draft', 1, $3) \
    ON CONFLICT (id) DO NOTHING";
const AMEND: &str = "UPDATE campaign SET institution = $2, settings = $3 WHERE id = $1";

/// Reads a campaign's file.
///
/// # Errors
/// [`Code::InvalidRequest`] with everything that is wrong in it; `details.flaws` has the keys.
pub fn from_toml(text: &str) -> Result<CampaignFile, Problem> {
    with_profiles(|profiles| CampaignFile::from_toml(text, profiles))
}

/// The same of settings as JSON.
///
/// # Errors
/// Those of [`from_toml`].
pub fn from_json(text: &[u8]) -> Result<CampaignFile, Problem> {
    with_profiles(|profiles| CampaignFile::from_json(text, profiles))
}

fn with_profiles(
    read: impl FnOnce(&[&str]) -> Result<CampaignFile, CampaignFileError>,
) -> Result<CampaignFile, Problem> {
    let profiles: Vec<String> = shipped().map(|document| document.profile.id).collect();
    let profiles: Vec<&str> = profiles.iter().map(String::as_str).collect();
    read(&profiles).map_err(|error| refusal(&error))
}

fn refusal(error: &CampaignFileError) -> Problem {
    let flaw = |flaw: &FileFlaw| {
        let LocalizedString { zh, en } = &flaw.message;
        serde_json::json!({ "key": flaw.key, "message": { "zh": zh, "en": en } })
    };
    let flaws: Vec<_> = error.0.iter().map(flaw).collect();
    Problem::invalid(error).and_details(serde_json::json!({ "flaws": flaws }))
}

/// Creates the campaign of a file, or amends it, and publishes it if the file says so; gives its id. `version` is that of
/// the campaign that the file amends, 0 for a new one; without it either is done.
///
/// # Errors
/// [`Code::InvalidRequest`] if it is not new, [`Code::VersionConflict`] if somebody else has amended it meanwhile,
/// [`Code::NotNow`] for an archived campaign; those of the database.
pub async fn create(
    app: &App,
    actor: Actor,
    file: CampaignFile,
    version: Option<i64>,
) -> Result<String, Problem> {
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
    match version {
        Some(0) if !is_new => {
            let message = LocalizedStr {
                zh: "已经有这个编号的采集活动，请换一个",
                en: "names a campaign that exists already",
            };
            let flaw = FileFlaw { key: Some("id".to_owned()), message: message.into() };
            return Err(refusal(&CampaignFileError(vec![flaw])));
        }
        Some(version) if version > 0 && (is_new || version != campaign.version) => {
            return Err(Code::VersionConflict.into());
        }
        _ => {}
    }
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
/// [`Code::UnknownCampaign`], [`Code::NotNow`], or those of the database.
pub async fn change(app: &App, actor: Actor, id: &str, event: CampaignEvent) -> Result<(), Problem> {
    catalogue::read(app.db.pool(), id).await?;
    let mut change = app.db.change(actor).await?;
    let mut campaign: Locked<CampaignState> = change.lock(id).await?;
    change.step(&mut campaign, event, "").await?;
    change.commit().await
}

/// What follows when a campaign is published, closed or archived.
pub fn consequence(event: CampaignEvent) -> LocalizedStr {
    let (zh, en) = match event {
        CampaignEvent::Publish => (
            "考生可以搜到这次采集，在开通时间内开始。发布后不能再变回草稿，但可以关闭；设置仍然可以修改，对之后的步骤生效。",
            "Candidates find the campaign, and may begin while its window is open. It cannot become a draft again, but can be closed; settings can still be amended, and count for what comes after.",
        ),
        CampaignEvent::Close => (
            "考生搜不到这次采集，也不能新开始；已经开始的照常办完。以后可以重新发布。",
            "Candidates do not find the campaign any more, and nobody new may begin; who has begun can finish. It can be published again.",
        ),
        CampaignEvent::Archive => (
            "设置和名单不能再修改，考生不能再上传照片，也不能重新发布。归档不能撤销。",
            "Settings and roster cannot be changed any more, nobody may hand in a photo, and it cannot be published again. This is final.",
        ),
        CampaignEvent::Amend => ("新的设置对之后的步骤生效。", "The settings count for what comes after."),
    };
    LocalizedStr { zh, en }
}
