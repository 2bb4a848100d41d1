//! The candidate's photo: received, checked, kept and handed to review, or refused with the clauses that it does not meet.
//!
//! The object is written first, under a name of its own, then the rows, so that no row lacks its object. What a crash
//! between the two leaves behind is swept an hour later.

use super::record::{Record, current};
use crate::catalogue::Campaign;
use crate::clock::HOUR;
use crate::context::App;
use crate::dashboard;
use crate::db::{Actor, Change, Locked, new_id};
use crate::delivery;
use crate::hex;
use crate::objects::{Bytes, ObjectKey, sha256};
use crate::payment;
use crate::problem::{Code, Problem};
use crate::states::{CampaignState, CollectionEvent, CollectionState, Machine, PhotoEvent, PhotoState};
use crate::task::{self, TaskKind};
use axum::body::Body;
use precheck_foundation::json::{EnumName, Json};
use precheck_server::Checked;
use serde::Serialize;
use sqlx::FromRow;
use utoipa::ToSchema;

const KNOWN: &str = "SELECT * FROM photo WHERE collection = $1 AND sha256 = $2 AND state <> 'purged'";
const LAST_REFUSED: &str =
    "SELECT * FROM photo WHERE collection = $1 AND state = 'stored' ORDER BY created DESC, id DESC LIMIT 1";
const OTHERS: &str =
    "SELECT id FROM photo WHERE collection = $1 AND id <> $2 AND state IN ('stored', 'current') ORDER BY id";
const OTHERS_REFUSED: &str =
    "SELECT id FROM photo WHERE collection = $1 AND id <> $2 AND state = 'stored' ORDER BY id";
const DECLARED: &str =
    "UPDATE photo SET declarations = (SELECT declarations FROM collection WHERE id = $2) WHERE id = $1";
const INSERT: &str = "INSERT INTO photo (id, collection, campaign, state, version, sha256, bytes, decision, report, \
    measurements, declarations, created) VALUES ($1, $2, $3, 'stored', 1, $4, $5, $6, $7, $8, $9, $10)";
const COUNTS: &str = "UPDATE collection SET photo = $2 WHERE id = $1";
const REFUSED: &str = "UPDATE collection SET refusals = refusals + 1 WHERE id = $1";

/// How long the bytes of a photo are kept after another one has taken its place.
const SUPERSEDED_KEPT: i64 = HOUR;

/// What the check says of a photo that it refuses.
const REJECTED: &str = "rejected";

/// A photo on its way in.
pub struct Submission<'a> {
    /// The account that is signed in.
    pub account: &'a str,
    /// The campaign, where the account has collections in several.
    pub campaign: Option<&'a str>,
    /// When the head of the request arrived.
    pub arrived: i64,
    /// The SHA-256 that the request says the body has.
    pub digest: Option<Vec<u8>>,
    /// The version of the collection that the request says it knows.
    pub version: Option<i64>,
    /// The photo.
    pub body: Body,
}

/// A photo that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Submitted {
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: i64,
    /// What the check says: `accepted`, or `undecided` where a person has to look; `rejected` after an appeal.
    pub decision: String,
}

#[derive(Debug, Clone, FromRow)]
struct Photo {
    id: String,
    state: String,
    sha256: String,
    bytes: i64,
    decision: String,
    report: String,
}

/// Receives, checks and keeps a photo. The same bytes again get the same answer, and change nothing.
///
/// # Errors
/// [`Code::PhotoRefused`] with the clauses; [`Code::WindowClosed`], [`Code::NotNow`], [`Code::VersionConflict`],
/// [`Code::DigestMismatch`], [`Code::PhotoWasRejected`]; those of receiving and checking, of the database and the objects.
pub async fn submit(app: &App, submission: Submission<'_>) -> Result<Submitted, Problem> {
    let Submission { account, campaign, arrived, digest, version, body } = submission;
    // The body first: a sender that could not finish would never see why it was refused.
    let upload = app.checks.receive(body).await?;
    let (record, campaign) = current(app, account, campaign).await?;
    let sha256 = sha256(upload.bytes());
    if digest.is_some_and(|claimed| hex::encode(&claimed) != sha256) {
        return Err(Code::DigestMismatch.into());
    }
    let known = sqlx::query_as::<_, Photo>(KNOWN).bind(&record.id).bind(&sha256);
    let known = known.fetch_optional(app.db.pool()).await?;
    if let Some(answer) = known.as_ref().and_then(Photo::earlier_answer) {
        return answer;
    }
    if version.is_some_and(|version| version != record.version) {
        return Err(Code::VersionConflict.into());
    }
    may_submit(&record, &campaign, arrived, app.clock.now())?;
    if let Some(photo) = known {
        let mut change = app.db.change(Actor::Candidate).await?;
        let mut collection = locked(&mut change, &record).await?;
        hand_in(app, &mut change, &campaign, &mut collection, &photo, false).await?;
        change.commit().await?;
        return Ok(photo.into());
    }
    let checked = app.checks.check(upload, &campaign.settings.profile).await?;
    let photo = Photo {
        id: new_id(),
        state: PhotoState::Stored.name().to_owned(),
        bytes: i64::try_from(checked.upload.bytes().len()).unwrap_or(i64::MAX),
        decision: checked.report.decision.name().to_owned(),
        report: checked.report.to_json(),
        sha256,
    };
    let key = ObjectKey::photo(&record.campaign, &photo.sha256, &photo.id);
    app.objects.put(&key, Bytes::copy_from_slice(checked.upload.bytes())).await?;
    let mut change = app.db.change(Actor::Candidate).await?;
    let mut collection = match locked(&mut change, &record).await {
        // The same photo may have come twice at once.
        Err(conflict) => {
            let now = sqlx::query_as::<_, Photo>(KNOWN).bind(&record.id).bind(&photo.sha256);
            let now = now.fetch_optional(&mut *change.tx).await?;
            return now.as_ref().and_then(Photo::earlier_answer).unwrap_or(Err(conflict));
        }
        Ok(collection) => collection,
    };
    insert(&mut change, &record, &photo, &checked).await?;
    let refused = photo.decision == REJECTED;
    if refused {
        // The photo that counts goes on counting.
        replace(&mut change, OTHERS_REFUSED, &record.id, &photo.id).await?;
        sqlx::query(REFUSED).bind(&record.id).execute(&mut *change.tx).await?;
        change.step(&mut collection, CollectionEvent::Refuse, &photo.id).await?;
    } else {
        hand_in(app, &mut change, &campaign, &mut collection, &photo, false).await?;
    }
    change.commit().await?;
    if refused { Err(photo.refusal()) } else { Ok(photo.into()) }
}

/// Asks a person to look at the photo that the check has refused last.
///
/// # Errors
/// [`Code::AppealTooEarly`] before enough refusals, [`Code::PhotoRefused`] for a file that no person can let pass, because
/// it is no JPEG photo; [`Code::WindowClosed`], [`Code::NotNow`], or those of the database and the objects.
pub async fn appeal(app: &App, account: &str, campaign: Option<&str>) -> Result<Submitted, Problem> {
    let (record, campaign) = current(app, account, campaign).await?;
    let now = app.clock.now();
    may_submit(&record, &campaign, now, now)?;
    if record.refusals < i64::from(campaign.settings.appeal_after_refusals) {
        return Err(Code::AppealTooEarly.into());
    }
    let mut change = app.db.change(Actor::Candidate).await?;
    let mut collection = locked(&mut change, &record).await?;
    let photo =
        sqlx::query_as::<_, Photo>(LAST_REFUSED).bind(&record.id).fetch_optional(&mut *change.tx).await?;
    let photo = photo.ok_or(Code::AppealTooEarly)?;
    let stored = app.objects.get(&ObjectKey::photo(&record.campaign, &photo.sha256, &photo.id)).await?;
    if !delivery::is_deliverable(&stored) {
        return Err(photo.refusal());
    }
    hand_in(app, &mut change, &campaign, &mut collection, &photo, true).await?;
    change.commit().await?;
    Ok(photo.into())
}

/// Passes if the campaign takes a photo for this record: one that began to arrive in time, and has not taken too long.
fn may_submit(record: &Record, campaign: &Campaign, arrived: i64, now: i64) -> Result<(), Problem> {
    let (state, settings) = (record.state()?, &campaign.settings);
    if state.after(CollectionEvent::Submit).is_none() {
        return Err(Problem::with(Code::NotNow, &[]));
    }
    if record.rejections >= i64::from(settings.free_attempts) {
        return Err(Code::NoAttemptsLeft.into());
    }
    let closes = record.deadline(campaign)?.unwrap_or(settings.closes_ms);
    let in_time = (settings.opens_ms..closes).contains(&arrived)
        && now < closes.saturating_add(settings.upload_grace_ms);
    let runs = matches!(campaign.state, CampaignState::Published | CampaignState::Closed);
    if in_time && runs { Ok(()) } else { Err(Code::WindowClosed.into()) }
}

/// Locks the collection, if it is still what was read.
async fn locked(change: &mut Change, record: &Record) -> Result<Locked<CollectionState>, Problem> {
    let collection: Locked<CollectionState> = change.lock(&record.id).await?;
    if collection.version == record.version { Ok(collection) } else { Err(Code::VersionConflict.into()) }
}

async fn insert(
    change: &mut Change,
    record: &Record,
    photo: &Photo,
    checked: &Checked,
) -> Result<(), Problem> {
    let insert =
        sqlx::query(INSERT).bind(&photo.id).bind(&record.id).bind(&record.campaign).bind(&photo.sha256);
    let insert = insert.bind(photo.bytes).bind(&photo.decision).bind(&photo.report);
    let insert =
        insert.bind(Json::to_json(&checked.measurements)).bind(&record.declarations).bind(change.now);
    insert.execute(&mut *change.tx).await?;
    change.created(&photo.id, PhotoState::Stored, "").await?;
    dashboard::record(change, &photo.id, &record.campaign, &checked.report).await
}

/// Lets this photo take the place of `others`, a query for the collection's other photos.
async fn replace(
    change: &mut Change,
    others: &'static str,
    collection: &str,
    photo: &str,
) -> Result<(), Problem> {
    let others: Vec<(String,)> =
        sqlx::query_as(others).bind(collection).bind(photo).fetch_all(&mut *change.tx).await?;
    for (other,) in others {
        let mut other: Locked<PhotoState> = change.lock(&other).await?;
        change.step(&mut other, PhotoEvent::Supersede, "").await?;
        task::schedule(change, TaskKind::PurgePhoto, &other.id, SUPERSEDED_KEPT).await?;
    }
    Ok(())
}

/// Makes a photo the one that counts. Where nothing is owed, it goes on to review.
async fn hand_in(
    app: &App,
    change: &mut Change,
    campaign: &Campaign,
    collection: &mut Locked<CollectionState>,
    photo: &Photo,
    is_appeal: bool,
) -> Result<(), Problem> {
    let mut row: Locked<PhotoState> = change.lock(&photo.id).await?;
    change.step(&mut row, PhotoEvent::Submit, if is_appeal { "appeal" } else { "" }).await?;
    replace(change, OTHERS, &collection.id, &photo.id).await?;
    sqlx::query(DECLARED).bind(&photo.id).bind(&collection.id).execute(&mut *change.tx).await?;
    sqlx::query(COUNTS).bind(&collection.id).bind(&photo.id).execute(&mut *change.tx).await?;
    change.step(collection, CollectionEvent::Submit, &photo.id).await?;
    payment::pass(app, change, campaign, collection, "nothing owed").await?;
    Ok(())
}

impl Photo {
    /// The answer that these bytes got before; `None` if they are to be looked at.
    fn earlier_answer(&self) -> Option<Result<Submitted, Problem>> {
        match PhotoState::of(&self.state)? {
            PhotoState::Current | PhotoState::Approved => Some(Ok(self.clone().into())),
            PhotoState::Rejected => Some(Err(Code::PhotoWasRejected.into())),
            PhotoState::Stored | PhotoState::Superseded if self.decision == REJECTED => {
                Some(Err(self.refusal()))
            }
            PhotoState::Stored | PhotoState::Superseded | PhotoState::Purged => None,
        }
    }

    /// The clauses that the photo does not meet, and the whole report.
    fn refusal(&self) -> Problem {
        let report: serde_json::Value = serde_json::from_str(&self.report).unwrap_or_default();
        let findings = report["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
        let fails =
            |finding: &&serde_json::Value| finding["outcome"] == "fail" && finding["severity"] == "reject";
        let clause = |finding: &serde_json::Value| {
            let keys = ["rule", "sentence", "english", "message", "advice"];
            keys.iter()
                .map(|key| ((*key).to_owned(), finding[key].clone()))
                .collect::<serde_json::Map<_, _>>()
        };
        let clauses: Vec<_> = findings.iter().filter(fails).map(clause).collect();
        Problem::from(Code::PhotoRefused)
            .and_details(serde_json::json!({ "clauses": clauses, "report": report }))
    }
}

impl From<Photo> for Submitted {
    fn from(Photo { sha256, bytes, decision, .. }: Photo) -> Self {
        Self { sha256, bytes, decision }
    }
}
