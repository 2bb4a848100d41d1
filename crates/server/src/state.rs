//! What all requests share.

use crate::config::Config;
use crate::error::{Code, Problem};
use crate::metrics::Metrics;
use crate::queue::Queue;
use portrait_precheck::models::Models;
use portrait_precheck::{Profile, profile};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Everything that a handler needs; cloning it is cheap.
#[derive(Clone)]
pub struct AppState {
    pub(crate) config: Arc<Config>,
    pub(crate) profiles: Arc<[Arc<Profile>]>,
    pub(crate) models: Arc<dyn Models + Send + Sync>,
    pub(crate) queue: Queue,
    /// Bytes of photos that still find room in memory.
    pub(crate) room: Arc<Semaphore>,
    pub(crate) metrics: Arc<Metrics>,
}

impl AppState {
    /// The state of one server: the profiles that ship with the checker, and these models.
    pub fn new(config: Config, models: impl Models + Send + Sync + 'static) -> Self {
        Self {
            profiles: profile::builtins().map(Arc::new).collect(),
            models: Arc::new(models),
            queue: Queue::new(config.workers, config.waiting),
            room: Arc::new(Semaphore::new(config.upload_bytes().min(Semaphore::MAX_PERMITS))),
            metrics: Arc::default(),
            config: Arc::new(config),
        }
    }

    /// The profile of this id.
    pub(crate) fn profile(&self, id: &str) -> Result<Arc<Profile>, Problem> {
        let found = self.profiles.iter().find(|profile| profile.id == id);
        found.cloned().ok_or_else(|| {
            let known: Vec<&str> = self.profiles.iter().map(|profile| profile.id.as_str()).collect();
            Problem::with(Code::UnknownProfile, &[("id", id), ("known", &known.join(", "))])
        })
    }
}
