//! A model that has been read and checked.

use crate::error::LoadError;
use crate::fuse::fuse;
use crate::graph::{self, Nodes};
use crate::plan::{self, Plan};
use crate::tflite::Graph;

/// A model, ready to run: weights decoded, buffers planned. It does not change, so that any number
/// of [sessions](crate::Session) may run it.
pub struct Model {
    inputs: Vec<Vec<usize>>,
    outputs: Vec<Vec<usize>>,
    plan: Plan,
}

impl Model {
    /// Reads a `.tflite` file.
    ///
    /// # Errors
    /// Whatever is wrong with the bytes is found here and named; nothing is left for a run to find.
    pub fn load(bytes: &[u8]) -> Result<Self, LoadError> {
        let graph = Graph::parse(bytes)?;
        let shapes = |tensors: &[usize]| -> Result<Vec<_>, LoadError> {
            tensors.iter().map(|&tensor| graph.shape(tensor)).collect()
        };
        let (inputs, outputs) = (shapes(&graph.inputs)?, shapes(&graph.outputs)?);
        let Nodes { nodes, constants } = graph::build(&graph)?;
        let readers = graph::count_readers(&graph, &nodes);
        let nodes = fuse(nodes, readers);
        let readers = graph::count_readers(&graph, &nodes);
        let plan = plan::plan(&graph, Nodes { nodes, constants }, &readers)?;
        Ok(Self { inputs, outputs, plan })
    }

    /// The shapes of the inputs: for a picture [1, height, width, channels], row by row.
    pub fn inputs(&self) -> &[Vec<usize>] {
        &self.inputs
    }

    /// The shapes of the outputs, in the order of the file.
    pub fn outputs(&self) -> &[Vec<usize>] {
        &self.outputs
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }
}
