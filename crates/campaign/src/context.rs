//! What all requests and tasks share.

use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::config::CampaignConfig;
use crate::db::Db;
use crate::keys::Keys;
use crate::message::Sms;
use crate::objects::Objects;
use crate::problem::{Code, Problem};
use crate::wechat::WeChat;
use crate::wechat_pay::{Gateway, Merchant};
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
    /// WeChat's login.
    pub wechat: WeChat,
    /// The vendor of text messages.
    pub sms: Sms,
    /// WeChat Pay, if there is a merchant.
    pub pay: Option<Pay>,
}

/// WeChat Pay, with the merchant's keys.
pub struct Pay {
    /// The keys.
    pub merchant: Arc<Merchant>,
    /// The calls.
    pub gateway: Box<dyn Gateway>,
}

impl Context {
    /// WeChat Pay.
    ///
    /// # Errors
    /// [`Code::PaymentUnavailable`] where the settings name no merchant.
    pub fn pay(&self) -> Result<&Pay, Problem> {
        self.pay.as_ref().ok_or_else(|| {
            tracing::error!("there is a fee, but the settings name no merchant");
            Code::PaymentUnavailable.into()
        })
    }
}
