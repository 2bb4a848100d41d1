//! What reviewers decided, as labels: one line a photo, in the form that `precheck evaluate` reads, so that the check can be
//! compared with people.

use crate::context::App;
use crate::problem::Problem;
use crate::review::Verdict;
use precheck_foundation::json::EnumName;
use sqlx::Row;
use std::collections::BTreeMap;

const ALL: &str = "SELECT photo.sha256, photo.collection, review.verdict, review.reasons FROM review \
    JOIN photo ON photo.id = review.photo WHERE review.campaign = $1 AND review.state = 'applied' \
    ORDER BY photo.id, review.round";

/// The columns of a table of labels; the reasons are notes, because a reason is not one rule.
const HEADER: &str = "file,expected_pass,expected_findings,allowed_findings,kind,person,notes\n";

/// The lines, with a header.
///
/// # Errors
/// Those of the database.
pub async fn labels(app: &App, campaign: &str) -> Result<String, Problem> {
    let rows = sqlx::query(ALL).bind(campaign).fetch_all(app.db.pool()).await?;
    let mut lines: BTreeMap<String, String> = BTreeMap::new();
    for row in rows {
        let (sha256, collection, verdict): (String, String, String) =
            (row.try_get("sha256")?, row.try_get("collection")?, row.try_get("verdict")?);
        let reasons: Option<String> = row.try_get("reasons")?;
        let reasons: Vec<String> = serde_json::from_str(&reasons.unwrap_or_default()).unwrap_or_default();
        let (passes, reasons) = (verdict == Verdict::Approve.name(), reasons.join(" "));
        let line = format!("{sha256}.jpg,{passes},,,natural,{collection},{reasons}\n");
        // The last round has the last word.
        lines.insert(sha256, line);
    }
    Ok(std::iter::once(HEADER.to_owned()).chain(lines.into_values()).collect())
}
