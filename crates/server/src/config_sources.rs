//! Where settings come from: defaults, then a TOML file, then variables of the environment, then arguments.
//! Each program reads its own tables; a key that a table does not know is refused by name, with the layer that
//! it is in.

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use figment::value::Dict;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// Variables of the environment begin with this: `PRECHECK_SERVER__LISTEN=0.0.0.0:80`.
const PREFIX: &str = "PRECHECK_";

/// Between a table and its key in the name of a variable. Variables without it are not settings.
const SEPARATOR: &str = "__";

/// The layers, before a table is read from them.
#[derive(Debug, Clone)]
pub struct ConfigSources(Figment);

impl ConfigSources {
    /// Lays `file`, the environment and the arguments, which belong to `table`, over each other.
    pub fn load(file: Option<&Path>, table: &str, arguments: impl Serialize) -> Self {
        let file = file.map_or_else(Figment::new, |file| Figment::from(Toml::file_exact(file)));
        let environment = Env::prefixed(PREFIX).filter(|name| name.as_str().contains(SEPARATOR));
        Self(file.merge(environment.split(SEPARATOR)).merge(Serialized::default(table, arguments)))
    }

    /// The table of this name, its defaults where nothing is set.
    ///
    /// # Errors
    /// The file cannot be read, a key is unknown or a value is not allowed: named, with its layer.
    pub fn table<T: Default + Serialize + DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<T, Box<figment::Error>> {
        let layers = self.0.clone().join(Serialized::default(name, T::default()));
        layers.extract_inner(name).map_err(Box::new)
    }

    /// The tables that are none of `known`: another program's, or misspelt.
    pub fn other_tables(&self, known: &[&str]) -> Vec<String> {
        let all: Dict = self.0.extract().unwrap_or_default();
        all.into_keys().filter(|name| !known.contains(&name.as_str())).collect()
    }
}

#[cfg(test)]
#[expect(clippy::result_large_err, reason = "the error that figment's `Jail` asks for")]
mod tests {
    use super::*;
    use crate::config::{ChecksConfig, ServerConfig};
    use figment::Jail;

    #[derive(Serialize)]
    struct NoArguments {}

    fn load(file: Option<&str>) -> ConfigSources {
        ConfigSources::load(file.map(Path::new), ServerConfig::TABLE, NoArguments {})
    }

    #[test]
    fn arguments_override_the_environment_and_the_environment_overrides_the_file() {
        #[derive(Serialize)]
        struct Arguments {
            listen: &'static str,
        }
        Jail::expect_with(|jail| {
            jail.create_file(
                "s.toml",
                "checks = { queue_length = 1, workers = 1 }\nserver.listen = '127.0.0.1:1'",
            )?;
            jail.set_env("PRECHECK_CHECKS__WORKERS", "2");
            jail.set_env("PRECHECK_SERVER__LISTEN", "127.0.0.1:2");
            let arguments = Arguments { listen: "127.0.0.1:3" };
            let sources = ConfigSources::load(Some(Path::new("s.toml")), ServerConfig::TABLE, arguments);
            let checks: ChecksConfig = sources.table(ChecksConfig::TABLE).map_err(|e| *e)?;
            let server: ServerConfig = sources.table(ServerConfig::TABLE).map_err(|e| *e)?;
            assert_eq!((checks.queue_length, checks.workers.get(), server.listen.port()), (1, 2, 3));
            Ok(())
        });
    }

    #[test]
    fn another_programs_table_may_be_in_the_same_file() {
        Jail::expect_with(|jail| {
            jail.create_file("s.toml", "[checks]\nworkers = 3\n[campaign]\nfee_fen = 3000")?;
            jail.set_env("PRECHECK_SERVER", "/usr/bin/precheck-server");
            let sources = load(Some("s.toml"));
            let checks: ChecksConfig = sources.table(ChecksConfig::TABLE).map_err(|e| *e)?;
            assert_eq!(checks.workers.get(), 3);
            assert_eq!(
                sources.table::<ServerConfig>(ServerConfig::TABLE).map_err(|e| *e)?,
                ServerConfig::default()
            );
            assert_eq!(sources.other_tables(&[ServerConfig::TABLE, ChecksConfig::TABLE]), ["campaign"]);
            Ok(())
        });
    }

    #[test]
    fn a_list_can_be_set_in_the_environment() {
        Jail::expect_with(|jail| {
            jail.set_env("PRECHECK_SERVER__DOMAIN_VERIFICATION", r#"[{name="MP_verify_a.txt",text="a"}]"#);
            let server: ServerConfig = load(None).table(ServerConfig::TABLE).map_err(|e| *e)?;
            assert_eq!(server.domain_verification.len(), 1);
            Ok(())
        });
    }

    #[test]
    fn what_is_misspelt_is_refused_by_name() {
        let cases = [
            ("PRECHECK_CHECKS__WORKER", "1", "worker"),
            ("PRECHECK_CHECKS__WORKERS", "0", "WORKERS"),
            ("PRECHECK_SERVER__LOG", "loud", "loud"),
            ("PRECHECK_SERVER__LISTEN", "here", "LISTEN"),
            ("PRECHECK_SERVER__DOMAIN_VERIFICATION", r#"[{name="../a.txt",text="a"}]"#, "../a.txt"),
        ];
        for (variable, value, named) in cases {
            Jail::expect_with(|jail| {
                jail.set_env(variable, value);
                let sources = load(None);
                let server = sources.table::<ServerConfig>(ServerConfig::TABLE).err();
                let checks = sources.table::<ChecksConfig>(ChecksConfig::TABLE).err();
                let refusal = server.or(checks).map(|error| error.to_string());
                assert!(refusal.as_ref().is_some_and(|r| r.contains(named)), "{variable}: {refusal:?}");
                Ok(())
            });
        }
    }

    #[test]
    fn a_file_that_is_missing_is_named() {
        let refusal = load(Some("nowhere.toml")).table::<ServerConfig>(ServerConfig::TABLE).err();
        assert!(refusal.as_ref().is_some_and(|r| r.to_string().contains("nowhere.toml")), "{refusal:?}");
    }
}
