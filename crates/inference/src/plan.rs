//! Memory planning: assigns a buffer to each tensor. A buffer is reused after the last read of its tensor, so that a run
//! needs little memory and allocates none.

use crate::error::LoadError;
use crate::graph::Nodes;
use crate::ops::Operator;
use crate::tflite::{Graph, MAX_VALUES};

/// Where a tensor's values are when the model runs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TensorLocation {
    /// In an input of the caller, by its index.
    Input(usize),
    /// In a constant of the model, by its index.
    Constant(usize),
    /// At the start of a buffer of the session.
    Buffer { index: usize, length: usize },
}

/// One operator of a plan.
pub(crate) struct Step {
    pub operator: Operator,
    pub inputs: Vec<TensorLocation>,
    /// Buffer and length of the output.
    pub output: (usize, usize),
}

/// The execution plan of a model.
pub(crate) struct Plan {
    pub steps: Vec<Step>,
    pub constants: Vec<Vec<f32>>,
    /// Length of each buffer.
    pub buffers: Vec<usize>,
    /// Length of the scratch memory, which all operators share.
    pub scratch: usize,
    /// Buffer and length of each output of the graph.
    pub outputs: Vec<(usize, usize)>,
}

/// Assigns buffers.
#[derive(Default)]
struct BufferAllocator {
    lengths: Vec<usize>,
    free: Vec<usize>,
}

impl BufferAllocator {
    /// Allocates a buffer of at least `length` values: the smallest free one that is large enough (best fit), else the
    /// largest free one, enlarged.
    fn allocate(&mut self, length: usize) -> usize {
        let large_enough = |&&index: &&usize| self.lengths[index] >= length;
        let smallest = self.free.iter().filter(large_enough).min_by_key(|&&index| self.lengths[index]);
        let best = smallest.or(self.free.iter().max_by_key(|&&index| self.lengths[index])).copied();
        let Some(index) = best else {
            self.lengths.push(length);
            return self.lengths.len() - 1;
        };
        self.free.retain(|&other| other != index);
        self.lengths[index] = self.lengths[index].max(length);
        index
    }
}

/// Plans the execution of `nodes`; `consumers` has for each tensor the number of its reads.
#[inline(never)]
pub(crate) fn plan(graph: &Graph, nodes: Nodes, consumers: &[usize]) -> Result<Plan, LoadError> {
    let mut pending = consumers.to_vec();
    let mut buffers = BufferAllocator::default();
    let mut constants = Vec::new();
    let mut locations: Vec<Option<TensorLocation>> = nodes
        .constants
        .into_iter()
        .map(|values| {
            constants.push(values?);
            Some(TensorLocation::Constant(constants.len() - 1))
        })
        .collect();
    for (number, &input) in graph.inputs.iter().enumerate() {
        locations[input] = Some(TensorLocation::Input(number));
    }
    let mut steps = Vec::new();
    let mut scratch = 0;
    for node in nodes.nodes {
        let length = graph.shape(node.output)?.iter().product();
        let index = buffers.allocate(length);
        let inputs: Vec<TensorLocation> = node.inputs.iter().filter_map(|&input| locations[input]).collect();
        for &input in &node.inputs {
            pending[input] -= 1;
            if let (0, Some(TensorLocation::Buffer { index, .. })) = (pending[input], locations[input]) {
                buffers.free.push(index);
            }
        }
        if pending[node.output] == 0 {
            buffers.free.push(index);
        }
        locations[node.output] = Some(TensorLocation::Buffer { index, length });
        scratch = scratch.max(node.operator.scratch());
        steps.push(Step { operator: node.operator, inputs, output: (index, length) });
    }
    let memory = buffers.lengths.iter().try_fold(scratch, |sum, &length| sum.checked_add(length));
    if memory.is_none_or(|memory| memory > MAX_VALUES) {
        return Err(LoadError::TooLarge { what: "the working memory", allowed: MAX_VALUES });
    }
    let outputs = graph
        .outputs
        .iter()
        .filter_map(|&output| match locations[output] {
            Some(TensorLocation::Buffer { index, length }) => Some((index, length)),
            _ => None,
        })
        .collect();
    Ok(Plan { steps, constants, buffers: buffers.lengths, scratch, outputs })
}

#[cfg(test)]
mod tests {
    use super::BufferAllocator;

    #[test]
    fn the_smallest_free_buffer_that_is_large_enough_is_reused() {
        let mut buffers = BufferAllocator::default();
        let allocated = [10, 30, 20].map(|length| buffers.allocate(length));
        assert_eq!(allocated, [0, 1, 2]);
        buffers.free.extend(allocated);
        assert_eq!(buffers.allocate(15), 2);
        assert_eq!(buffers.allocate(40), 1);
        assert_eq!(buffers.lengths, [10, 40, 20]);
    }
}
