//! What everybody may see: the institutions and their campaigns.

use super::extract::{Id, Parameters};
use crate::catalogue::Campaign;
use crate::context::App;
use crate::identity::IdType;
use crate::problem::Problem;
use crate::states::CampaignState;
use axum::Json;
use axum::extract::State;
use precheck_foundation::json::EnumName;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// The name or a part of it, its pinyin or initials, or the code.
    #[serde(default)]
    #[param(max_length = 64)]
    q: String,
}

/// An institution with its campaigns.
#[derive(Serialize, ToSchema)]
pub struct InstitutionView {
    /// Its code.
    code: String,
    /// Its name.
    name: String,
    /// What is published.
    campaigns: Vec<CampaignSummary>,
}

/// A campaign in a list.
#[derive(Serialize, ToSchema)]
pub struct CampaignSummary {
    /// Its id.
    id: String,
    /// Its title.
    title: String,
    /// The window's first moment, in milliseconds since 1970.
    opens: i64,
    /// The first moment after the window.
    closes: i64,
    /// Whether it is open now.
    open: bool,
}

/// A campaign.
#[derive(Serialize, ToSchema)]
pub struct CampaignView {
    /// Its id.
    id: String,
    /// Its title.
    title: String,
    /// The institution's code.
    code: String,
    /// The institution's name.
    institution: String,
    /// `published`, `closed` or `archived`.
    state: &'static str,
    /// The notice.
    notice: String,
    /// The levels of study.
    levels: Vec<String>,
    /// The kinds of documents, and what people call them.
    id_types: Vec<IdTypeView>,
    /// The window's first moment, in milliseconds since 1970.
    opens: i64,
    /// The first moment after the window.
    closes: i64,
    /// Whether it is open now.
    open: bool,
    /// The fee, in fen.
    fee_fen: u32,
    /// Whether it can be paid only in WeChat.
    pay_in_wechat: bool,
    /// The profile by which photos are checked.
    profile: String,
    /// Whom to ask about the collection.
    phone: String,
    /// When somebody answers.
    hours: String,
    /// Whom to ask about a record.
    office_contact: String,
}

/// A kind of document.
#[derive(Serialize, ToSchema)]
pub struct IdTypeView {
    /// The `id_type` of a match.
    id_type: IdType,
    /// What people call it.
    name: &'static str,
}

/// Find an institution
///
/// At most 20, the best fit first; with the campaigns that are published.
#[utoipa::path(
    get,
    path = "/api/v1/institutions",
    params(Search),
    responses(
        (status = 200, description = "those that fit", body = Vec<InstitutionView>),
        Problem,
    ),
)]
pub async fn institutions(
    State(app): State<App>,
    Parameters(Search { q }): Parameters<Search>,
) -> Result<Json<Vec<InstitutionView>>, Problem> {
    let listing = app.catalogue.listing(&app).await?;
    let found = listing.institutions.search(&q).map_err(Problem::invalid)?;
    let now = app.clock.now();
    let campaigns_of = |code: &str| {
        let published =
            listing.campaigns.iter().filter(|campaign| campaign.state == CampaignState::Published);
        let own = published.filter(|campaign| campaign.settings.institution_code == code);
        own.map(|campaign| summary(campaign, now)).collect()
    };
    let views = found.into_iter().map(|institution| InstitutionView {
        code: institution.code.clone(),
        name: institution.name.clone(),
        campaigns: campaigns_of(&institution.code),
    });
    Ok(Json(views.collect()))
}

/// A campaign in a list.
fn summary(campaign: &Campaign, now: i64) -> CampaignSummary {
    CampaignSummary {
        id: campaign.settings.id.clone(),
        title: campaign.settings.title.clone(),
        opens: campaign.settings.opens_ms,
        closes: campaign.settings.closes_ms,
        open: campaign.is_open(now),
    }
}

/// One campaign, with its notice
#[utoipa::path(
    get,
    path = "/api/v1/campaigns/{id}",
    params(("id" = String, Path, description = "the campaign's id")),
    responses(
        (status = 200, description = "the campaign", body = CampaignView),
        Problem,
    ),
)]
pub async fn campaign(State(app): State<App>, Id(id): Id) -> Result<Json<CampaignView>, Problem> {
    let campaign = app.catalogue.visible(&app, &id).await?;
    let open = campaign.is_open(app.clock.now());
    let Campaign { state, settings } = campaign;
    let id_types = IdType::ALL
        .into_iter()
        .filter_map(|id_type| Some(IdTypeView { id_type, name: id_type.names().first()? }));
    Ok(Json(CampaignView {
        id: settings.id,
        title: settings.title,
        code: settings.institution_code,
        institution: settings.institution_name,
        state: state.name(),
        notice: settings.notice,
        levels: settings.levels,
        id_types: id_types.collect(),
        opens: settings.opens_ms,
        closes: settings.closes_ms,
        open,
        fee_fen: settings.fee_fen,
        pay_in_wechat: settings.fee_fen > 0 && app.config.pay_page.is_none(),
        profile: settings.profile,
        phone: settings.consultation_phone,
        hours: settings.consultation_hours,
        office_contact: settings.office,
    }))
}
