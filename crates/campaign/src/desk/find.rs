//! Finds records by student number or phone. What is found is shown so that the right one can be told from the others, and
//! no more: whoever needs the rest opens the record, and that is noted.

use super::record::NOT_BEGUN;
use crate::account;
use crate::collection::{Person, person};
use crate::context::App;
use crate::keys::Purpose;
use crate::problem::Problem;
use crate::roster::normalised_student_number;
use crate::session::Staff;
use serde::Serialize;
use sqlx::Row;
use utoipa::ToSchema;

const BY_STUDENT_NUMBER: &str = "SELECT roster_entry.id AS entry, roster_entry.campaign, collection.id AS collection, collection.state \
    FROM roster_entry LEFT JOIN collection ON collection.roster_entry = roster_entry.id \
    WHERE roster_entry.campaign = $1 AND roster_entry.student_key = $2 ORDER BY collection.created";
const BY_PHONE: &str = "SELECT collection.roster_entry AS entry, collection.campaign, collection.id AS collection, collection.state \
    FROM account JOIN collection ON collection.account = account.id WHERE account.phone_key = $1 \
    ORDER BY collection.created";

/// Characters at each end that a masked number keeps.
const HEAD: usize = 4;
const TAIL: usize = 3;

/// What the caller knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The student number.
    StudentNumber(String),
    /// The phone number to which messages go.
    Phone(String),
}

/// A record in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Found {
    /// The record's id.
    id: String,
    /// The campaign's id.
    campaign: String,
    /// The campaign's title.
    title: String,
    /// The collection's state, or `not_begun`.
    state: String,
    /// The name, without its middle.
    name: String,
    /// The student number, without its middle.
    student_number: String,
    /// The level of study.
    level: String,
}

/// The records of a student number or a phone, in all campaigns, the newest campaign last. That somebody looked for them is
/// in the audit, without the number.
///
/// # Errors
/// Those of the database.
pub async fn find(app: &App, staff: &Staff, wanted: &Wanted) -> Result<Vec<Found>, Problem> {
    let listing = app.catalogue.listing(app).await?;
    let mut rows = Vec::new();
    let by = match wanted {
        Wanted::StudentNumber(number) => {
            let number = normalised_student_number(number);
            for campaign in &listing.campaigns {
                let campaign = campaign.settings.id.as_str();
                let key = app.keys.lookup(Purpose::StudentNumber, &[campaign, &number]);
                let query = sqlx::query(BY_STUDENT_NUMBER).bind(campaign).bind(key);
                rows.extend(query.fetch_all(app.db.pool()).await?);
            }
            "student-number"
        }
        Wanted::Phone(phone) => {
            let query = sqlx::query(BY_PHONE).bind(account::phone_key(app, phone));
            rows.extend(query.fetch_all(app.db.pool()).await?);
            "phone"
        }
    };
    let mut found = Vec::new();
    for row in rows {
        let (entry, campaign): (String, String) = (row.try_get("entry")?, row.try_get("campaign")?);
        let collection: Option<String> = row.try_get("collection")?;
        let Person { name, student_number, level } = person(app, &entry).await?;
        let known = listing.campaigns.iter().find(|known| known.settings.id == campaign);
        found.push(Found {
            id: collection.unwrap_or(entry),
            title: known.map(|known| known.settings.title.clone()).unwrap_or_default(),
            campaign,
            state: row.try_get::<Option<String>, _>("state")?.unwrap_or_else(|| NOT_BEGUN.to_owned()),
            name: masked_name(&name),
            student_number: masked(&student_number),
            level,
        });
    }
    let mut change = app.db.change(staff.actor()).await?;
    change.note("staff", &staff.id, "search", &format!("{by}, {} found", found.len())).await?;
    change.commit().await?;
    Ok(found)
}

/// A name with its first and last character: 王梦梦 is 王*梦, 李明 is 李*.
fn masked_name(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    match characters.as_slice() {
        [] => String::new(),
        [first] => first.to_string(),
        [first, _] => format!("{first}*"),
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len())),
    }
}

/// A number with its ends; a short one only with its last characters.
pub(super) fn masked(number: &str) -> String {
    let characters: Vec<char> = number.chars().collect();
    let head = if characters.len() > HEAD + TAIL { HEAD } else { 0 };
    let tail = characters.len().saturating_sub(TAIL).max(head);
    let shown = |(place, character): (usize, &char)| {
        if (head..tail).contains(&place) { '*' } else { *character }
    };
    characters.iter().enumerate().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_name_or_number_keeps_its_ends() {
        let names = [("王梦梦", "王*梦"), ("李明", "李*"), ("李", "李"), ("", ""), ("欧阳子涵", "欧**涵")];
        let numbers = [
            ("050111000123", "0501*****123"),
            ("13901234567", "1390****567"),
            ("1234567", "****567"),
            ("12", "12"),
        ];
        let wrong: Vec<_> = names
            .into_iter()
            .map(|(value, expected)| (masked_name(value), expected))
            .chain(numbers.into_iter().map(|(value, expected)| (masked(value), expected)))
            .filter(|(masked, expected)| masked != expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
