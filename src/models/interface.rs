//! The interface through which the scene runs models.

use super::{ModelId, ModelName};

/// A set of loaded models.
pub trait Models {
    /// The loaded models, in the order of [`ModelName::ALL`].
    fn manifest(&self) -> Vec<ModelId>;

    /// Runs a model on its input tensors, in the order of its file, and returns its output tensors in the order of its
    /// file, then its [inner tensors](ModelName::inner_tensors); `None` if the model is not loaded or takes other inputs.
    fn run(&self, model: ModelName, inputs: &[&[f32]]) -> Option<Vec<Vec<f32>>>;
}

/// [`Models::run`] with its outputs checked: `None` unless they have the lengths of [`ModelName::outputs`] and all
/// values are finite, which the scene relies on.
pub(crate) fn run(models: &dyn Models, model: ModelName, inputs: &[&[f32]]) -> Option<Vec<Vec<f32>>> {
    let outputs = models.run(model, inputs)?;
    let lengths = outputs.iter().map(Vec::len);
    let complete = lengths.eq(model.outputs().iter().copied());
    (complete && outputs.iter().flatten().all(|value| value.is_finite())).then_some(outputs)
}

/// The empty set of models: facts that need a model are [`ModelMissing`](crate::scene::Unmeasurable::ModelMissing).
#[derive(Debug, Clone, Copy, Default)]
pub struct NoModels;

impl Models for NoModels {
    fn manifest(&self) -> Vec<ModelId> {
        Vec::new()
    }

    fn run(&self, _: ModelName, _: &[&[f32]]) -> Option<Vec<Vec<f32>>> {
        None
    }
}
