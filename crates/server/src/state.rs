//! What all requests of the API share.

use crate::code::Code;
use crate::config::ChecksConfig;
use crate::metrics::Metrics;
use crate::problem::Problem;
use crate::queue::Queue;
use portrait_precheck::Profile;
use portrait_precheck::models::Models;
use portrait_precheck::profile::{self, Document, Notice};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Everything that a handler of the API needs; cloning it is cheap.
#[derive(Clone)]
pub struct ApiState {
    pub(crate) config: Arc<ChecksConfig>,
    pub(crate) profiles: Arc<[ServedProfile]>,
    pub(crate) models: Arc<dyn Models + Send + Sync>,
    pub(crate) queue: Queue,
    /// Bytes that uploads may still take in memory.
    pub(crate) upload_budget: Arc<Semaphore>,
    pub(crate) metrics: Arc<Metrics>,
}

/// A profile that photos can be checked against.
pub(crate) struct ServedProfile {
    pub(crate) profile: Arc<Profile>,
    pub(crate) notice: Notice,
    /// The file from which a page takes it, as JSON.
    pub(crate) published: String,
}

impl From<Document> for ServedProfile {
    fn from(document: Document) -> Self {
        let published = profile::published_profile(&document);
        Self { profile: Arc::new(document.profile), notice: document.notice, published }
    }
}

impl ApiState {
    /// The state of one API: the profiles that ship with the checker, and these models.
    pub fn new(config: ChecksConfig, models: impl Models + Send + Sync + 'static) -> Self {
        let budget = config.upload_bytes().min(Semaphore::MAX_PERMITS);
        Self {
            profiles: profile::shipped().map(ServedProfile::from).collect(),
            models: Arc::new(models),
            queue: Queue::new(config.workers, config.queue_length),
            upload_budget: Arc::new(Semaphore::new(budget)),
            metrics: Arc::default(),
            config: Arc::new(config),
        }
    }

    /// The same with an operator's own profiles behind those that ship.
    pub fn with_profiles(self, own: Vec<Document>) -> Self {
        let all = profile::shipped().chain(own);
        Self { profiles: all.map(ServedProfile::from).collect(), ..self }
    }

    /// The profile of this id, if there is one.
    pub fn profile_of(&self, id: &str) -> Option<&Profile> {
        self.profiles.iter().map(|served| &*served.profile).find(|profile| profile.id == id)
    }

    /// The profile of this id.
    ///
    /// # Errors
    /// [`Code::UnknownProfile`].
    pub(crate) fn profile(&self, id: &str) -> Result<&ServedProfile, Problem> {
        let found = self.profiles.iter().find(|served| served.profile.id == id);
        found.ok_or_else(|| {
            let known: Vec<&str> = self.profiles.iter().map(|served| served.profile.id.as_str()).collect();
            Problem::with(Code::UnknownProfile, &[("id", id), ("known", &known.join(", "))])
        })
    }
}
