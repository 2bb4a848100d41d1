//! What a collection owes, and the step to review once that is nothing.

use crate::catalogue::Campaign;
use crate::context::App;
use crate::db::{Change, Locked};
use crate::problem::Problem;
use crate::review;
use crate::states::{CollectionEvent, CollectionState, PhotoState};
use sqlx::{Any, Executor, Row};

/// A fee for each turn counts the photos that were rejected.
const KEPT: &str = "SELECT collection.rejections, CAST(COALESCE(SUM(payment.amount), 0) AS BIGINT) AS kept, \
    COUNT(payment.id) AS payments FROM collection \
    LEFT JOIN payment ON payment.collection = collection.id AND payment.state = 'paid' WHERE collection.id = $1 \
    GROUP BY collection.id, collection.rejections";
const PHOTO: &str = "SELECT photo.id, photo.decision FROM collection JOIN photo ON photo.id = collection.photo \
    WHERE collection.id = $1";

/// What a collection still owes, in fen: the fee, less what was paid and not given back. A candidate whose photo was
/// rejected pays again only if the campaign says so. Whoever has paid what the fee was then owes nothing for that turn.
///
/// # Errors
/// Those of the database.
pub async fn owed(
    database: impl Executor<'_, Database = Any>,
    campaign: &Campaign,
    collection: &str,
) -> Result<i64, Problem> {
    let row = sqlx::query(KEPT).bind(collection).fetch_one(database).await?;
    let (rejections, kept): (i64, i64) = (row.try_get("rejections")?, row.try_get("kept")?);
    let payments: i64 = row.try_get("payments")?;
    let (fee, turns) =
        (i64::from(campaign.settings.fee_fen), if campaign.settings.fee_again { rejections + 1 } else { 1 });
    Ok((fee * turns - kept).min(fee * (turns - payments)).max(0))
}

/// Lets an uploaded photo that nothing is owed for go on to review; tells whether it did.
///
/// # Errors
/// Those of the database.
pub async fn pass(
    app: &App,
    change: &mut Change,
    campaign: &Campaign,
    collection: &mut Locked<CollectionState>,
    note: &str,
) -> Result<bool, Problem> {
    if collection.state != CollectionState::Uploaded
        || owed(&mut *change.tx, campaign, &collection.id).await? > 0
    {
        return Ok(false);
    }
    let row = sqlx::query(PHOTO).bind(&collection.id).fetch_one(&mut *change.tx).await?;
    let (photo, decision): (String, String) = (row.try_get("id")?, row.try_get("decision")?);
    let mut photo: Locked<PhotoState> = change.lock(&photo).await?;
    change.step(collection, CollectionEvent::Pay, note).await?;
    review::begin(app, change, campaign, collection, &mut photo, &decision).await?;
    Ok(true)
}
