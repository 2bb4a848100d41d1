//! A new key seals from now on; then the older values are sealed with it, too, and the older key is needed no more.

use crate::context::App;
use crate::db::Actor;
use crate::keys::{KeyError, Keys, Purpose};
use crate::problem::Problem;
use sqlx::Row;
use std::fs;
use std::path::Path;

/// The sealed columns: how they are read and written, and what their values are. Accounts are signed into by WeChat or by
/// a phone.
const COLUMNS: [(&str, &str, &[Purpose]); 5] = [
    (
        "SELECT id, name_sealed AS sealed FROM roster_entry",
        "UPDATE roster_entry SET name_sealed = $2 WHERE id = $1 AND name_sealed = $3",
        &[Purpose::Name],
    ),
    (
        "SELECT id, student_sealed AS sealed FROM roster_entry",
        "UPDATE roster_entry SET student_sealed = $2 WHERE id = $1 AND student_sealed = $3",
        &[Purpose::StudentNumber],
    ),
    (
        "SELECT id, login_sealed AS sealed FROM account",
        "UPDATE account SET login_sealed = $2 WHERE id = $1 AND login_sealed = $3",
        &[Purpose::WechatAccount, Purpose::Phone],
    ),
    (
        "SELECT id, phone_sealed AS sealed FROM account WHERE phone_sealed IS NOT NULL",
        "UPDATE account SET phone_sealed = $2 WHERE id = $1 AND phone_sealed = $3",
        &[Purpose::Phone],
    ),
    (
        "SELECT id, totp_sealed AS sealed FROM staff",
        "UPDATE staff SET totp_sealed = $2 WHERE id = $1 AND totp_sealed = $3",
        &[Purpose::TotpSecret],
    ),
];

/// Puts a new key into the key file. Processes seal with it once they are restarted; until then they cannot open what
/// restarted ones have sealed.
///
/// # Errors
/// The file cannot be written; the old one is still there then.
pub fn add_key(keys: &Keys, file: &Path) -> Result<(), KeyError> {
    let new = file.with_extension("new");
    keys.rotated()?.write_new(&new)?;
    Ok(fs::rename(new, file)?)
}

/// Seals with the current key what older ones have sealed; gives the number of values. What changes meanwhile is sealed
/// with the current key anyway.
///
/// # Errors
/// A value does not open, or those of the database.
pub async fn reseal(app: &App) -> Result<usize, Problem> {
    let mut resealed = 0;
    for (read, write, purposes) in COLUMNS {
        for row in sqlx::query(read).fetch_all(app.db.pool()).await? {
            let (id, sealed): (String, Vec<u8>) = (row.try_get("id")?, row.try_get("sealed")?);
            if sealed.is_empty() {
                continue;
            }
            let tried: Vec<_> =
                purposes.iter().map(|purpose| app.keys.reseal(*purpose, &id, &sealed)).collect();
            let new = match tried.into_iter().reduce(Result::or) {
                Some(Ok(new)) => new,
                Some(Err(error)) => return Err(Problem::internal(error)),
                None => None,
            };
            if let Some(new) = new {
                sqlx::query(write).bind(&id).bind(new).bind(sealed).execute(app.db.pool()).await?;
                resealed += 1;
            }
        }
    }
    let mut change = app.db.change(Actor::Operator).await?;
    change.note("keys", "", "reseal", &format!("{resealed} values")).await?;
    change.commit().await?;
    Ok(resealed)
}
