//! Compares rows, objects, states and the audit with each other, while the service runs. What it finds nobody should have
//! been able to do.

use crate::clock::DAY;
use crate::context::App;
use crate::objects::ObjectKey;
use crate::problem::Problem;
use crate::states::{
    CampaignState, CollectionState, DeliveryState, Machine, MessageState, PaymentState, PhotoState,
    ReviewState,
};
use crate::sweep;
use futures_util::TryStreamExt;
use precheck_foundation::json::EnumName;
use sqlx::{AnyConnection, Row};
use std::collections::{HashMap, HashSet};

/// What ties rows to each other: each statement finds the rows that contradict its sentence.
const CONTRADICTIONS: [(&str, &str); 15] = [
    (
        "a collection in this state has a photo that counts",
        "SELECT collection.id FROM collection LEFT JOIN photo ON photo.id = collection.photo \
         AND photo.collection = collection.id WHERE collection.state IN ('uploaded', 'in_review') \
         AND (photo.id IS NULL OR photo.state <> 'current')",
    ),
    (
        "an approved collection has an approved photo",
        "SELECT collection.id FROM collection LEFT JOIN photo ON photo.id = collection.photo \
         WHERE collection.state = 'approved' AND (photo.id IS NULL OR photo.state <> 'approved')",
    ),
    (
        "a delivered collection is in a delivery that is ready",
        "SELECT collection.id FROM collection LEFT JOIN delivery_item ON delivery_item.collection = collection.id \
         LEFT JOIN delivery ON delivery.id = delivery_item.delivery WHERE collection.state = 'delivered' \
         AND (delivery.id IS NULL OR delivery.state = 'building')",
    ),
    (
        "what is in a ready delivery is delivered",
        "SELECT collection.id FROM collection JOIN delivery_item ON delivery_item.collection = collection.id \
         JOIN delivery ON delivery.id = delivery_item.delivery WHERE delivery.state <> 'building' \
         AND collection.state <> 'delivered'",
    ),
    (
        "what a delivery is being built of is approved",
        "SELECT collection.id FROM collection JOIN delivery_item ON delivery_item.collection = collection.id \
         JOIN delivery ON delivery.id = delivery_item.delivery WHERE delivery.state = 'building' \
         AND collection.state <> 'approved'",
    ),
    (
        "a collection in review is looked at by somebody",
        "SELECT collection.id FROM collection WHERE collection.state = 'in_review' AND NOT EXISTS \
         (SELECT 1 FROM review WHERE review.collection = collection.id AND review.state IN ('waiting', 'decided'))",
    ),
    (
        "a decision that may be taken back has a task that lets it count",
        "SELECT review.id FROM review WHERE review.state = 'decided' AND NOT EXISTS \
         (SELECT 1 FROM task WHERE task.kind = 'apply-review' AND task.subject = review.id)",
    ),
    (
        "a message that is not at its end has a task that sends it",
        "SELECT message.id FROM message WHERE message.state IN ('queued', 'sending') AND NOT EXISTS \
         (SELECT 1 FROM task WHERE task.kind = 'send-message' AND task.subject = message.id)",
    ),
    (
        "an order that is open has a task that asks what has become of it",
        "SELECT payment.id FROM payment WHERE payment.state IN ('created', 'pending') AND NOT EXISTS \
         (SELECT 1 FROM task WHERE task.kind = 'poll-payment' AND task.subject = payment.id)",
    ),
    (
        "a refund that is on its way has a task and a reason",
        "SELECT payment.id FROM payment WHERE payment.state = 'refunding' AND (payment.refund_reason IS NULL OR NOT EXISTS \
         (SELECT 1 FROM task WHERE task.kind = 'refund-payment' AND task.subject = payment.id))",
    ),
    (
        "what was paid has WeChat Pay's number and time, and nothing else has",
        "SELECT payment.id FROM payment WHERE \
         (payment.state IN ('paid', 'refunding', 'refunded', 'refund_abnormal')) <> \
         (payment.transaction_id IS NOT NULL AND payment.paid IS NOT NULL)",
    ),
    (
        "no charge is kept twice",
        "SELECT collection.id FROM collection JOIN payment ON payment.collection = collection.id \
         WHERE payment.state = 'paid' GROUP BY collection.id, collection.rejections \
         HAVING COUNT(*) > 1 + collection.rejections",
    ),
    (
        "no charge of a candidate who has left is kept",
        "SELECT payment.id FROM payment JOIN collection ON collection.id = payment.collection \
         WHERE payment.state = 'paid' AND collection.state = 'withdrawn'",
    ),
    (
        "a collection whose photo waits for its fee has no fee that is kept",
        "SELECT collection.id FROM collection WHERE collection.state = 'uploaded' AND (SELECT COUNT(*) FROM payment \
         WHERE payment.collection = collection.id AND payment.state = 'paid') > collection.rejections",
    ),
    (
        "a collection that went on for a payment has it",
        "SELECT audit.subject AS id FROM audit LEFT JOIN payment ON payment.id = audit.note \
         AND payment.collection = audit.subject AND payment.transaction_id IS NOT NULL WHERE audit.machine = 'collection' \
         AND audit.event = 'pay' AND audit.note NOT IN ('no fee', 'nothing owed') AND payment.id IS NULL",
    ),
];

const LINES: &str = "SELECT subject, version, from_state, to_state, event FROM audit \
    WHERE machine = $1 AND version IS NOT NULL ORDER BY subject, version";
const PHOTOS: &str = "SELECT id, campaign, sha256, bytes FROM photo WHERE state <> 'purged' ORDER BY id";
const ARCHIVES: &str =
    "SELECT id, campaign, sha256, bytes FROM delivery WHERE state IN ('ready', 'received') ORDER BY id";
const PHOTO_NOW: &str = "SELECT id FROM photo WHERE id = $1 AND state <> 'purged'";
const ARCHIVE_NOW: &str = "SELECT id FROM delivery WHERE id = $1 AND state IN ('ready', 'received')";

/// A worker removes what no row needs within an hour or two.
const LEFT: i64 = DAY;

/// An object that a row needs.
struct Expected {
    key: ObjectKey,
    sha256: String,
    bytes: i64,
    /// Finds the row, as long as it needs the object.
    row: (&'static str, String),
    /// Whether the content is read.
    is_read: bool,
}

/// Every difference, a line each; none if all is as it should be. `thorough` reads every photo and archive as well.
///
/// # Errors
/// Database or objects cannot be read.
pub async fn differences(app: &App, thorough: bool) -> Result<Vec<String>, Problem> {
    let mut found = Vec::new();
    let mut rows = app.db.snapshot().await?;
    let rows = &mut *rows;
    audit::<CampaignState>(rows, "SELECT id, state, version FROM campaign", &mut found).await?;
    audit::<CollectionState>(rows, "SELECT id, state, version FROM collection", &mut found).await?;
    audit::<PhotoState>(rows, "SELECT id, state, version FROM photo", &mut found).await?;
    audit::<ReviewState>(rows, "SELECT id, state, version FROM review", &mut found).await?;
    audit::<DeliveryState>(rows, "SELECT id, state, version FROM delivery", &mut found).await?;
    audit::<MessageState>(rows, "SELECT id, state, version FROM message", &mut found).await?;
    audit::<PaymentState>(rows, "SELECT id, state, version FROM payment", &mut found).await?;
    // A state that the audit does not know of contradicts other rows, too: named once is enough.
    let named: HashSet<String> =
        found.iter().filter_map(|line| line.split(':').next().map(str::to_owned)).collect();
    for (sentence, statement) in CONTRADICTIONS {
        for row in sqlx::query(statement).fetch_all(&mut *rows).await? {
            let id: String = row.try_get("id")?;
            if !named.iter().any(|line| line.ends_with(&id)) {
                found.push(format!("{id}: {sentence}; this one contradicts it"));
            }
        }
    }
    let expected = expected(rows, thorough).await?;
    objects(app, expected, &mut found).await?;
    Ok(found)
}

/// Every row of a table has the state and version of its last audit line, and every line follows from the one before.
async fn audit<M: Machine>(
    database: &mut AnyConnection,
    rows: &'static str,
    found: &mut Vec<String>,
) -> Result<(), Problem> {
    let mut last: HashMap<String, (i64, Option<M>)> = HashMap::new();
    for line in sqlx::query(LINES).bind(M::TABLE).fetch_all(&mut *database).await? {
        let subject: String = line.try_get("subject")?;
        let version: i64 = line.try_get("version")?;
        let state = |column: &str| {
            Ok::<_, Problem>(line.try_get::<Option<String>, _>(column)?.as_deref().and_then(M::of))
        };
        let (from, to) = (state("from_state")?, state("to_state")?);
        let (before, known) = last.get(&subject).copied().unwrap_or((0, None));
        let follows = match M::Event::of(line.try_get("event")?) {
            None => from.is_none() && version == 1,
            Some(event) => from == known && from.and_then(|from| from.after(event)) == to,
        };
        if version != before + 1 || !follows {
            found.push(format!(
                "{} {subject}: audit line {version} does not follow from the one before",
                M::TABLE
            ));
        }
        last.insert(subject, (version, to));
    }
    for row in sqlx::query(rows).fetch_all(&mut *database).await? {
        let (id, state, version): (String, String, i64) =
            (row.try_get("id")?, row.try_get("state")?, row.try_get("version")?);
        let said = last.remove(&id);
        if said != Some((version, M::of(&state))) {
            let said = said.map_or_else(String::new, |(version, state)| {
                format!("{} in version {version}", state.map_or("", EnumName::name))
            });
            found
                .push(format!("{} {id}: is {state} in version {version}, the audit says `{said}`", M::TABLE));
        }
    }
    let mut gone: Vec<String> = last.into_keys().collect();
    gone.sort();
    found.extend(
        gone.into_iter().map(|id| format!("{} {id}: the audit knows it, the table does not", M::TABLE)),
    );
    Ok(())
}

/// The objects that rows need.
async fn expected(database: &mut AnyConnection, thorough: bool) -> Result<Vec<Expected>, Problem> {
    let mut expected = Vec::new();
    for row in sqlx::query(PHOTOS).fetch_all(&mut *database).await? {
        let (id, campaign, sha256): (String, String, String) =
            (row.try_get("id")?, row.try_get("campaign")?, row.try_get("sha256")?);
        expected.push(Expected {
            key: ObjectKey::photo(&campaign, &sha256, &id),
            sha256,
            bytes: row.try_get("bytes")?,
            row: (PHOTO_NOW, id),
            is_read: thorough,
        });
    }
    for row in sqlx::query(ARCHIVES).fetch_all(&mut *database).await? {
        let (id, campaign): (String, String) = (row.try_get("id")?, row.try_get("campaign")?);
        expected.push(Expected {
            key: ObjectKey::delivery(&campaign, &id),
            sha256: row.try_get::<Option<_>, _>("sha256")?.unwrap_or_default(),
            bytes: row.try_get::<Option<_>, _>("bytes")?.unwrap_or_default(),
            row: (ARCHIVE_NOW, id),
            is_read: thorough,
        });
    }
    Ok(expected)
}

/// Every row that has an object finds it, of the right length and, if it is read, content. An object is written before its
/// row: whatever a row needed at the snapshot was there, and is gone only if the row has let it go since. And no object is
/// kept for nothing.
async fn objects(app: &App, expected: Vec<Expected>, found: &mut Vec<String>) -> Result<(), Problem> {
    let listed: Vec<_> = app.objects.list().try_collect().await?;
    let lengths: HashMap<ObjectKey, u64> =
        listed.into_iter().map(|object| (object.key, object.length)).collect();
    for Expected { key, sha256, bytes, row: (now, id), is_read } in expected {
        let difference = match lengths.get(&key) {
            None => "is missing".to_owned(),
            Some(length) if i64::try_from(*length).ok() != Some(bytes) => {
                format!("has {length} bytes, its row says {bytes}")
            }
            Some(_) if is_read => match app.objects.hash(&key).await {
                Ok((found, _)) if found == sha256 => continue,
                Ok(_) => "its content has changed".to_owned(),
                Err(error) => error.to_string(),
            },
            Some(_) => continue,
        };
        if sqlx::query(now).bind(id).fetch_optional(app.db.pool()).await?.is_some() {
            found.push(format!("object {key}: {difference}"));
        }
    }
    let left = sweep::unneeded(app, app.clock.now() - LEFT).await?;
    found.extend(
        left.into_iter().map(|key| format!("object {key}: no row needs it, and no worker removes it")),
    );
    Ok(())
}
