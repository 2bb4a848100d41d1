//! [`ModelSet`]: models loaded from files with the right hash, run by the crate `precheck-inference`.

use super::{ModelId, ModelName, Models};
use precheck_imaging::container::sha256;
use precheck_inference::{LoadError, Model, Session};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Loaded models. Threads may share a set: each run uses a session of its own.
#[derive(Default)]
pub struct ModelSet {
    loaded: BTreeMap<ModelName, Model>,
    /// Sessions that no run is using.
    idle: Mutex<Vec<Session>>,
}

/// Why a model was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The checker uses no model of this name.
    #[error("unknown model `{0}`")]
    Unknown(String),
    /// The bytes differ from the vendored file.
    #[error("model `{id}` has sha-256 {is}, not {must}")]
    WrongHash {
        /// The model's name.
        id: &'static str,
        /// The hash of the bytes.
        is: String,
        /// The hash of the vendored file.
        must: &'static str,
    },
    /// The hash is right, but the vendored file is not a model that can be loaded.
    #[error("model `{0}`: {1}")]
    Broken(&'static str, LoadError),
}

impl ModelSet {
    /// All models, embedded in this program.
    ///
    /// # Errors
    /// [`ModelError::Broken`] for a vendored file that cannot be loaded.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn embedded() -> Result<Self, ModelError> {
        let mut set = Self::default();
        for name in ModelName::ALL {
            set.add(name.id(), name.file())?;
        }
        Ok(set)
    }

    /// Loads a model from the bytes of its file.
    ///
    /// # Errors
    /// [`ModelError`]: the name is unknown, or the bytes differ from the vendored file.
    pub fn add(&mut self, id: &str, bytes: &[u8]) -> Result<(), ModelError> {
        let name = ModelName::by_id(id).ok_or_else(|| ModelError::Unknown(id.to_owned()))?;
        let (id, must) = (name.id(), name.sha256());
        let is = sha256(bytes);
        if is != must {
            return Err(ModelError::WrongHash { id, is, must });
        }
        let model = Model::load_with_inner(bytes, name.inner_tensors())
            .map_err(|error| ModelError::Broken(id, error))?;
        self.loaded.insert(name, model);
        Ok(())
    }
}

impl Models for ModelSet {
    fn manifest(&self) -> Vec<ModelId> {
        self.loaded.keys().map(|name| name.identity()).collect()
    }

    fn run(&self, model: ModelName, inputs: &[&[f32]]) -> Option<Vec<Vec<f32>>> {
        let model = self.loaded.get(&model)?;
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let reused = idle().pop();
        let mut session = reused.unwrap_or_default();
        let outputs = session.run(model, inputs).ok()?.iter().map(<[f32]>::to_vec).collect();
        idle().push(session);
        Some(outputs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_models_load_and_give_the_outputs_that_the_scene_reads() {
        let set = ModelSet::embedded().unwrap();
        assert_eq!(set.manifest().len(), ModelName::ALL.len());
        let complete = |name: &ModelName| {
            let inputs: Vec<Vec<f32>> = name.inputs().iter().map(|length| vec![0.5; *length]).collect();
            let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
            crate::models::run(&set, *name, &inputs).is_some()
        };
        let incomplete: Vec<_> = ModelName::ALL.into_iter().filter(|name| !complete(name)).collect();
        assert!(incomplete.is_empty(), "{incomplete:?}");
    }

    #[test]
    fn a_wrong_hash_and_an_unknown_name_are_refused() {
        let mut set = ModelSet::default();
        assert!(matches!(set.add("face_detector", b"x"), Err(ModelError::WrongHash { .. })));
        assert!(matches!(set.add("face_reader", b"x"), Err(ModelError::Unknown(_))));
        assert!(set.manifest().is_empty());
    }

    #[test]
    fn an_input_of_the_wrong_size_gives_no_answer() {
        let set = ModelSet::embedded().unwrap();
        assert_eq!(set.run(ModelName::FaceDetector, &[&[0.0; 7]]), None);
    }
}
