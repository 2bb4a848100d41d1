//! What has to be done later: rows with a due time, which a transaction writes together with its reason, and a worker takes
//! on lease. A worker that dies loses nothing: its lease ends, and another one begins again.

use crate::clock::{HOUR, MINUTE, SECOND};
use crate::collection;
use crate::context::App;
use crate::db::{Actor, Change, new_id};
use crate::delivery;
use crate::message;
use crate::payment;
use crate::problem::Problem;
use crate::retention;
use crate::review;
use crate::sweep;
use futures_util::future::join_all;
use precheck_foundation::json::EnumName;
use sqlx::{Any, Executor, FromRow};
use std::pin::pin;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

const SCHEDULE: &str = "INSERT INTO task (id, kind, subject, due, lease_until, attempts) VALUES ($1, $2, $3, $4, 0, 0) \
    ON CONFLICT (kind, subject) DO UPDATE SET due = $4, lease_until = 0, attempts = 0";
const CANCEL: &str = "DELETE FROM task WHERE kind = $1 AND subject = $2";
const TAKE: &str = "UPDATE task SET lease_until = $3, attempts = attempts + 1 WHERE kind = $1 AND subject = $2 \
    AND lease_until <= $4 RETURNING id, kind, subject, attempts";
const IS_THERE: &str = "SELECT id FROM task WHERE kind = $1 AND subject = $2";
const DONE: &str = "DELETE FROM task WHERE id = $1";
const RENEW: &str = "UPDATE task SET lease_until = $2 WHERE id = $1";
const GIVE_BACK: &str = "UPDATE task SET lease_until = 0, attempts = attempts - 1 WHERE id = $1";
const LATER: &str = "UPDATE task SET due = $2, lease_until = 0 WHERE id = $1";

macro_rules! claim {
    ($passing_over_locked:literal) => {
        concat!(
            "UPDATE task SET lease_until = $1, attempts = attempts + 1 WHERE id = (SELECT id FROM task \
             WHERE due <= $2 AND lease_until <= $2 ORDER BY due, id LIMIT 1",
            $passing_over_locked,
            ") RETURNING id, kind, subject, attempts"
        )
    };
}
const CLAIM: [&str; 2] = [claim!(""), claim!(" FOR UPDATE SKIP LOCKED")];

/// How long a task is a worker's; it is renewed while the worker works.
const LEASE: i64 = MINUTE;
const RENEWED: Duration = Duration::from_secs(15);

/// What a task may still take once the process is asked to end; the process has ten seconds.
const CUT_OFF: Duration = Duration::from_secs(8);

/// Tasks that a process does at once: most of the time they wait for somebody else's answer.
const AT_ONCE: usize = 4;

/// The pause of a worker that finds nothing to do.
const PAUSE: Duration = Duration::from_millis(250);

/// The time to the second try; it doubles up to the longest.
const FIRST_RETRY: i64 = 2 * SECOND;
const LONGEST_RETRY: i64 = HOUR;

/// What is done later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskKind {
    /// A reviewer's decision counts.
    ApplyReview,
    /// A message is sent.
    SendMessage,
    /// The bytes of a photo go.
    PurgePhoto,
    /// The archive of a delivery is built.
    BuildDelivery,
    /// The stored archive of a delivery is compared with its lists.
    VerifyDelivery,
    /// The archive of a delivery goes.
    PurgeArchive,
    /// Collections without an approved photo end with their campaign.
    ExpireCampaign,
    /// WeChat Pay is asked what has become of an order.
    PollPayment,
    /// A payment is refunded.
    RefundPayment,
    /// What a campaign has kept long enough goes.
    Purge,
    /// What has been kept long enough, and objects without a row, are deleted; once an hour.
    Sweep,
}

impl EnumName for TaskKind {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("apply-review", Self::ApplyReview),
        ("send-message", Self::SendMessage),
        ("purge-photo", Self::PurgePhoto),
        ("build-delivery", Self::BuildDelivery),
        ("verify-delivery", Self::VerifyDelivery),
        ("purge-archive", Self::PurgeArchive),
        ("expire-campaign", Self::ExpireCampaign),
        ("poll-payment", Self::PollPayment),
        ("refund-payment", Self::RefundPayment),
        ("purge", Self::Purge),
        ("sweep", Self::Sweep),
    ];
}

/// A task that a worker has on lease.
#[derive(Debug, Clone, FromRow)]
pub struct Task {
    id: String,
    kind: String,
    /// What it is about.
    pub subject: String,
    /// Which try this is, from 1.
    pub attempts: i64,
}

impl Task {
    /// Deletes the task, together with what its transaction does.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn done(&self, change: &mut Change) -> Result<(), Problem> {
        sqlx::query(DONE).bind(&self.id).execute(&mut *change.tx).await?;
        Ok(())
    }

    /// Puts the task off.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn later(&self, change: &mut Change, milliseconds: i64) -> Result<(), Problem> {
        sqlx::query(LATER).bind(&self.id).bind(change.now + milliseconds).execute(&mut *change.tx).await?;
        Ok(())
    }

    /// The time to the next try.
    pub fn backoff(&self) -> i64 {
        let doublings = u32::try_from(self.attempts - 1).unwrap_or_default().min(30);
        FIRST_RETRY.saturating_mul(1 << doublings).min(LONGEST_RETRY)
    }
}

/// Schedules a task in so many milliseconds; one of its kind and subject that is there already takes this time.
///
/// # Errors
/// Those of the database.
pub async fn schedule(change: &mut Change, kind: TaskKind, subject: &str, wait: i64) -> Result<(), Problem> {
    let schedule =
        sqlx::query(SCHEDULE).bind(new_id()).bind(kind.name()).bind(subject).bind(change.now + wait);
    schedule.execute(&mut *change.tx).await?;
    Ok(())
}

/// Takes a task back.
///
/// # Errors
/// Those of the database.
pub async fn cancel(change: &mut Change, kind: TaskKind, subject: &str) -> Result<(), Problem> {
    sqlx::query(CANCEL).bind(kind.name()).bind(subject).execute(&mut *change.tx).await?;
    Ok(())
}

/// Works until `stop` says so, and then finishes the tasks at hand, or gives them back.
pub async fn work(app: App, stop: watch::Receiver<bool>) {
    if let Err(problem) = begin_sweeping(&app).await {
        tracing::error!(%problem, "the sweep is not scheduled");
    }
    join_all((0..AT_ONCE).map(|_| work_alone(&app, stop.clone()))).await;
}

async fn work_alone(app: &App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        match claim(app).await {
            // A problem of the database was logged where it arose.
            Ok(Some(task)) => tokio::select! {
                _ = attempt(app, &task) => {}
                () = is_over(&mut stop) => give_back(app, &task).await,
            },
            Ok(None) | Err(_) => {
                let _ = timeout(PAUSE, stop.changed()).await;
            }
        }
    }
}

/// Ready some time after `stop` says so.
async fn is_over(stop: &mut watch::Receiver<bool>) {
    // Whoever could say so is gone, too.
    let _ = stop.wait_for(|stop| *stop).await;
    sleep(CUT_OFF).await;
}

/// Another worker begins again at once.
async fn give_back(app: &App, task: &Task) {
    tracing::warn!(kind = task.kind, subject = task.subject, "a task is given back");
    // Otherwise its lease ends by itself.
    let _ = sqlx::query(GIVE_BACK).bind(&task.id).execute(app.db.pool()).await;
}

/// Works until nothing is due; gives the number of tasks that were tried.
///
/// # Errors
/// Those of the database.
pub async fn run_all(app: &App) -> Result<usize, Problem> {
    let mut tried = 0;
    while let Some(task) = claim(app).await? {
        // What fails is put off.
        let _ = attempt(app, &task).await;
        tried += 1;
    }
    Ok(tried)
}

/// Does a task now, or waits for the worker that has it on lease.
///
/// # Errors
/// That with which the task fails; then it is put off.
pub async fn now(app: &App, kind: TaskKind, subject: &str) -> Result<(), Problem> {
    loop {
        let now = app.clock.now();
        let take = sqlx::query_as(TAKE).bind(kind.name()).bind(subject).bind(now + LEASE).bind(now);
        if let Some(task) = take.fetch_optional(app.db.pool()).await? {
            return attempt(app, &task).await;
        }
        let there = sqlx::query(IS_THERE).bind(kind.name()).bind(subject);
        if there.fetch_optional(app.db.pool()).await?.is_none() {
            return Ok(());
        }
        sleep(PAUSE).await;
    }
}

async fn begin_sweeping(app: &App) -> Result<(), Problem> {
    let mut change = app.db.change(Actor::Machine).await?;
    schedule(&mut change, TaskKind::Sweep, "", 0).await?;
    change.commit().await
}

/// Takes the task that is due first.
async fn claim(app: &App) -> Result<Option<Task>, Problem> {
    let now = app.clock.now();
    let claim = sqlx::query_as(app.db.passing_over_locked(CLAIM)).bind(now + LEASE).bind(now);
    Ok(claim.fetch_optional(app.db.pool()).await?)
}

/// Tries a task; what fails is put off.
async fn attempt(app: &App, task: &Task) -> Result<(), Problem> {
    let done = renewing(app, task, run(app, task)).await;
    if let Err(problem) = &done {
        tracing::warn!(kind = task.kind, subject = task.subject, attempts = task.attempts, %problem, "a task failed");
        let mut change = app.db.change(Actor::Machine).await?;
        task.later(&mut change, task.backoff()).await?;
        change.commit().await?;
    }
    done
}

/// Keeps the lease of a task while `work` lasts.
async fn renewing(
    app: &App,
    task: &Task,
    work: impl Future<Output = Result<(), Problem>>,
) -> Result<(), Problem> {
    let mut work = pin!(work);
    loop {
        if let Ok(done) = timeout(RENEWED, &mut work).await {
            return done;
        }
        let renew = sqlx::query(RENEW).bind(&task.id).bind(app.clock.now() + LEASE);
        renew.execute(app.db.pool()).await?;
    }
}

async fn run(app: &App, task: &Task) -> Result<(), Problem> {
    let kind = TaskKind::of(&task.kind).ok_or_else(|| Problem::internal("a task of an unknown kind"))?;
    match kind {
        TaskKind::ApplyReview => review::apply(app, task).await,
        TaskKind::SendMessage => message::send(app, task).await,
        TaskKind::PurgePhoto => collection::purge_photo(app, task).await,
        TaskKind::BuildDelivery => delivery::build_task(app, task).await,
        TaskKind::VerifyDelivery => delivery::verify_task(app, task).await,
        TaskKind::PurgeArchive => delivery::purge_archive(app, task).await,
        TaskKind::ExpireCampaign => collection::expire_all(app, task).await,
        TaskKind::PollPayment => payment::poll_task(app, task).await,
        TaskKind::RefundPayment => payment::refund_task(app, task).await,
        TaskKind::Purge => retention::purge_task(app, task).await,
        TaskKind::Sweep => {
            sweep::objects(app).await?;
            retention::purge(app, &Actor::Machine).await?;
            let mut change = app.db.change(Actor::Machine).await?;
            task.later(&mut change, HOUR).await?;
            change.commit().await
        }
    }
}

/// How many tasks wait that have failed before: for the dashboard.
///
/// # Errors
/// Those of the database.
pub async fn failing(database: impl Executor<'_, Database = Any>) -> Result<i64, Problem> {
    const FAILING: &str = "SELECT COUNT(*) FROM task WHERE attempts > 1";
    Ok(sqlx::query_scalar(FAILING).fetch_one(database).await?)
}
