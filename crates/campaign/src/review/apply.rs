//! A decision counts: for the collection once all who had to look have done so.

use super::begin::{LEAD, add};
use super::reason::Verdict;
use crate::campaign::expire_later;
use crate::catalogue;
use crate::context::App;
use crate::dashboard;
use crate::db::{Actor, Change, Locked};
use crate::message;
use crate::problem::{Code, Problem};
use crate::states::{CollectionEvent, CollectionState, PhotoEvent, PhotoState, ReviewEvent, ReviewState};
use crate::task::Task;
use precheck_foundation::json::EnumName;
use sqlx::Row;

const OF: &str = "SELECT collection, photo, campaign FROM review WHERE id = $1";
const ALL: &str = "SELECT round, state, verdict FROM review WHERE photo = $1 ORDER BY round";
const APPLIED: &str = "UPDATE review SET applied = $2 WHERE id = $1";
const REJECTED: &str =
    "UPDATE collection SET rejections = rejections + 1, reminded = 0 WHERE id = $1 RETURNING rejections";

/// Lets the decision of the task's review count.
///
/// # Errors
/// Those of the database.
pub async fn apply(app: &App, task: &Task) -> Result<(), Problem> {
    let row = sqlx::query(OF).bind(&task.subject).fetch_one(app.db.pool()).await?;
    let campaign = catalogue::read(app.db.pool(), row.try_get("campaign")?).await?;
    let mut change = app.db.change(Actor::Machine).await?;
    let (collection, photo): (String, String) = (row.try_get("collection")?, row.try_get("photo")?);
    let mut collection: Locked<CollectionState> = change.lock(&collection).await?;
    let mut photo: Locked<PhotoState> = change.lock(&photo).await?;
    let mut review: Locked<ReviewState> = change.lock(&task.subject).await?;
    task.done(&mut change).await?;
    if review.state != ReviewState::Decided {
        return change.commit().await;
    }
    change.step(&mut review, ReviewEvent::Apply, "").await?;
    sqlx::query(APPLIED).bind(&review.id).bind(change.now).execute(&mut *change.tx).await?;
    let rounds: Vec<(i64, String, Option<String>)> =
        sqlx::query_as(ALL).bind(&photo.id).fetch_all(&mut *change.tx).await?;
    match agreed(&rounds)? {
        Agreed::NotYet => {}
        Agreed::On(verdict) => {
            dashboard::judged(&mut change, &photo.id, verdict).await?;
            settle(&mut change, &mut collection, &mut photo, verdict, "").await?;
            // Rejected after the last day, it ends as those did that were rejected before.
            if campaign.settings.last_day_ms() <= change.now {
                expire_later(&mut change, &campaign.settings).await?;
            }
        }
        Agreed::Never => add(&mut change, &campaign, &collection.id, &photo.id, LEAD).await?,
    }
    change.commit().await
}

#[derive(Debug, PartialEq)]
enum Agreed {
    /// Somebody has still to decide.
    NotYet,
    /// This is what they decide: the last lead, or all others with one voice.
    On(Verdict),
    /// Two differ, and no lead was asked.
    Never,
}

fn agreed(rounds: &[(i64, String, Option<String>)]) -> Result<Agreed, Problem> {
    let mut verdicts = Vec::new();
    for (round, state, verdict) in rounds {
        match ReviewState::of(state) {
            Some(ReviewState::Applied) => {
                let verdict = verdict.as_deref().and_then(Verdict::of).ok_or(Code::InternalError)?;
                verdicts.push((*round, verdict));
            }
            Some(ReviewState::Dropped) => {}
            _ => return Ok(Agreed::NotYet),
        }
    }
    Ok(match verdicts.as_slice() {
        [] => Agreed::NotYet,
        [.., (round, verdict)] if *round >= LEAD => Agreed::On(*verdict),
        [(_, first), rest @ ..] if rest.iter().all(|(_, other)| other == first) => Agreed::On(*first),
        _ => Agreed::Never,
    })
}

/// Takes collection and photo to where the verdict says, and tells the candidate.
///
/// # Errors
/// Those of the database.
pub async fn settle(
    change: &mut Change,
    collection: &mut Locked<CollectionState>,
    photo: &mut Locked<PhotoState>,
    verdict: Verdict,
    note: &str,
) -> Result<(), Problem> {
    match verdict {
        Verdict::Approve => {
            change.step(photo, PhotoEvent::Approve, note).await?;
            change.step(collection, CollectionEvent::Approve, note).await?;
            message::queue(change, &collection.id, message::Kind::Approved, 0).await
        }
        Verdict::Reject => {
            change.step(photo, PhotoEvent::Reject, note).await?;
            change.step(collection, CollectionEvent::Reject, note).await?;
            let row = sqlx::query(REJECTED).bind(&collection.id).fetch_one(&mut *change.tx).await?;
            message::queue(change, &collection.id, message::Kind::Rejected, row.try_get("rejections")?).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_counts_when_all_have_decided_and_a_lead_has_the_last_word() {
        type Rounds = &'static [(i64, &'static str, &'static str)];
        let cases: [(Rounds, Agreed); 7] = [
            (&[(1, "waiting", "")], Agreed::NotYet),
            (&[(1, "applied", "approve")], Agreed::On(Verdict::Approve)),
            (&[(1, "applied", "approve"), (2, "decided", "reject")], Agreed::NotYet),
            (&[(1, "applied", "reject"), (2, "applied", "reject")], Agreed::On(Verdict::Reject)),
            (&[(1, "applied", "approve"), (2, "applied", "reject")], Agreed::Never),
            (&[(1, "applied", "approve"), (2, "applied", "reject"), (3, "waiting", "")], Agreed::NotYet),
            (
                &[(1, "applied", "approve"), (2, "applied", "reject"), (3, "applied", "reject")],
                Agreed::On(Verdict::Reject),
            ),
        ];
        for (rounds, expected) in cases {
            let rounds: Vec<_> = rounds
                .iter()
                .map(|(round, state, verdict)| (*round, (*state).to_owned(), Some((*verdict).to_owned())))
                .collect();
            assert_eq!(agreed(&rounds).unwrap(), expected, "{rounds:?}");
        }
    }
}
