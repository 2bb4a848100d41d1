//! Neural networks: which ones there are, and the interface through which the scene runs them.

mod interface;
mod manifest;
mod set;

pub(crate) use interface::run;
pub use interface::{Models, NoModels};
pub use manifest::{ModelId, ModelName};
pub use set::{ModelError, ModelSet};
