//! What the commands of the program share: they open the same things as the service.

use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::config::CampaignConfig;
use crate::context::{App, Context};
use crate::db::Db;
use crate::keys::Keys;
use crate::objects::Objects;
use crate::wechat::WeChat;
use portrait_precheck::models::Models;
use precheck_server::{ApiState, ChecksConfig};
use std::error::Error;
use std::fs;
use std::sync::Arc;

/// Opens database, objects and keys, which are made if they are not there.
///
/// # Errors
/// One of them cannot be opened.
pub async fn open(
    config: CampaignConfig,
    checks: ChecksConfig,
    models: impl Models + Send + Sync + 'static,
    clock: Clock,
) -> Result<App, Box<dyn Error + Send + Sync>> {
    if config.database.is_none() || config.storage.is_none() || config.keys.is_none() {
        let data = config.data.display();
        fs::create_dir_all(&config.data)
            .map_err(|error| format!("cannot make the folder `{data}`: {error}"))?;
    }
    let keys = Keys::load_or_create(&config.keys_file())?;
    let folder = config.objects_folder().display().to_string();
    let objects = Objects::open(config.storage.as_deref().unwrap_or(&folder))?;
    let db = Db::connect(&config.database_url(), clock.clone()).await;
    let db = db.map_err(|error| format!("cannot open the database: {error}"))?;
    let wechat = WeChat::new(&config.wechat, &config.wechat_appid, &config.wechat_secret, &config.sms)?;
    Ok(Arc::new(Context {
        db,
        objects,
        keys,
        clock,
        checks: ApiState::new(checks, models),
        catalogue: Catalogue::default(),
        wechat,
        config,
    }))
}
