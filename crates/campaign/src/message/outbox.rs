//! The messages that wait: what counts once is sent once. A message is found by collection, kind and cycle. A vendor that
//! was asked but did not answer is asked again, so that each message is sent at least once, and once more at most for each
//! crash or lost answer.

use super::kind::Kind;
use super::retry;
use crate::account;
use crate::catalogue;
use crate::context::App;
use crate::db::{Actor, Change, Locked, new_id};
use crate::problem::{Code, Problem};
use crate::states::{CollectionState, MessageEvent, MessageState};
use crate::task::{self, Task, TaskKind};
use crate::wechat::ProviderError;
use precheck_foundation::json::EnumName;
use sqlx::Row;

const INSERT: &str = "INSERT INTO message (id, collection, kind, cycle, state, version) VALUES ($1, $2, $3, $4, 'queued', 1) \
    ON CONFLICT (collection, kind, cycle) DO NOTHING";
const TO: &str = "SELECT message.kind, collection.account, collection.campaign FROM message \
    JOIN collection ON collection.id = message.collection WHERE message.id = $1";
const LAST: &str = "SELECT id FROM message WHERE collection = $1 ORDER BY id DESC LIMIT 1";

/// Queues a message, once for each collection, kind and cycle.
///
/// # Errors
/// Those of the database.
pub async fn queue(change: &mut Change, collection: &str, kind: Kind, cycle: i64) -> Result<(), Problem> {
    let id = new_id();
    let insert = sqlx::query(INSERT).bind(&id).bind(collection).bind(kind.name()).bind(cycle);
    if insert.execute(&mut *change.tx).await?.rows_affected() == 0 {
        return Ok(());
    }
    change.created(&id, MessageState::Queued, kind.name()).await?;
    task::schedule(change, TaskKind::SendMessage, &id, 0).await
}

/// Sends the message of a task. That it is on its way is written first, so that a crash is seen.
///
/// # Errors
/// Those of the database, and of the vendor: the task is tried again.
pub async fn send(app: &App, task: &Task) -> Result<(), Problem> {
    let row = sqlx::query(TO).bind(&task.subject).fetch_one(app.db.pool()).await?;
    let kind =
        Kind::of(row.try_get("kind")?).ok_or_else(|| Problem::internal("an unknown kind of message"))?;
    let campaign = catalogue::read(app.db.pool(), row.try_get("campaign")?).await?;
    let phone = match row.try_get::<Option<String>, _>("account")? {
        Some(account) => match account::phone(app, &account).await {
            Ok(phone) => Some(phone),
            Err(problem) if problem.code() == Some(Code::PhoneNeeded) => None,
            Err(problem) => return Err(problem),
        },
        None => None,
    };
    let mut change = app.db.change(Actor::Machine).await?;
    let mut message: Locked<MessageState> = change.lock(&task.subject).await?;
    let Some(phone) = phone else {
        change.step(&mut message, MessageEvent::Withhold, "").await?;
        task.done(&mut change).await?;
        return change.commit().await;
    };
    change.step(&mut message, MessageEvent::Send, "").await?;
    change.commit().await?;
    let variables = kind.variables(&campaign.settings);
    let sent = app.sms.send(kind.name(), &phone, &variables, &task.subject).await;
    let mut change = app.db.change(Actor::Machine).await?;
    let mut message: Locked<MessageState> = change.lock(&task.subject).await?;
    let (wait, note) = match &sent {
        Ok(()) => {
            change.step(&mut message, MessageEvent::Arrive, "").await?;
            task.done(&mut change).await?;
            return change.commit().await;
        }
        Err(ProviderError::Unavailable(_)) => (retry::wait(None, task.attempts), "no answer"),
        Err(ProviderError::Refused(code)) => (retry::wait(Some(code), task.attempts), code.as_str()),
    };
    match wait {
        Some(wait) => {
            change.step(&mut message, MessageEvent::Retry, note).await?;
            task.later(&mut change, wait).await?;
        }
        None => {
            change.step(&mut message, MessageEvent::Fail, note).await?;
            task.done(&mut change).await?;
        }
    }
    change.commit().await
}

/// Sends the last message of a collection again.
///
/// # Errors
/// [`Code::NotFound`] if there is none, or those of the database.
pub async fn resend(change: &mut Change, collection: &str) -> Result<(), Problem> {
    let _collection: Locked<CollectionState> = change.lock(collection).await?;
    let row = sqlx::query(LAST).bind(collection).fetch_optional(&mut *change.tx).await?;
    let mut message: Locked<MessageState> = change.lock(row.ok_or(Code::NotFound)?.try_get("id")?).await?;
    change.step(&mut message, MessageEvent::Resend, "").await?;
    task::schedule(change, TaskKind::SendMessage, &message.id, 0).await
}
