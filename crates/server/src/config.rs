//! What an operator can set, in two tables. `precheck-server.toml` explains every key.

use crate::content_security_policy::FrameAncestor;
use precheck_imaging::container::limits::MAX_BYTES;
use serde::{Deserialize, Serialize};
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZero;
use std::path::PathBuf;

/// Every key with its default and what it means, as TOML.
pub const SAMPLE: &str = include_str!("../precheck-server.toml");

/// The table `server`: socket, connections, site and log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerConfig {
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// The folder of the check page.
    pub www: PathBuf,
    /// A folder of the operator's own profiles, as TOML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profiles: Option<PathBuf>,
    /// Least important log line.
    pub log: LogLevel,
    /// Connections at once; one more waits in the system's backlog.
    pub max_connections: usize,
    /// Time for the head of a request to arrive, and for a connection to be idle.
    pub request_head_seconds: u64,
    /// Age at which a connection is closed after its current request.
    pub connection_seconds: u64,
    /// Time for running requests to end when the server stops.
    pub shutdown_seconds: u64,
    /// Pages that may show the check page in a frame.
    pub frame_ancestors: Vec<FrameAncestor>,
    /// Files by which WeChat's platforms see that the domain is the operator's.
    pub domain_verification: Vec<Verification>,
}

/// The table `checks`: workers, queue and uploads of the check API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecksConfig {
    /// Checks that run at once.
    pub workers: NonZero<usize>,
    /// Checks that may wait for a worker; one more is answered 429.
    pub queue_length: usize,
    /// Time for a check, including its wait in the queue.
    pub check_seconds: u64,
    /// Memory of all uploads together, in MiB.
    pub upload_memory_mib: usize,
    /// Time that an upload may stand still, and over which its rate is measured.
    pub upload_seconds: u64,
    /// Slowest upload that is waited for.
    pub upload_bytes_per_second: NonZero<u64>,
    /// Time for an upload as a whole.
    pub upload_total_seconds: u64,
}

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// What an operator must repair.
    Error,
    /// What an operator should know, such as a browser whose report differs.
    Warn,
    /// One line a request as well.
    Info,
    /// Connections as well.
    Debug,
}

/// One file at the root of the site, as WeChat's platforms ask for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// `MP_verify_….txt`, or the name that the mini-program's settings give.
    pub name: VerificationName,
    /// The file's content.
    pub text: String,
}

/// Letters, digits, `_` and `-`, then `.txt`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VerificationName(String);

impl ServerConfig {
    /// The table's name.
    pub const TABLE: &str = "server";
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            www: PathBuf::from("target/site/check"),
            profiles: None,
            log: LogLevel::Info,
            max_connections: 1024,
            request_head_seconds: 10,
            connection_seconds: 900,
            shutdown_seconds: 30,
            frame_ancestors: vec![FrameAncestor::own_origin()],
            domain_verification: Vec::new(),
        }
    }
}

impl ChecksConfig {
    /// The table's name.
    pub const TABLE: &str = "checks";

    /// Bytes of all uploads together; at least one photo fits, with its smaller allocation before.
    pub fn upload_bytes(&self) -> usize {
        let one_photo = usize::try_from(MAX_BYTES).unwrap_or(usize::MAX);
        self.upload_memory_mib.saturating_mul(1 << 20).max(one_photo.saturating_mul(2))
    }
}

impl Default for ChecksConfig {
    fn default() -> Self {
        Self {
            workers: std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN),
            // At 0.2 s a check and two cores the last in line waits some three seconds.
            queue_length: 32,
            check_seconds: 30,
            upload_memory_mib: 512,
            // Three lost packets in a row are sent again within 7 seconds.
            upload_seconds: 15,
            // A sixth of the 400 kbit/s of a bad mobile network.
            upload_bytes_per_second: NonZero::new(8192).unwrap_or(NonZero::<u64>::MIN),
            // A photo of 15 MB at those 400 kbit/s.
            upload_total_seconds: 300,
        }
    }
}

impl TryFrom<String> for VerificationName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        match name.strip_suffix(".txt") {
            Some(stem) if !stem.is_empty() && stem.chars().all(allowed) => Ok(Self(name)),
            _ => Err(format!("`{name}` is no verification file: letters, digits, `_` and `-`, then `.txt`")),
        }
    }
}

impl From<VerificationName> for String {
    fn from(name: VerificationName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use figment::Figment;
    use figment::providers::{Format, Toml};
    use figment::value::Dict;

    #[test]
    fn the_default_listens_to_this_machine_only() {
        assert!(ServerConfig::default().listen.ip().is_loopback());
    }

    #[test]
    fn the_sample_explains_every_key_and_gives_its_default() {
        // Its one key without a value that holds everywhere.
        let sample = SAMPLE.replace("# workers = 2", "workers = 2");
        let tables = Figment::from(Toml::string(&sample));
        let checks = ChecksConfig { workers: NonZero::new(2).unwrap(), ..ChecksConfig::default() };
        assert_eq!(
            tables.extract_inner::<ServerConfig>(ServerConfig::TABLE).unwrap(),
            ServerConfig::default()
        );
        assert_eq!(tables.extract_inner::<ChecksConfig>(ChecksConfig::TABLE).unwrap(), checks);
        let names = tables.extract::<Dict>().unwrap().into_keys().collect::<Vec<_>>();
        assert_eq!(names, [ChecksConfig::TABLE, ServerConfig::TABLE]);
    }
}
