//! What the commands of the program share: they open the same things as the service.

use crate::account;
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::config::CampaignConfig;
use crate::context::{App, Context, Pay};
use crate::db::Db;
use crate::keys::{Keys, Purpose};
use crate::message::{Sms, SmsSettings};
use crate::objects::Objects;
use crate::wechat::WeChat;
use crate::wechat_pay::{Client, Merchant};
use portrait_precheck::models::Models;
use precheck_server::{ApiState, ChecksConfig};
use sqlx::Row;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

const FINGERPRINT: &str = "SELECT fingerprint FROM key_file";
const FIRST_USE: &str = "INSERT INTO key_file (one, fingerprint) VALUES (1, $1) ON CONFLICT (one) DO NOTHING";

/// Opens database, objects and keys, which are made if they are not there; keys only for a database that has none.
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
    let folder = config.objects_folder().display().to_string();
    let objects = Objects::open(config.storage.as_deref().unwrap_or(&folder))?;
    let db = Db::connect(&config.database_url(), clock.clone()).await;
    let db = db.map_err(|error| format!("cannot open the database: {error}"))?;
    let keys = keys(&db, &config.keys_file()).await?;
    let wechat = WeChat::new(&config.wechat, &config.wechat_appid, &config.wechat_secret)?;
    let sms = SmsSettings {
        address: config.sms.clone(),
        secret_id: config.sms_secret_id.clone(),
        secret_key: config.sms_secret_key.clone(),
        app: config.sms_app.clone(),
        signature: config.sms_signature.clone(),
        templates: config.sms_templates.clone(),
    };
    let sms = Sms::new(sms, clock.clone())?;
    let pay = pay(&config, &clock)?;
    let app = Arc::new(Context {
        db,
        objects,
        keys,
        clock,
        checks: ApiState::new(checks, models),
        catalogue: Catalogue::default(),
        wechat,
        sms,
        pay,
        config,
    });
    account::fill_phone_keys(&app).await?;
    Ok(app)
}

/// The keys of a database: with others nobody would be found again.
async fn keys(db: &Db, file: &Path) -> Result<Keys, Box<dyn Error + Send + Sync>> {
    let known = || async { sqlx::query(FINGERPRINT).fetch_optional(db.pool()).await };
    let others = |what: &str| {
        let file = file.display();
        format!("{what}: put the keys.toml that this database began with at `{file}`, or name it by `--keys`")
    };
    if known().await?.is_some() && Keys::load(file)?.is_none() {
        return Err(others("the key file is missing").into());
    }
    let keys = Keys::load_or_create(file)?;
    let fingerprint = keys.lookup(Purpose::Fingerprint, &[]);
    if known().await?.is_none() {
        // Of two processes that begin at once, one is the first.
        sqlx::query(FIRST_USE).bind(&fingerprint).execute(db.pool()).await?;
    }
    match known().await? {
        Some(row) if row.try_get::<String, _>("fingerprint")? == fingerprint => Ok(keys),
        _ => Err(others("the database was begun with other keys").into()),
    }
}

/// WeChat Pay, if the settings name a merchant's file.
fn pay(config: &CampaignConfig, clock: &Clock) -> Result<Option<Pay>, Box<dyn Error + Send + Sync>> {
    let Some(file) = &config.merchant else { return Ok(None) };
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let merchant = Merchant::from_toml(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let merchant = Arc::new(merchant);
    let client = Client::new(
        &config.gateway,
        &config.public_address,
        &config.wechat_appid,
        merchant.clone(),
        clock.clone(),
    )?;
    Ok(Some(Pay { merchant, gateway: Box::new(client) }))
}
