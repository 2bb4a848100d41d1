//! A line of the roster as the database keeps it: by keyed hashes, so that the numbers themselves are nowhere.
//!
//! This is the way of identification by name, number and level. Another one, such as a code handed out by the school,
//! would give another `match_key`.

use crate::context::App;
use crate::db::Change;
use crate::identity::{IdType, normalised_name};
use crate::keys::{Keys, Purpose};
use crate::problem::Problem;
use sqlx::Row;

const FORGET: &str = "UPDATE roster_entry SET name_sealed = $2, student_sealed = $2 WHERE id = \
    (SELECT roster_entry FROM collection WHERE id = $1)";
const LET_GO: &str = "UPDATE collection SET account = NULL, declarations = '{}' WHERE id = $1";
const LET_ENDED_GO: &str = "UPDATE collection SET account = NULL, declarations = '{}' WHERE campaign = $1 \
    AND state IN ('withdrawn', 'expired') AND (account IS NOT NULL OR declarations <> '{}')";
const FORGET_ENDED: &str = "UPDATE roster_entry SET name_sealed = $2, student_sealed = $2 WHERE campaign = $1 \
    AND LENGTH(name_sealed) > 0 AND id IN (SELECT roster_entry FROM collection WHERE campaign = $1) AND id NOT IN \
    (SELECT roster_entry FROM collection WHERE campaign = $1 AND state NOT IN ('withdrawn', 'expired'))";
const DELETE_UNUSED: &str = "DELETE FROM roster_entry WHERE campaign = $1 AND id NOT IN \
    (SELECT roster_entry FROM collection WHERE campaign = $1)";
const PERSON: &str = "SELECT name_sealed, student_sealed, level FROM roster_entry WHERE id = $1";

/// The keyed hashes by which a line is found.
pub struct Keyed {
    /// Campaign, level, number and name together.
    pub match_key: String,
    /// Campaign and number.
    pub identity_key: String,
}

/// What the candidate and staff may see of a line.
#[derive(Debug)]
pub struct Person {
    /// The name, as the roster writes it.
    pub name: String,
    /// The student number.
    pub student_number: String,
    /// The level of study.
    pub level: String,
}

/// The hashes of what a candidate or a roster says. A number of the wrong form has hashes as well, which no line has.
pub fn keyed(
    keys: &Keys,
    campaign: &str,
    level: &str,
    name: &str,
    id_type: IdType,
    id_number: &str,
) -> Keyed {
    // Such as no number of the right form is, and another one for each: tries are counted by it.
    let number = id_type.normalised_number(id_number).unwrap_or_else(|_| format!("?{id_number}"));
    let [usual, ..] = id_type.names() else {
        return Keyed { match_key: String::new(), identity_key: String::new() };
    };
    Keyed {
        match_key: keys
            .lookup(Purpose::RosterEntry, &[campaign, level, usual, &number, &normalised_name(name)]),
        identity_key: keys.lookup(Purpose::IdNumber, &[campaign, usual, &number]),
    }
}

/// The person of a line; without name and number once these were purged.
///
/// # Errors
/// Those of the database; a value does not open.
pub async fn person(app: &App, roster_entry: &str) -> Result<Person, Problem> {
    let row = sqlx::query(PERSON).bind(roster_entry).fetch_one(app.db.pool()).await?;
    let open = |purpose, sealed: Vec<u8>| {
        if sealed.is_empty() {
            return Ok(String::new());
        }
        let value = app.keys.open(purpose, roster_entry, &sealed).map_err(Problem::internal)?;
        String::from_utf8(value).map_err(Problem::internal)
    };
    Ok(Person {
        name: open(Purpose::Name, row.try_get("name_sealed")?)?,
        student_number: open(Purpose::StudentNumber, row.try_get("student_sealed")?)?,
        level: row.try_get("level")?,
    })
}

/// Removes name and student number of a collection's line, what was declared, and lets its account go.
///
/// # Errors
/// Those of the database.
pub async fn forget_person(change: &mut Change, collection: &str) -> Result<(), Problem> {
    sqlx::query(FORGET).bind(collection).bind(Vec::<u8>::new()).execute(&mut *change.tx).await?;
    sqlx::query(LET_GO).bind(collection).execute(&mut *change.tx).await?;
    Ok(())
}

/// Removes name and student number from the lines of a campaign whose collections have ended without a delivery, and
/// what was declared, and lets their accounts go; gives the number of lines.
///
/// # Errors
/// Those of the database.
pub async fn forget_ended(change: &mut Change, campaign: &str) -> Result<u64, Problem> {
    sqlx::query(LET_ENDED_GO).bind(campaign).execute(&mut *change.tx).await?;
    let forget = sqlx::query(FORGET_ENDED).bind(campaign).bind(Vec::<u8>::new());
    Ok(forget.execute(&mut *change.tx).await?.rows_affected())
}

/// Deletes the lines of a campaign that nobody has matched; gives their number.
///
/// # Errors
/// Those of the database.
pub async fn forget_unused(change: &mut Change, campaign: &str) -> Result<u64, Problem> {
    Ok(sqlx::query(DELETE_UNUSED).bind(campaign).execute(&mut *change.tx).await?.rows_affected())
}
