//! Models: a tensor in, a tensor out. Here the scene meets them; how they are run is not its business.

mod manifest;
mod set;

pub use manifest::{ModelId, ModelName};
pub use set::{ModelError, ModelSet};

/// The models that are at hand.
pub trait Models {
    /// Which they are, in the order of [`ModelName::ALL`].
    fn manifest(&self) -> Vec<ModelId>;

    /// The outputs of a model for one input, in the order of its file; `None` if it is not at hand or the
    /// input is not of its size.
    fn run(&self, model: ModelName, input: &[f32]) -> Option<Vec<Vec<f32>>>;
}

/// What [`Models::run`] gives, if it is what the model's file promises: the scene relies on numbers that are finite and
/// on their count. A model that answers otherwise is as good as missing.
pub(crate) fn run(models: &dyn Models, model: ModelName, input: &[f32]) -> Option<Vec<Vec<f32>>> {
    let outputs = models.run(model, input)?;
    let lengths = outputs.iter().map(Vec::len);
    let complete = lengths.take(model.outputs().len()).eq(model.outputs().iter().copied());
    (complete && outputs.iter().flatten().all(|value| value.is_finite())).then_some(outputs)
}

/// No model at all: whatever needs to see a face answers "model missing".
#[derive(Debug, Clone, Copy, Default)]
pub struct NoModels;

impl Models for NoModels {
    fn manifest(&self) -> Vec<ModelId> {
        Vec::new()
    }

    fn run(&self, _: ModelName, _: &[f32]) -> Option<Vec<Vec<f32>>> {
        None
    }
}
