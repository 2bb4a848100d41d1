//! Models: a tensor in, a tensor out. Here the scene meets them; who runs them is not its business.

use serde::Serialize;

/// A model by name and content, as a report lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ModelId {
    /// File name without ending.
    pub id: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
}

/// The models that are at hand.
pub trait Models {
    /// Which they are, in the order in which they are used.
    fn manifest(&self) -> &[ModelId];
}

/// No model at all: whatever needs to see a face answers "model missing".
#[derive(Debug, Clone, Copy, Default)]
pub struct NoModels;

impl Models for NoModels {
    fn manifest(&self) -> &[ModelId] {
        &[]
    }
}
