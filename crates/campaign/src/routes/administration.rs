//! Administrators look after campaigns and rosters.

use super::extract::{Id, Parameters, Raw};
use crate::campaign;
use crate::campaign_file::Written;
use crate::catalogue::{self, Campaign};
use crate::context::App;
use crate::problem::{Bilingual, Code, Problem};
use crate::roster::{self, Agreed, Imported};
use crate::session::Staff;
use crate::states::{CampaignEvent, Machine};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use precheck_foundation::json::EnumName;
use precheck_foundation::text::LocalizedString;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const VERSION: &str = "SELECT version FROM campaign WHERE id = $1";
const ROSTER: &str = "SELECT COUNT(*) FROM roster_entry WHERE campaign = $1 AND present = 1";
const BEGUN: &str = "SELECT COUNT(*) FROM collection WHERE campaign = $1 AND state <> 'withdrawn'";

/// What the body amends.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OfVersion {
    /// The version of the campaign that is amended, 0 for one that must be new; without it either is done.
    version: Option<i64>,
}

/// Where a roster goes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ImportInto {
    /// The campaign's id.
    campaign: String,
    /// Whether to change nothing, and only say what would change.
    #[serde(default)]
    dry_run: bool,
    /// How many lines are added, as the dry run said: an import that would add another number is refused.
    added: Option<usize>,
    /// How many lines are changed, likewise.
    changed: Option<usize>,
    /// How many lines the file does not have, likewise.
    absent: Option<usize>,
}

/// A campaign in the list of staff.
#[derive(Serialize, ToSchema)]
pub struct CampaignLine {
    /// Its id.
    id: String,
    /// Its title.
    title: String,
    /// The institution's name.
    institution: String,
    /// `draft`, `published`, `closed` or `archived`.
    state: &'static str,
    /// The window's first moment, in milliseconds since 1970.
    opens: i64,
    /// The first moment after the window.
    closes: i64,
    /// Whether it is open now.
    open: bool,
}

/// A campaign for those who look after it.
#[derive(Serialize, ToSchema)]
pub struct ManagedCampaign {
    /// All that its office decided: the body of a later amendment.
    settings: Written,
    /// `draft`, `published`, `closed` or `archived`.
    state: &'static str,
    /// Counts the changes: the `version` of an amendment.
    version: i64,
    /// Where candidates find it.
    address: String,
    /// How many lines its roster has.
    roster: i64,
    /// How many candidates have begun.
    begun: i64,
    /// What may be done now.
    allowed: Vec<AllowedEvent>,
}

/// What may be done with a campaign now.
#[derive(Serialize, ToSchema)]
pub struct AllowedEvent {
    /// `publish`, `close` or `archive`; `amend` where its settings may change.
    event: &'static str,
    /// What it changes, and whether that can be taken back.
    consequence: Bilingual,
}

/// All campaigns, drafts as well
#[utoipa::path(
    get,
    path = "/api/v1/staff/campaigns",
    responses(
        (status = 200, description = "the campaigns", body = Vec<CampaignLine>),
        Problem,
    ),
)]
pub async fn campaigns(State(app): State<App>, _: Staff) -> Result<Json<Vec<CampaignLine>>, Problem> {
    let now = app.clock.now();
    let line = |campaign: Campaign| CampaignLine {
        open: campaign.is_open(now),
        state: campaign.state.name(),
        id: campaign.settings.id,
        title: campaign.settings.title,
        institution: campaign.settings.institution_name,
        opens: campaign.settings.opens_ms,
        closes: campaign.settings.closes_ms,
    };
    Ok(Json(catalogue::all(app.db.pool()).await?.into_iter().map(line).collect()))
}

/// One campaign with its settings
#[utoipa::path(
    get,
    path = "/api/v1/staff/campaigns/{id}",
    operation_id = "managed_campaign",
    params(("id" = String, Path, description = "the campaign's id")),
    responses(
        (status = 200, description = "the campaign", body = ManagedCampaign),
        Problem,
    ),
)]
pub async fn managed_campaign(
    State(app): State<App>,
    staff: Staff,
    Id(id): Id,
) -> Result<Json<ManagedCampaign>, Problem> {
    staff.need(&[])?;
    let pool = app.db.pool();
    let Campaign { state, settings } = catalogue::read(pool, &id).await?;
    let events = CampaignEvent::NAMES.iter().filter(|(_, event)| state.after(*event).is_some());
    let allowed = events.map(|(name, event)| AllowedEvent {
        event: name,
        consequence: LocalizedString::from(campaign::consequence(*event)).into(),
    });
    Ok(Json(ManagedCampaign {
        settings: settings.written(),
        state: state.name(),
        version: sqlx::query_scalar(VERSION).bind(&id).fetch_one(pool).await?,
        address: format!("{}/#campaign/{id}", app.config.public_address.trim_end_matches('/')),
        roster: sqlx::query_scalar(ROSTER).bind(&id).fetch_one(pool).await?,
        begun: sqlx::query_scalar(BEGUN).bind(&id).fetch_one(pool).await?,
        allowed: allowed.collect(),
    }))
}

/// Create a campaign, or amend it
///
/// The body is the file that `precheck-campaign create` takes, or the same as JSON. What is wrong is in `details.flaws`, by
/// key.
#[utoipa::path(
    post,
    path = "/api/v1/staff/campaigns",
    params(OfVersion),
    request_body(content((Written = "application/json"), (String = "application/toml"))),
    responses(
        (status = 204, description = "it is as the body says"),
        Problem,
    ),
)]
pub async fn create_campaign(
    State(app): State<App>,
    staff: Staff,
    Parameters(OfVersion { version }): Parameters<OfVersion>,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Result<StatusCode, Problem> {
    staff.need(&[])?;
    let file = match media_type(&headers).as_str() {
        "application/json" => campaign::from_json(&body)?,
        "application/toml" => campaign::from_toml(std::str::from_utf8(&body).map_err(Problem::invalid)?)?,
        _ => {
            let expected = [("expected", "application/json, application/toml")];
            return Err(Problem::with(Code::MediaType, &expected));
        }
    };
    campaign::create(&app, staff.actor(), file, version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Publish, close or archive a campaign
#[utoipa::path(
    post,
    path = "/api/v1/staff/campaigns/{id}/{event}",
    params(
        ("id" = String, Path, description = "the campaign's id"),
        ("event" = String, Path, description = "`publish`, `close` or `archive`"),
    ),
    responses(
        (status = 204, description = "done"),
        Problem,
    ),
)]
pub async fn change_campaign(
    State(app): State<App>,
    staff: Staff,
    path: Result<Path<(String, String)>, axum::extract::rejection::PathRejection>,
) -> Result<StatusCode, Problem> {
    staff.need(&[])?;
    let Path((id, event)) = path?;
    let event =
        CampaignEvent::of(&event).filter(|event| *event != CampaignEvent::Amend).ok_or(Code::NotFound)?;
    campaign::change(&app, staff.actor(), &id, event).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Import a roster
///
/// The body is the file, CSV or XLSX. All of it is taken, or nothing: then `details.lines` has every bad line.
#[utoipa::path(
    post,
    path = "/api/v1/staff/rosters",
    params(ImportInto),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, description = "what has changed", body = Imported),
        Problem,
    ),
)]
pub async fn import_roster(
    State(app): State<App>,
    staff: Staff,
    Parameters(ImportInto { campaign, dry_run, added, changed, absent }): Parameters<ImportInto>,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Result<Json<Imported>, Problem> {
    staff.need(&[])?;
    let expected = "application/octet-stream";
    if media_type(&headers) != expected {
        return Err(Problem::with(Code::MediaType, &[("expected", expected)]));
    }
    let agreed = Agreed { added, changed, absent };
    roster::import(&app, staff.actor(), &campaign, body.to_vec(), dry_run, agreed).await.map(Json)
}

/// The media type of a body, without its parameters.
fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
