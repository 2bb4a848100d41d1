//! What all requests of the API share.

use crate::code::Code;
use crate::config::ChecksConfig;
use crate::metrics::Metrics;
use crate::problem::Problem;
use crate::queue::Queue;
use portrait_precheck::models::Models;
use portrait_precheck::{Profile, profile};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Everything that a handler of the API needs; cloning it is cheap.
#[derive(Clone)]
pub struct ApiState {
    pub(crate) config: Arc<ChecksConfig>,
    pub(crate) profiles: Arc<[Arc<Profile>]>,
    pub(crate) models: Arc<dyn Models + Send + Sync>,
    pub(crate) queue: Queue,
    /// Bytes that uploads may still take in memory.
    pub(crate) upload_budget: Arc<Semaphore>,
    pub(crate) metrics: Arc<Metrics>,
}

impl ApiState {
    /// The state of one API: the profiles that ship with the checker, and these models.
    pub fn new(config: ChecksConfig, models: impl Models + Send + Sync + 'static) -> Self {
        let budget = config.upload_bytes().min(Semaphore::MAX_PERMITS);
        Self {
            profiles: profile::builtins().map(Arc::new).collect(),
            models: Arc::new(models),
            queue: Queue::new(config.workers, config.queue_length),
            upload_budget: Arc::new(Semaphore::new(budget)),
            metrics: Arc::default(),
            config: Arc::new(config),
        }
    }

    /// The profile of this id.
    ///
    /// # Errors
    /// [`Code::UnknownProfile`].
    pub(crate) fn profile(&self, id: &str) -> Result<Arc<Profile>, Problem> {
        let found = self.profiles.iter().find(|profile| profile.id == id);
        found.cloned().ok_or_else(|| {
            let known: Vec<&str> = self.profiles.iter().map(|profile| profile.id.as_str()).collect();
            Problem::with(Code::UnknownProfile, &[("id", id), ("known", &known.join(", "))])
        })
    }
}
