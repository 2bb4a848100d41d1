//! Finds the line of the roster that a candidate describes, and binds it to the candidate's account. Every kind of miss
//! has one answer, after the same statements. Whoever began by phone goes on with the WeChat account that has this phone,
//! since only that can pay.

use super::consents::Consents;
use super::entry::keyed;
use crate::account;
use crate::clock::{DAY, HOUR};
use crate::context::App;
use crate::counter::{self, Limit};
use crate::db::{Actor, Locked, new_id};
use crate::identity::IdType;
use crate::problem::{Code, Problem};
use crate::states::{CollectionEvent, CollectionState};
use precheck_foundation::json::EnumName;
use serde::Deserialize;
use sqlx::Row;
use utoipa::ToSchema;

const ENTRY: &str = "SELECT id FROM roster_entry WHERE campaign = $1 AND match_key = $2 AND present = 1";
const BOUND: &str =
    "SELECT id, account FROM collection WHERE campaign = $1 AND roster_entry = $2 AND state <> 'withdrawn'";
const INSERT: &str = "INSERT INTO collection (id, campaign, roster_entry, account, identity_key, state, version, reminded, \
    declarations, consents, refusals, rejections, created) VALUES ($1, $2, $3, $4, $5, $6, 1, 0, $7, $8, 0, 0, $9)";
const BIND: &str = "UPDATE collection SET account = $2, consents = $3 WHERE id = $1";

/// Why a candidate's own account was loosened from a record, for the audit.
const SAME_PHONE: &str = "the WeChat account of the same phone";

/// What a candidate enters.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchRequest {
    /// The campaign's id.
    #[schema(max_length = 64)]
    pub campaign: String,
    /// The level of study.
    #[schema(max_length = 200)]
    pub level: String,
    /// The name.
    #[schema(max_length = 200)]
    pub name: String,
    /// The kind of document.
    pub id_type: IdType,
    /// Its number.
    #[schema(max_length = 64)]
    pub id_number: String,
    /// The consents.
    pub consents: Consents,
}

/// Binds the account to the record that the request describes; again, if it is bound to it already.
///
/// # Errors
/// [`Code::NoMatch`], [`Code::AlreadyBound`], [`Code::TooManyTries`], [`Code::WindowClosed`], [`Code::ConsentNeeded`],
/// [`Code::UnknownCampaign`], or those of the database.
pub async fn find_and_bind(
    app: &App,
    account: &str,
    address: &str,
    request: &MatchRequest,
) -> Result<(), Problem> {
    request.consents.need()?;
    let campaign = app.catalogue.visible(app, &request.campaign).await?;
    if !campaign.is_open(app.clock.now()) {
        return Err(Code::WindowClosed.into());
    }
    let MatchRequest { campaign, level, name, id_type, id_number, consents } = request;
    let keys = keyed(&app.keys, campaign, level, name, *id_type, id_number);
    let limit = |what: &str, whose: &str, most, span| Limit { name: format!("{what}:{whose}"), most, span };
    let limits = [
        limit("match-account", account, app.config.tries_per_account, HOUR),
        limit("match-address", address, app.config.tries_per_address, HOUR),
        limit("match-number", &keys.identity_key, app.config.tries_per_number, DAY),
    ];
    let same_person = account::same_by_phone(app, account).await?;
    let mut change = app.db.change(Actor::Candidate).await?;
    let wait = counter::count(&mut change, &limits).await?;
    let entry =
        sqlx::query(ENTRY).bind(campaign).bind(&keys.match_key).fetch_optional(&mut *change.tx).await?;
    if let Some(wait) = wait {
        change.commit().await?;
        return Err(Problem::too_many_tries(wait));
    }
    let Some(entry) = entry else {
        change.note("account", account, "no-match", campaign).await?;
        change.commit().await?;
        return Err(Code::NoMatch.into());
    };
    counter::give_back(&mut change, &limits).await?;
    let entry: String = entry.try_get("id")?;
    let consents = serde_json::to_string(consents).map_err(Problem::internal)?;
    let bound = sqlx::query(BOUND).bind(campaign).bind(&entry).fetch_optional(&mut *change.tx).await?;
    let bound: Option<(String, Option<String>)> =
        bound.map(|row| Ok::<_, Problem>((row.try_get("id")?, row.try_get("account")?))).transpose()?;
    match bound {
        Some((_, Some(owner))) if owner == account => {}
        Some((_, Some(owner))) if same_person.as_ref() != Some(&owner) => {
            return Err(Code::AlreadyBound.into());
        }
        // Staff has unbound it, or it is the same person: the account takes over what is there.
        Some((id, owner)) => {
            let mut collection: Locked<CollectionState> = change.lock(&id).await?;
            if owner.is_some() {
                change.step(&mut collection, CollectionEvent::Unbind, SAME_PHONE).await?;
            }
            sqlx::query(BIND)
                .bind(&id)
                .bind(account)
                .bind(consents)
                .execute(&mut *change.tx)
                .await
                .map_err(taken)?;
            change.step(&mut collection, CollectionEvent::Bind, "").await?;
        }
        None => {
            let id = new_id();
            let insert = sqlx::query(INSERT).bind(&id).bind(campaign).bind(entry).bind(account);
            let insert = insert.bind(keys.identity_key).bind(CollectionState::Matched.name()).bind("{}");
            insert.bind(consents).bind(change.now).execute(&mut *change.tx).await.map_err(taken)?;
            change.created(&id, CollectionState::Matched, "").await?;
        }
    }
    change.commit().await
}

/// The indexes say that the identity or the account is bound to a record of this campaign.
fn taken(error: sqlx::Error) -> Problem {
    match &error {
        sqlx::Error::Database(database) if database.is_unique_violation() => Code::AlreadyBound.into(),
        _ => error.into(),
    }
}
