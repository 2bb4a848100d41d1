//! What an operator can set about campaigns: the table `[campaign]` beside `[server]` and `[checks]` of the check server.

use crate::clock::{DAY, HOUR};
use crate::db::Db;
use crate::session::SessionKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The table `campaign`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CampaignConfig {
    /// The folder of the embedded database, the photos and the keys, as far as the keys below do not name other places.
    pub data: PathBuf,
    /// The address of a database, such as `postgres://…`; the file `campaign.db` in the folder if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database: Option<String>,
    /// The address of the photos and archives, such as `s3://bucket`; the folder `objects` in the folder if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<String>,
    /// The file of the keys; `keys.toml` in the folder if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys: Option<PathBuf>,
    /// The folder of the candidates' pages; without it only the API is served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub www: Option<PathBuf>,
    /// The folder of the office's pages, served at `/office/`; without it staff have only the API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<PathBuf>,
    /// What this process does.
    pub role: Vec<Role>,
    /// Where WeChat's and the SMS vendor's endpoints are.
    pub wechat: String,
    /// The mini-program's id.
    pub wechat_appid: String,
    /// The mini-program's secret.
    pub wechat_secret: String,
    /// Where WeChat Pay's endpoints are.
    pub gateway: String,
    /// The file of the merchant at WeChat Pay; without it nothing can be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant: Option<PathBuf>,
    /// This service as the world reaches it: WeChat Pay's notices go there.
    pub public_address: String,
    /// A page on which orders are paid outside WeChat, for trying out: the simulator's. With it, whoever has signed in by phone
    /// can pay as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_page: Option<String>,
    /// The SMS vendor's address.
    pub sms: String,
    /// The account's id at the SMS vendor.
    pub sms_secret_id: String,
    /// The account's secret at the SMS vendor.
    pub sms_secret_key: String,
    /// The application's id at the SMS vendor.
    pub sms_app: String,
    /// The name that stands in front of every message.
    pub sms_signature: String,
    /// The ids of the templates at the SMS vendor, by their keys; a key that is missing is its own id.
    pub sms_templates: BTreeMap<String, String>,
    /// Tries to match a name and number that one account has in an hour.
    pub tries_per_account: i64,
    /// The same for one network address.
    pub tries_per_address: i64,
    /// Tries that there are for one number in a day.
    pub tries_per_number: i64,
    /// Codes that are sent to one phone number in an hour.
    pub codes_per_phone: i64,
    /// Whether the address of a client is what the proxy in front writes last into `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Hours until a candidate signs in again.
    pub candidate_hours: i64,
    /// Hours until a member of staff signs in again.
    pub staff_hours: i64,
}

/// What a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// It answers requests.
    Api,
    /// It does what is due.
    Worker,
}

impl CampaignConfig {
    /// The table's name.
    pub const TABLE: &str = "campaign";

    /// The address of the database.
    pub fn database_url(&self) -> String {
        self.database.clone().unwrap_or_else(|| Db::file_url(&self.data.join("campaign.db")))
    }

    /// The file of the keys.
    pub fn keys_file(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| self.data.join("keys.toml"))
    }

    /// The folder of the photos, where there is no address of them.
    pub fn objects_folder(&self) -> PathBuf {
        self.data.join("objects")
    }

    /// Hours that a session lasts.
    pub fn session_hours(&self, kind: SessionKind) -> i64 {
        match kind {
            SessionKind::Candidate => self.candidate_hours,
            SessionKind::Staff => self.staff_hours,
        }
    }
}

impl Default for CampaignConfig {
    fn default() -> Self {
        Self {
            data: PathBuf::from("campaign-data"),
            database: None,
            storage: None,
            keys: None,
            www: None,
            office: None,
            role: vec![Role::Api, Role::Worker],
            wechat: "http://127.0.0.1:8090".to_owned(),
            wechat_appid: "wx0000000000000000".to_owned(),
            wechat_secret: String::new(),
            gateway: "http://127.0.0.1:8090".to_owned(),
            merchant: None,
            public_address: "http://127.0.0.1:8080".to_owned(),
            pay_page: None,
            sms: "http://127.0.0.1:8090".to_owned(),
            sms_secret_id: "AKIDsimulator".to_owned(),
            sms_secret_key: "secret-of-the-simulator".to_owned(),
            sms_app: "1400000000".to_owned(),
            sms_signature: "照片采集".to_owned(),
            sms_templates: BTreeMap::new(),
            tries_per_account: 5,
            tries_per_address: 20,
            tries_per_number: 3,
            codes_per_phone: 5,
            behind_proxy: false,
            // A campaign of three days, and the days of the review.
            candidate_hours: 14 * DAY / HOUR,
            // A working day.
            staff_hours: 12,
        }
    }
}
