//! The candidate says whether the record is right, and that the reminder was read.

use super::record::current;
use crate::context::App;
use crate::db::{Actor, Locked};
use crate::problem::Problem;
use crate::states::{CollectionEvent, CollectionState};

const REMINDED: &str = "UPDATE collection SET reminded = 1 WHERE id = $1";

/// Confirms the record, or gives it back if it is wrong: then the candidate may enter another level or name, and asks
/// one of the two contacts.
///
/// # Errors
/// [`crate::problem::Code::NotNow`] if the record was confirmed before, or those of the database.
pub async fn confirm(
    app: &App,
    account: &str,
    campaign: Option<&str>,
    is_correct: bool,
) -> Result<(), Problem> {
    let (record, _) = current(app, account, campaign).await?;
    let mut change = app.db.change(Actor::Candidate).await?;
    let mut collection: Locked<CollectionState> = change.lock(&record.id).await?;
    if is_correct && collection.state == CollectionState::Confirmed {
        return Ok(());
    }
    let event = if is_correct { CollectionEvent::Confirm } else { CollectionEvent::Dispute };
    change.step(&mut collection, event, "").await?;
    change.commit().await
}

/// Notes that the candidate has read the reminder.
///
/// # Errors
/// [`crate::problem::Code::NotNow`] where there is nothing to be reminded of, or those of the database.
pub async fn acknowledge(app: &App, account: &str, campaign: Option<&str>) -> Result<(), Problem> {
    let (record, _) = current(app, account, campaign).await?;
    let mut change = app.db.change(Actor::Candidate).await?;
    let mut collection: Locked<CollectionState> = change.lock(&record.id).await?;
    sqlx::query(REMINDED).bind(&record.id).execute(&mut *change.tx).await?;
    change.step(&mut collection, CollectionEvent::Acknowledge, "").await?;
    change.commit().await
}
