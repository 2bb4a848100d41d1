//! All figures of a campaign at one moment, each by one query that an index answers.

use super::clauses::{self, ClauseFigures, Compared};
use crate::catalogue;
use crate::clock::HOUR;
use crate::context::App;
use crate::problem::{Bilingual, Problem};
use crate::review::Reason;
use crate::states::{CollectionState, MessageState, PaymentState};
use crate::task;
use precheck_foundation::json::EnumName;
use precheck_foundation::text::LocalizedString;
use serde::Serialize;
use sqlx::{Any, FromRow, Transaction};
use std::collections::BTreeMap;
use utoipa::ToSchema;

const STATES: &str = "SELECT state, COUNT(*) AS n FROM collection WHERE campaign = $1 GROUP BY state";
const ROSTER: &str = "SELECT COUNT(*) FROM roster_entry WHERE campaign = $1 AND present = 1";
const NOT_BEGUN: &str = "SELECT COUNT(*) FROM roster_entry WHERE campaign = $1 AND present = 1 AND NOT EXISTS (SELECT 1 \
    FROM collection WHERE collection.campaign = $1 AND roster_entry = roster_entry.id AND state <> 'withdrawn')";
const QUEUE: &str = "SELECT COUNT(*) AS waiting, MIN(created) AS oldest, \
    COUNT(CASE WHEN lease_until > $2 THEN 1 END) AS leased FROM review WHERE campaign = $1 AND state = 'waiting'";
const DECISIONS: &str = "SELECT applied / $3 AS hour, COUNT(*) AS decisions, COUNT(DISTINCT reviewer) AS reviewers \
    FROM review WHERE campaign = $1 AND applied >= $2 GROUP BY applied / $3";
const ATTEMPTS: &str = "SELECT refusals, rejections, COUNT(*) AS collections FROM collection WHERE campaign = $1 \
    GROUP BY refusals, rejections ORDER BY refusals, rejections";
const PHOTOS: &str =
    "SELECT decision, verdict, COUNT(*) AS n FROM photo WHERE campaign = $1 GROUP BY decision, verdict";
const MISSES: &str = "SELECT review.reasons, COUNT(*) AS n FROM photo JOIN review ON review.photo = photo.id \
    WHERE photo.campaign = $1 AND photo.decision = 'accepted' AND photo.verdict = 'reject' \
    AND review.state = 'applied' AND review.round = (SELECT MAX(last.round) FROM review AS last \
    WHERE last.photo = photo.id AND last.state = 'applied') GROUP BY review.reasons";
const MESSAGES: &str = "SELECT message.state, COUNT(*) AS n FROM collection JOIN message \
    ON message.collection = collection.id WHERE collection.campaign = $1 GROUP BY message.state";
const MONEY: &str = "SELECT state, COUNT(*) AS payments, CAST(SUM(amount) AS BIGINT) AS amount_fen FROM payment \
    WHERE campaign = $1 GROUP BY state";

const STALLED: &str =
    "SELECT collection FROM payment WHERE campaign = $1 AND state = 'refund_abnormal' ORDER BY id LIMIT $2";
const FAILED: &str = "SELECT DISTINCT collection.id FROM collection JOIN message ON message.collection = collection.id \
    WHERE collection.campaign = $1 AND message.state = 'failed' ORDER BY collection.id LIMIT $2";

/// How many records are named that somebody has to see to.
const NAMED: i64 = 20;

/// How many hours of decisions are told.
const HOURS: i64 = 24;

/// A campaign at one moment.
#[derive(Debug, Serialize, ToSchema)]
pub struct Dashboard {
    /// The campaign's id.
    pub campaign: String,
    /// The moment, in milliseconds since 1970.
    pub at: i64,
    /// Lines of the roster that candidates can match.
    pub roster: i64,
    /// How many of them nobody has matched yet.
    pub not_begun: i64,
    /// How many records are in each state, in the order of a record's life; states without any as well.
    pub states: Vec<InState>,
    /// What waits for people.
    pub queue: Queue,
    /// Decisions of the last 24 hours that count, hour by hour, the running one last.
    pub decisions: Vec<Hour>,
    /// How many records needed how many tries.
    pub attempts: Vec<Attempts>,
    /// What the check said of photos, and people after it.
    pub photos: Vec<Judged>,
    /// The clauses that photos did not pass.
    pub clauses: Vec<ClauseFigures>,
    /// Photos that the check accepted and people rejected, by reason; one photo may have several.
    pub misses: Vec<Miss>,
    /// Messages by state.
    pub messages: Vec<InState>,
    /// Payments by state.
    pub money: Vec<Money>,
    /// Records with a refund that a person has to see to, at most twenty, by their ids.
    pub stalled_refunds: Vec<String>,
    /// Records with a message that the vendor will not take, at most twenty, by their ids.
    pub failed_messages: Vec<String>,
    /// Tasks of all campaigns that have failed and are tried again.
    pub failing_tasks: i64,
}

/// How many are in a state.
#[derive(Debug, Serialize, ToSchema)]
pub struct InState {
    /// The state.
    pub state: String,
    /// How many.
    pub n: i64,
}

/// What waits for people.
#[derive(Debug, Serialize, FromRow, ToSchema)]
pub struct Queue {
    /// Looks that are still to be taken.
    pub waiting: i64,
    /// How many of them somebody has on the screen.
    pub leased: i64,
    /// Since when the first of them waits, in milliseconds since 1970.
    pub oldest: Option<i64>,
}

/// The decisions of an hour.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hour {
    /// Its first moment, in milliseconds since 1970.
    pub begins: i64,
    /// Decisions that began to count in it.
    pub decisions: i64,
    /// How many people they are from.
    pub reviewers: i64,
}

/// Records that needed as many tries.
#[derive(Debug, Serialize, FromRow, ToSchema)]
pub struct Attempts {
    /// Photos that the check refused.
    pub refusals: i64,
    /// Photos that people rejected.
    pub rejections: i64,
    /// How many records.
    pub collections: i64,
}

/// Photos by the check's decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct Judged {
    /// `accepted`, `undecided` or `rejected`.
    pub decision: String,
    /// All of them.
    pub photos: i64,
    /// What people decided on those that they saw.
    pub people: Compared,
}

/// Photos that people rejected for a reason.
#[derive(Debug, Serialize, ToSchema)]
pub struct Miss {
    /// The reason.
    pub reason: Reason,
    /// Its short name.
    pub label: Bilingual,
    /// How many photos.
    pub photos: i64,
}

/// Payments in a state.
#[derive(Debug, Serialize, FromRow, ToSchema)]
pub struct Money {
    /// The state.
    pub state: String,
    /// How many.
    pub payments: i64,
    /// How much, in fen.
    pub amount_fen: i64,
}

/// The figures of a campaign.
///
/// # Errors
/// [`crate::problem::Code::UnknownCampaign`], or those of the database.
pub async fn read(app: &App, campaign: &str) -> Result<Dashboard, Problem> {
    let mut tx = app.db.snapshot().await?;
    let settings = catalogue::read(&mut *tx, campaign).await?.settings;
    let now = app.clock.now();
    let profile = app.checks.profile_of(&settings.profile);
    let dashboard = Dashboard {
        campaign: campaign.to_owned(),
        at: now,
        roster: sqlx::query_scalar(ROSTER).bind(campaign).fetch_one(&mut *tx).await?,
        not_begun: sqlx::query_scalar(NOT_BEGUN).bind(campaign).fetch_one(&mut *tx).await?,
        states: in_states::<CollectionState>(&mut tx, STATES, campaign).await?,
        queue: sqlx::query_as(QUEUE).bind(campaign).bind(now).fetch_one(&mut *tx).await?,
        decisions: decisions(&mut tx, campaign, now).await?,
        attempts: sqlx::query_as(ATTEMPTS).bind(campaign).fetch_all(&mut *tx).await?,
        photos: photos(&mut tx, campaign).await?,
        clauses: clauses::read(&mut *tx, campaign, profile).await?,
        misses: misses(&mut tx, campaign).await?,
        messages: in_states::<MessageState>(&mut tx, MESSAGES, campaign).await?,
        money: money(&mut tx, campaign).await?,
        stalled_refunds: sqlx::query_scalar(STALLED).bind(campaign).bind(NAMED).fetch_all(&mut *tx).await?,
        failed_messages: sqlx::query_scalar(FAILED).bind(campaign).bind(NAMED).fetch_all(&mut *tx).await?,
        failing_tasks: task::failing(&mut *tx).await?,
    };
    tx.commit().await?;
    Ok(dashboard)
}

/// Every state of a table of states, with what a query counts.
async fn in_states<M: EnumName + 'static>(
    tx: &mut Transaction<'static, Any>,
    query: &'static str,
    campaign: &str,
) -> Result<Vec<InState>, Problem> {
    let rows: Vec<(String, i64)> = sqlx::query_as(query).bind(campaign).fetch_all(&mut **tx).await?;
    let counted: BTreeMap<String, i64> = rows.into_iter().collect();
    let of =
        |name: &str| InState { state: name.to_owned(), n: counted.get(name).copied().unwrap_or_default() };
    Ok(M::NAMES.iter().map(|(name, _)| of(name)).collect())
}

async fn decisions(
    tx: &mut Transaction<'static, Any>,
    campaign: &str,
    now: i64,
) -> Result<Vec<Hour>, Problem> {
    let last = now.div_euclid(HOUR);
    let first = last - HOURS + 1;
    let query = sqlx::query_as(DECISIONS).bind(campaign).bind(first * HOUR).bind(HOUR);
    let rows: Vec<(i64, i64, i64)> = query.fetch_all(&mut **tx).await?;
    let of = |hour: i64| {
        let found = rows.iter().find(|(known, ..)| *known == hour);
        let (decisions, reviewers) =
            found.map_or((0, 0), |(_, decisions, reviewers)| (*decisions, *reviewers));
        Hour { begins: hour * HOUR, decisions, reviewers }
    };
    Ok((first..=last).map(of).collect())
}

async fn photos(tx: &mut Transaction<'static, Any>, campaign: &str) -> Result<Vec<Judged>, Problem> {
    let rows: Vec<(String, Option<String>, i64)> =
        sqlx::query_as(PHOTOS).bind(campaign).fetch_all(&mut **tx).await?;
    let of = |decision: &str| {
        let mut judged = Judged { decision: decision.to_owned(), photos: 0, people: Compared::default() };
        for (_, verdict, n) in rows.iter().filter(|(known, ..)| known == decision) {
            judged.photos += n;
            judged.people.add(verdict.as_deref(), *n);
        }
        judged
    };
    Ok(["accepted", "undecided", "rejected"].map(of).into())
}

async fn misses(tx: &mut Transaction<'static, Any>, campaign: &str) -> Result<Vec<Miss>, Problem> {
    let rows: Vec<(Option<String>, i64)> = sqlx::query_as(MISSES).bind(campaign).fetch_all(&mut **tx).await?;
    let mut misses: Vec<Miss> = Vec::new();
    for (reasons, n) in rows {
        let reasons: Vec<Reason> = serde_json::from_str(&reasons.unwrap_or_default()).unwrap_or_default();
        for reason in reasons {
            match misses.iter_mut().find(|miss| miss.reason == reason) {
                Some(miss) => miss.photos += n,
                None => misses.push(Miss {
                    reason,
                    label: LocalizedString::from(reason.label()).into(),
                    photos: n,
                }),
            }
        }
    }
    misses.sort_by_key(|miss| (-miss.photos, miss.reason as u8));
    Ok(misses)
}

async fn money(tx: &mut Transaction<'static, Any>, campaign: &str) -> Result<Vec<Money>, Problem> {
    let mut rows: Vec<Money> = sqlx::query_as(MONEY).bind(campaign).fetch_all(&mut **tx).await?;
    let place = |state: &str| PaymentState::NAMES.iter().position(|(name, _)| *name == state);
    rows.sort_by_key(|money| place(&money.state));
    Ok(rows)
}
