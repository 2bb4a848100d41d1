//! Copies the database, the objects and the keys while the service runs. The copy is a data folder itself: it is restored
//! by being used, a PostgreSQL database by `psql --file campaign.sql` into an empty one.

use crate::config::CampaignConfig;
use crate::context::App;
use crate::db::DbKind;
use crate::objects::Objects;
use futures_util::{StreamExt, TryStreamExt};
use percent_encoding::percent_decode_str;
use reqwest::Url;
use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Copies everything into a folder that does not exist; gives the number of objects.
///
/// # Errors
/// The folder exists or cannot be written; there is no `pg_dump`, or it fails; an object cannot be read.
pub async fn backup(app: &App, folder: &Path) -> Result<usize, Box<dyn Error + Send + Sync>> {
    fs::create_dir(folder)
        .map_err(|error| format!("cannot make the folder `{}`: {error}", folder.display()))?;
    let copy = CampaignConfig { data: folder.to_owned(), ..CampaignConfig::default() };
    let objects = Objects::open(&copy.objects_folder().display().to_string())?;
    let mut copied = HashSet::new();
    // Before and after the rows: what was deleted meanwhile was copied before, what was added is copied after.
    copy_objects(app, &objects, &mut copied).await?;
    match app.db.kind() {
        DbKind::Sqlite => {
            let database = folder.join("campaign.db").display().to_string();
            sqlx::query("VACUUM INTO $1").bind(database).execute(app.db.pool()).await?;
        }
        DbKind::Postgres => dump(app.config.database_url(), folder.join("campaign.sql")).await?,
    }
    copy_objects(app, &objects, &mut copied).await?;
    app.keys.write_new(&copy.keys_file())?;
    Ok(copied.len())
}

/// Has `pg_dump` write a PostgreSQL database, as it is at one moment.
async fn dump(database: String, file: PathBuf) -> Result<(), Box<dyn Error + Send + Sync>> {
    let (address, password) = without_password(&database)?;
    let mut pg_dump = Command::new("pg_dump");
    pg_dump.args(["--no-owner", "--no-privileges", "--dbname", &address, "--file"]).arg(file);
    // Everybody on the machine may see arguments, nobody else the environment.
    pg_dump.envs(password.map(|password| ("PGPASSWORD", password)));
    let status = tokio::task::spawn_blocking(move || pg_dump.status()).await?;
    let status = status.map_err(|error| format!("`pg_dump` of PostgreSQL cannot be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("pg_dump: {status}").into()) }
}

/// The address of a database without its password, and the password.
fn without_password(database: &str) -> Result<(String, Option<String>), Box<dyn Error + Send + Sync>> {
    let mut url = Url::parse(database)?;
    let mut password = url.password().map(|password| percent_decode_str(password).decode_utf8_lossy().into());
    if password.is_some() {
        url.set_password(None).map_err(|()| "the database's address has no host")?;
    }
    let (secret, rest): (Vec<_>, Vec<_>) =
        url.query_pairs().into_owned().partition(|(key, _)| key == "password");
    if let Some((_, secret)) = secret.into_iter().next_back() {
        password = Some(secret);
        url.query_pairs_mut().clear().extend_pairs(rest);
    }
    Ok((url.into(), password))
}

async fn copy_objects(
    app: &App,
    to: &Objects,
    copied: &mut HashSet<String>,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let listed: Vec<_> = app.objects.list().try_collect().await?;
    for object in listed {
        if !copied.insert(object.key.to_string()) {
            continue;
        }
        let mut pieces = match app.objects.stream(&object.key, None).await {
            Ok(pieces) => pieces,
            // Deleted since it was listed, together with its row.
            Err(crate::objects::ObjectError::Missing(_)) => continue,
            Err(error) => return Err(error.into()),
        };
        let mut writer = to.write(&object.key).await?;
        while let Some(piece) = pieces.next().await {
            writer.put(piece?.to_vec()).await?;
        }
        writer.finish().await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_no_argument() {
        let cases = [
            ("postgres://user:p%40ss%2Fw@host:5432/db", "postgres://user@host:5432/db", Some("p@ss/w")),
            ("postgres://host/db?user=u&password=a%26b", "postgres://host/db?user=u", Some("a&b")),
            ("postgres://user@host/db?sslmode=require", "postgres://user@host/db?sslmode=require", None),
        ];
        for (database, address, password) in cases {
            let (found, secret) = without_password(database).unwrap();
            assert_eq!((found.as_str(), secret.as_deref()), (address, password), "{database}");
        }
    }
}
