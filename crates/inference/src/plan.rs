//! Which buffer each tensor lives in. A buffer is used again as soon as its tensor has been read for
//! the last time, so that a run needs little memory and no allocation.

use crate::error::LoadError;
use crate::graph::Nodes;
use crate::ops::Operator;
use crate::tflite::{Graph, MAX_VALUES};

/// Where a tensor's values are at run time.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// Given by the caller, by number of the input.
    Input(usize),
    /// In the model, by number of the constant.
    Constant(usize),
    /// In a buffer of the session, from its beginning.
    Buffer { index: usize, length: usize },
}

/// One operator of a run.
pub(crate) struct Step {
    pub operator: Operator,
    pub inputs: Vec<Place>,
    /// Buffer and length of the output.
    pub output: (usize, usize),
}

/// A whole run.
pub(crate) struct Plan {
    pub steps: Vec<Step>,
    pub constants: Vec<Vec<f32>>,
    /// Length of each buffer.
    pub buffers: Vec<usize>,
    /// Length of the working memory that all operators share.
    pub scratch: usize,
    /// Buffer and length of each output of the graph.
    pub outputs: Vec<(usize, usize)>,
}

/// Buffers while they are handed out.
#[derive(Default)]
struct Buffers {
    lengths: Vec<usize>,
    free: Vec<usize>,
}

impl Buffers {
    /// A buffer that nobody uses, of at least `length` values: the smallest that is large enough,
    /// else the largest made larger.
    fn take(&mut self, length: usize) -> usize {
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

/// Plans a run of `nodes`; `readers` says for each tensor how often it is read.
#[inline(never)]
pub(crate) fn plan(graph: &Graph, nodes: Nodes, readers: &[usize]) -> Result<Plan, LoadError> {
    let mut unread = readers.to_vec();
    let mut buffers = Buffers::default();
    let mut constants = Vec::new();
    let mut places: Vec<Option<Place>> = nodes
        .constants
        .into_iter()
        .map(|values| {
            constants.push(values?);
            Some(Place::Constant(constants.len() - 1))
        })
        .collect();
    for (number, &input) in graph.inputs.iter().enumerate() {
        places[input] = Some(Place::Input(number));
    }
    let mut steps = Vec::new();
    let mut scratch = 0;
    for node in nodes.nodes {
        let length = graph.shape(node.output)?.iter().product();
        let index = buffers.take(length);
        let inputs: Vec<Place> = node.inputs.iter().filter_map(|&input| places[input]).collect();
        for &input in &node.inputs {
            unread[input] -= 1;
            if let (0, Some(Place::Buffer { index, .. })) = (unread[input], places[input]) {
                buffers.free.push(index);
            }
        }
        if unread[node.output] == 0 {
            buffers.free.push(index);
        }
        places[node.output] = Some(Place::Buffer { index, length });
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
        .filter_map(|&output| match places[output] {
            Some(Place::Buffer { index, length }) => Some((index, length)),
            _ => None,
        })
        .collect();
    Ok(Plan { steps, constants, buffers: buffers.lengths, scratch, outputs })
}

#[cfg(test)]
mod tests {
    use super::Buffers;

    #[test]
    fn the_smallest_free_buffer_that_is_large_enough_is_used_again() {
        let mut buffers = Buffers::default();
        let taken = [10, 30, 20].map(|length| buffers.take(length));
        assert_eq!(taken, [0, 1, 2]);
        buffers.free.extend(taken);
        assert_eq!(buffers.take(15), 2);
        assert_eq!(buffers.take(40), 1);
        assert_eq!(buffers.lengths, [10, 40, 20]);
    }
}
