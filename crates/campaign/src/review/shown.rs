//! What a reviewer sees of a photo: what the check says, what the candidate says, what was rejected before.

use super::begin::LEAD;
use super::reason::{Reason, Verdict};
use super::suggest::suggested;
use crate::catalogue;
use crate::clock::SECOND;
use crate::collection::{Person, person};
use crate::context::App;
use crate::objects::ObjectKey;
use crate::problem::{Code, Problem};
use crate::session::Staff;
use precheck_foundation::json::EnumName;
use serde::Serialize;
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use utoipa::ToSchema;

const VERDICTS: &str = "SELECT verdict, reasons FROM review WHERE photo = $1 AND round < $2 AND state = 'applied' \
    ORDER BY round";
const OWN: &str = "SELECT review.round, review.created, photo.id, photo.sha256, photo.campaign, photo.collection, \
    photo.decision, photo.report, photo.declarations, collection.roster_entry, collection.rejections FROM review \
    JOIN photo ON photo.id = review.photo JOIN collection ON collection.id = photo.collection \
    WHERE review.id = $1 AND review.reviewer = $2";
const REJECTED_BEFORE: &str = "SELECT photo.id, photo.sha256, photo.campaign, review.reasons FROM photo \
    JOIN review ON review.photo = photo.id WHERE photo.collection = $1 AND photo.id <> $2 AND photo.state = 'rejected' \
    AND review.state = 'applied' AND review.verdict = 'reject' \
    ORDER BY photo.created DESC, photo.id DESC, review.round DESC LIMIT 1";

/// A photo to look at.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewView {
    /// The review's id.
    pub id: String,
    /// SHA-256 of the photo.
    pub sha256: String,
    /// The campaign's title.
    pub campaign: String,
    /// What the check says.
    pub decision: String,
    /// The check's report, but for the measurements.
    pub report: Value,
    /// The reasons for a rejection that the report suggests.
    pub suggested: Vec<Reason>,
    /// What the candidate declares.
    pub declarations: Value,
    /// The candidate's name, all but its first character hidden.
    pub name: String,
    /// The level of study.
    pub level: String,
    /// How often people have rejected a photo of this candidate.
    pub rejections: i64,
    /// Why the candidate's photo before this one was rejected, which is at `…/earlier`; none if there is none.
    pub earlier: Option<Vec<Reason>>,
    /// For the lead who decides where they differ, or looks again: what those decided who looked before.
    pub verdicts: Vec<VerdictView>,
    /// How long the decision can be taken back, in milliseconds.
    pub undo_for: i64,
    /// When the photo came to review, in milliseconds since 1970.
    pub created: i64,
}

/// What somebody decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerdictView {
    /// The verdict.
    verdict: Verdict,
    /// Why, if it is a rejection.
    reasons: Vec<Reason>,
}

/// Who a candidate is.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityView {
    /// The name.
    name: String,
    /// The student number.
    student_number: String,
}

/// A photo that is or was the reviewer's.
///
/// # Errors
/// [`Code::NotFound`], or those of the database.
pub async fn shown(app: &App, staff: &Staff, review: &str) -> Result<ReviewView, Problem> {
    let row = own(app, staff, review).await?;
    let mut connection = app.db.pool().acquire().await?;
    let json =
        |column: &str| Ok::<_, Problem>(serde_json::from_str(row.try_get(column)?).unwrap_or_default());
    let mut report: Value = json("report")?;
    if let Some(report) = report.as_object_mut() {
        report.remove("measurements");
    }
    let campaign = catalogue::read(&mut *connection, row.try_get("campaign")?).await?;
    let before = rejected_before(&mut connection, row.try_get("collection")?, row.try_get("id")?).await?;
    let verdicts = verdicts(&mut connection, row.try_get("id")?, row.try_get("round")?).await?;
    drop(connection);
    let Person { name, level, .. } = person(app, row.try_get("roster_entry")?).await?;
    Ok(ReviewView {
        id: review.to_owned(),
        sha256: row.try_get("sha256")?,
        campaign: campaign.settings.title,
        decision: row.try_get("decision")?,
        suggested: suggested(&report),
        report,
        declarations: json("declarations")?,
        name: masked(&name),
        level,
        rejections: row.try_get("rejections")?,
        earlier: before.map(|before| reasons_of(before.try_get("reasons")?)).transpose()?,
        verdicts,
        undo_for: i64::from(campaign.settings.review.undo_seconds) * SECOND,
        created: row.try_get("created")?,
    })
}

/// What a lead sees of those who looked before; nobody else sees anything.
async fn verdicts(
    connection: &mut AnyConnection,
    photo: &str,
    round: i64,
) -> Result<Vec<VerdictView>, Problem> {
    if round < LEAD {
        return Ok(Vec::new());
    }
    let rows = sqlx::query(VERDICTS).bind(photo).bind(round).fetch_all(connection).await?;
    let view = |row: &AnyRow| {
        let verdict = Verdict::of(row.try_get("verdict")?).ok_or(Code::InternalError)?;
        Ok(VerdictView { verdict, reasons: reasons_of(row.try_get("reasons")?)? })
    };
    rows.iter().map(view).collect()
}

/// Reads the reasons that a decision was written down with.
fn reasons_of(written: Option<String>) -> Result<Vec<Reason>, Problem> {
    serde_json::from_str(&written.unwrap_or_else(|| "[]".to_owned())).map_err(Problem::internal)
}

async fn rejected_before(
    connection: &mut AnyConnection,
    collection: &str,
    photo: &str,
) -> Result<Option<AnyRow>, Problem> {
    let before = sqlx::query(REJECTED_BEFORE).bind(collection).bind(photo);
    Ok(before.fetch_optional(connection).await?)
}

/// The key of the photo of a review that is or was the reviewer's.
///
/// # Errors
/// [`Code::NotFound`], or those of the database.
pub async fn photo(app: &App, staff: &Staff, review: &str) -> Result<ObjectKey, Problem> {
    key(&own(app, staff, review).await?)
}

/// The key of the photo that the candidate had before, and that was rejected.
///
/// # Errors
/// [`Code::NotFound`], or those of the database.
pub async fn earlier_photo(app: &App, staff: &Staff, review: &str) -> Result<ObjectKey, Problem> {
    let row = own(app, staff, review).await?;
    let mut connection = app.db.pool().acquire().await?;
    let before = rejected_before(&mut connection, row.try_get("collection")?, row.try_get("id")?).await?;
    key(&before.ok_or(Code::NotFound)?)
}

/// Who the candidate is, for somebody who needs to know; the record says from then on that the person has looked.
///
/// # Errors
/// [`Code::NotFound`], or those of the database.
pub async fn identity(app: &App, staff: &Staff, review: &str) -> Result<IdentityView, Problem> {
    let row = own(app, staff, review).await?;
    let mut change = app.db.change(staff.actor()).await?;
    change.note("collection", row.try_get("collection")?, "look", "").await?;
    change.commit().await?;
    let Person { name, student_number, .. } = person(app, row.try_get("roster_entry")?).await?;
    Ok(IdentityView { name, student_number })
}

async fn own(app: &App, staff: &Staff, review: &str) -> Result<AnyRow, Problem> {
    let row = sqlx::query(OWN).bind(review).bind(&staff.id).fetch_optional(app.db.pool()).await?;
    row.ok_or_else(|| Code::NotFound.into())
}

fn key(row: &AnyRow) -> Result<ObjectKey, Problem> {
    Ok(ObjectKey::photo(row.try_get("campaign")?, row.try_get("sha256")?, row.try_get("id")?))
}

/// A name of which strangers read the first character.
fn masked(name: &str) -> String {
    let hidden = |(place, letter): (usize, char)| if place == 0 { letter } else { '*' };
    name.chars().enumerate().map(hidden).collect()
}
