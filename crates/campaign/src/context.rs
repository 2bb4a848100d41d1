//! What all requests and tasks share.

use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::config::CampaignConfig;
use crate::db::Db;
use crate::keys::Keys;
use crate::objects::Objects;
use crate::wechat::WeChat;
use precheck_server::ApiState;
use std::sync::Arc;

/// Everything that a handler needs; cloning it is cheap.
pub type App = Arc<Context>;

/// See [`App`]. Nothing in it is state: what must not be lost is in the database and the objects.
pub struct Context {
    /// The settings.
    pub config: CampaignConfig,
    /// The rows.
    pub db: Db,
    /// Photos and archives.
    pub objects: Objects,
    /// What protects personal data.
    pub keys: Keys,
    /// The time.
    pub clock: Clock,
    /// The checker with its queue.
    pub checks: ApiState,
    /// The campaigns, as they were a moment ago.
    pub catalogue: Catalogue,
    /// WeChat's and the SMS vendor's endpoints.
    pub wechat: WeChat,
}
