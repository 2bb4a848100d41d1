//! Copies the embedded database, the objects and the keys while the service runs. The copy is a data folder itself: it is
//! restored by being used.

use crate::config::CampaignConfig;
use crate::context::App;
use crate::db::DbKind;
use crate::objects::Objects;
use futures_util::{StreamExt, TryStreamExt};
use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::path::Path;

/// Copies everything into a folder that does not exist; gives the number of objects.
///
/// # Errors
/// The folder exists or cannot be written; the database is a server's, which has its own tools; an object cannot be read.
pub async fn backup(app: &App, folder: &Path) -> Result<usize, Box<dyn Error + Send + Sync>> {
    if app.db.kind() != DbKind::Sqlite {
        return Err(
            "a PostgreSQL database is copied by pg_dump, and its bucket by the store's own tools".into()
        );
    }
    fs::create_dir(folder)
        .map_err(|error| format!("cannot make the folder `{}`: {error}", folder.display()))?;
    let copy = CampaignConfig { data: folder.to_owned(), ..CampaignConfig::default() };
    let objects = Objects::open(&copy.objects_folder().display().to_string())?;
    let mut copied = HashSet::new();
    // Before and after the rows: what was deleted meanwhile was copied before, what was added is copied after.
    copy_objects(app, &objects, &mut copied).await?;
    let database = folder.join("campaign.db").display().to_string();
    sqlx::query("VACUUM INTO $1").bind(database).execute(app.db.pool()).await?;
    copy_objects(app, &objects, &mut copied).await?;
    app.keys.write_new(&copy.keys_file())?;
    Ok(copied.len())
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
