//! Loads a model: parses, builds operators, fuses and plans memory.

use crate::error::LoadError;
use crate::fuse::fuse;
use crate::graph::{self, Nodes};
use crate::plan::{self, Plan};
use crate::tflite::Graph;

/// A model ready to run: weights decoded and packed, buffers planned. Immutable, so that any number of
/// [sessions](crate::Session) may share it.
pub struct Model {
    inputs: Vec<Vec<usize>>,
    outputs: Vec<Vec<usize>>,
    plan: Plan,
}

impl Model {
    /// Loads a `.tflite` file.
    ///
    /// # Errors
    /// [`LoadError`] for everything that is malformed or not supported; a run of a loaded model cannot find more.
    pub fn load(bytes: &[u8]) -> Result<Self, LoadError> {
        Self::load_with_inner(bytes, &[])
    }

    /// Loads a `.tflite` file with inner tensors, by their indices in the file, as further outputs after those of the
    /// file. These keep every bit: an operator whose output is asked for is not fused into the next one, and a fused
    /// operator gives the same bits as the two.
    ///
    /// # Errors
    /// As [`load`](Self::load); also for an index that the file does not have, and for a tensor that no operator computes.
    pub fn load_with_inner(bytes: &[u8], inner: &[usize]) -> Result<Self, LoadError> {
        let mut graph = Graph::parse(bytes)?;
        graph.add_outputs(inner)?;
        let shapes = |tensors: &[usize]| -> Result<Vec<_>, LoadError> {
            tensors.iter().map(|&tensor| graph.shape(tensor)).collect()
        };
        let (inputs, outputs) = (shapes(&graph.inputs)?, shapes(&graph.outputs)?);
        let Nodes { nodes, constants } = graph::build(&graph)?;
        let consumers = graph::count_consumers(&graph, &nodes);
        let nodes = fuse(nodes, consumers);
        let consumers = graph::count_consumers(&graph, &nodes);
        let plan = plan::plan(&graph, Nodes { nodes, constants }, &consumers)?;
        Ok(Self { inputs, outputs, plan })
    }

    /// The shapes of the inputs; an image is [1, height, width, channels] in row-major order.
    pub fn inputs(&self) -> &[Vec<usize>] {
        &self.inputs
    }

    /// The shapes of the outputs, in the order of the file, then those of the inner tensors.
    pub fn outputs(&self) -> &[Vec<usize>] {
        &self.outputs
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }
}
