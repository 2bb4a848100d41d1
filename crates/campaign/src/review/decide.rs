//! A reviewer decides, and may take it back until the candidate hears of it.

use super::reason::{Reason, Verdict};
use crate::catalogue;
use crate::clock::SECOND;
use crate::context::App;
use crate::db::{Change, Locked};
use crate::problem::{Code, Problem};
use crate::session::Staff;
use crate::states::{ReviewEvent, ReviewState};
use crate::task::{self, TaskKind};
use precheck_foundation::json::EnumName;
use serde::Deserialize;
use sqlx::Row;
use utoipa::ToSchema;

const OWNER: &str = "SELECT reviewer, lease_until, verdict, reasons, campaign FROM review WHERE id = $1";
const DECIDE: &str = "UPDATE review SET verdict = $2, reasons = $3, lease_until = 0 WHERE id = $1";
const UNDO: &str = "UPDATE review SET verdict = NULL, reasons = NULL, lease_until = $2 WHERE id = $1";

/// How long a photo is the reviewer's again after a decision was taken back.
const LEASE: i64 = 90 * SECOND;

/// What a reviewer decides.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, if it is rejected: at least one.
    #[serde(default)]
    #[schema(max_items = 11)]
    pub reasons: Vec<Reason>,
}

/// What a reviewer decides about one of several photos.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionOn {
    /// The review's id.
    #[schema(max_length = 64)]
    pub review: String,
    /// The decision.
    pub decision: Decision,
}

/// Notes what the reviewer decides; it counts when the time to take it back is over. The same decision again changes
/// nothing.
///
/// # Errors
/// [`Code::NotNow`] if the lease is somebody else's or over, [`Code::InvalidRequest`], or those of the database.
pub async fn decide(app: &App, staff: &Staff, review: &str, decision: &Decision) -> Result<(), Problem> {
    let mut change = app.db.change(staff.actor()).await?;
    note(&mut change, staff, review, decision).await?;
    change.commit().await
}

/// Notes many decisions at once, each as if it were alone; gives the ids of the reviews that are not the reviewer's to decide
/// any more.
///
/// # Errors
/// [`Code::InvalidRequest`], or those of the database; then none is noted.
pub async fn decide_many(
    app: &App,
    staff: &Staff,
    mut decisions: Vec<DecisionOn>,
) -> Result<Vec<String>, Problem> {
    // Rows are locked in one order, whoever locks them.
    decisions.sort_by(|one, other| one.review.cmp(&other.review));
    let mut change = app.db.change(staff.actor()).await?;
    let mut refused = Vec::new();
    for DecisionOn { review, decision } in decisions {
        match note(&mut change, staff, &review, &decision).await {
            Err(problem) if matches!(problem.code(), Some(Code::NotNow | Code::NotFound)) => {
                refused.push(review)
            }
            other => other?,
        }
    }
    change.commit().await?;
    Ok(refused)
}

async fn note(change: &mut Change, staff: &Staff, review: &str, decision: &Decision) -> Result<(), Problem> {
    let Decision { verdict, reasons } = decision;
    if (*verdict == Verdict::Reject) == reasons.is_empty() {
        return Err(Problem::invalid("a rejection has at least one reason, an approval none"));
    }
    let reasons = serde_json::to_string(reasons).map_err(Problem::internal)?;
    let mut row: Locked<ReviewState> = change.lock(review).await?;
    let owner = sqlx::query(OWNER).bind(review).fetch_one(&mut *change.tx).await?;
    let reviewer: Option<String> = owner.try_get("reviewer")?;
    if reviewer.as_deref() != Some(&staff.id) {
        return Err(Code::NotNow.into());
    }
    if row.state == ReviewState::Decided {
        let same = owner.try_get::<Option<String>, _>("verdict")?.as_deref() == Some(verdict.name())
            && owner.try_get::<Option<String>, _>("reasons")?.as_deref() == Some(&reasons);
        return if same { Ok(()) } else { Err(Code::NotNow.into()) };
    }
    if owner.try_get::<i64, _>("lease_until")? <= change.now {
        return Err(Code::NotNow.into());
    }
    let campaign = catalogue::read(&mut *change.tx, owner.try_get("campaign")?).await?;
    change.step(&mut row, ReviewEvent::Decide, verdict.name()).await?;
    sqlx::query(DECIDE).bind(review).bind(verdict.name()).bind(reasons).execute(&mut *change.tx).await?;
    let wait = i64::from(campaign.settings.review.undo_seconds) * SECOND;
    task::schedule(change, TaskKind::ApplyReview, review, wait).await
}

/// Takes a decision back, and gives the photo to the reviewer again. Taken back once more, nothing changes.
///
/// # Errors
/// [`Code::NotNow`] if it counts already or is somebody else's, or those of the database.
pub async fn undo(app: &App, staff: &Staff, review: &str) -> Result<(), Problem> {
    let mut change = app.db.change(staff.actor()).await?;
    let mut row: Locked<ReviewState> = change.lock(review).await?;
    let owner = sqlx::query(OWNER).bind(review).fetch_one(&mut *change.tx).await?;
    if owner.try_get::<Option<String>, _>("reviewer")?.as_deref() != Some(&staff.id) {
        return Err(Code::NotNow.into());
    }
    if row.state == ReviewState::Waiting {
        return Ok(());
    }
    change.step(&mut row, ReviewEvent::Undo, "").await?;
    sqlx::query(UNDO).bind(review).bind(change.now + LEASE).execute(&mut *change.tx).await?;
    task::cancel(&mut change, TaskKind::ApplyReview, review).await?;
    change.commit().await
}
