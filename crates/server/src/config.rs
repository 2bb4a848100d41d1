//! What an operator can set: defaults, then a TOML file, then variables `PRECHECK_SERVER_…`, then arguments.
//! A misspelt key is refused by name, with the layer that it stands in.

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use precheck_imaging::container::limits::MAX_BYTES;
use serde::{Deserialize, Serialize};
use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Variables of the environment begin with this: `PRECHECK_SERVER_LISTEN=0.0.0.0:80`.
pub const ENVIRONMENT: &str = "PRECHECK_SERVER_";

/// Everything that can be set. Times are in seconds.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// The folder of the pages.
    pub www: PathBuf,
    /// Checks that run at once; one a core unless set.
    pub workers: NonZero<usize>,
    /// Checks that may wait for a worker; one more is answered 429.
    pub waiting: usize,
    /// Connections at once; one more waits in the system's backlog.
    pub connections: usize,
    /// Photos in memory at once, in MiB.
    pub upload_memory: usize,
    /// Time for the head of a request, and for a connection to stay idle.
    pub head_seconds: u64,
    /// Time for a body to begin, beyond what its length takes at [`Config::upload_rate`].
    pub upload_seconds: u64,
    /// Slowest upload that is waited for, in bytes a second.
    pub upload_rate: NonZero<u64>,
    /// Time for a check, with its wait in the queue.
    pub check_seconds: u64,
    /// Age at which a connection is closed after the request at hand.
    pub connection_seconds: u64,
    /// Time for running requests to end when the server stops.
    pub shutdown_seconds: u64,
    /// Least important log line: `error`, `warn`, `info`, `debug` or `off`.
    pub log: LogLevel,
    /// Files by which WeChat's platforms see that the domain is the operator's.
    pub domain_verification: Vec<Verification>,
}

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// What an operator must mend.
    Error,
    /// What an operator should know, such as a browser whose report differs.
    Warn,
    /// One line a request as well.
    Info,
    /// Connections as well.
    Debug,
}

/// One file at the root of the site, as WeChat's platforms ask for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// `MP_verify_….txt`, or the name that the mini-program's settings give.
    pub name: VerificationName,
    /// What the file holds.
    pub text: String,
}

/// Letters, digits, `_` and `-`, then `.txt`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VerificationName(String);

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            www: PathBuf::from("www"),
            workers: std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN),
            // At 0.2 s a check and two cores the last in line waits some three seconds.
            waiting: 32,
            connections: 1024,
            upload_memory: 512,
            head_seconds: 10,
            upload_seconds: 20,
            // A sixth of the 400 kbit/s of a bad mobile network.
            upload_rate: NonZero::new(8192).unwrap_or(NonZero::<u64>::MIN),
            check_seconds: 30,
            connection_seconds: 900,
            shutdown_seconds: 30,
            log: LogLevel::Info,
            domain_verification: Vec::new(),
        }
    }
}

impl Config {
    /// Lays `file`, the environment and `arguments` over the defaults.
    ///
    /// # Errors
    /// A key is unknown or a value is not allowed: named, with its layer.
    pub fn load(file: Option<&Path>, arguments: impl Serialize) -> Result<Self, Box<figment::Error>> {
        let mut layers = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            layers = layers.merge(Toml::file_exact(file));
        }
        layers
            .merge(Env::prefixed(ENVIRONMENT))
            .merge(Serialized::globals(arguments))
            .extract()
            .map_err(Box::new)
    }

    /// Time for a body of `received` bytes to have arrived.
    pub fn upload_time(&self, received: u64) -> Duration {
        Duration::from_secs(self.upload_seconds.saturating_add(received / self.upload_rate))
    }

    /// Bytes of photos in memory at once; at least one photo finds room.
    pub fn upload_bytes(&self) -> usize {
        let one_photo = usize::try_from(MAX_BYTES).unwrap_or(usize::MAX);
        self.upload_memory.saturating_mul(1 << 20).max(one_photo)
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
#[expect(clippy::result_large_err, reason = "the error that figment's `Jail` asks for")]
mod tests {
    use super::*;
    use figment::Jail;

    #[derive(Serialize)]
    struct NoArguments {}

    #[test]
    fn the_default_listens_to_this_machine_only() {
        assert_eq!(Config::default().listen.to_string(), "127.0.0.1:8080");
    }

    #[test]
    fn arguments_go_before_the_environment_and_the_environment_before_the_file() {
        #[derive(Serialize)]
        struct Arguments {
            listen: &'static str,
        }
        Jail::expect_with(|jail| {
            jail.create_file("s.toml", "waiting = 1\nworkers = 1\nlisten = '127.0.0.1:1'")?;
            jail.set_env("PRECHECK_SERVER_WORKERS", "2");
            jail.set_env("PRECHECK_SERVER_LISTEN", "127.0.0.1:2");
            let arguments = Arguments { listen: "127.0.0.1:3" };
            let config = Config::load(Some(Path::new("s.toml")), arguments).map_err(|e| *e)?;
            assert_eq!((config.waiting, config.workers.get(), config.listen.port()), (1, 2, 3));
            Ok(())
        });
    }

    #[test]
    fn the_verification_file_can_be_set_in_the_environment() {
        Jail::expect_with(|jail| {
            jail.set_env("PRECHECK_SERVER_DOMAIN_VERIFICATION", r#"[{name="MP_verify_a.txt",text="a"}]"#);
            let config = Config::load(None, NoArguments {}).map_err(|e| *e)?;
            assert_eq!(config.domain_verification.len(), 1);
            Ok(())
        });
    }

    #[test]
    fn what_is_misspelt_is_refused_by_name() {
        let cases = [
            ("PRECHECK_SERVER_WORKER", "1", "worker"),
            ("PRECHECK_SERVER_WORKERS", "0", "WORKERS"),
            ("PRECHECK_SERVER_LOG", "loud", "loud"),
            ("PRECHECK_SERVER_DOMAIN_VERIFICATION", r#"[{name="../a.txt",text="a"}]"#, "../a.txt"),
        ];
        for (variable, value, named) in cases {
            Jail::expect_with(|jail| {
                jail.set_env(variable, value);
                let refusal = Config::load(None, NoArguments {}).err().map(|e| e.to_string());
                assert!(refusal.as_ref().is_some_and(|r| r.contains(named)), "{variable}: {refusal:?}");
                Ok(())
            });
        }
    }
}
