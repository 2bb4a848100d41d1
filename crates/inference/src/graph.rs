//! From the file's operators to nodes that can run: operators built, 16-bit weights resolved,
//! constants kept.

use std::cell::Cell;

use crate::error::LoadError;
use crate::ops::{self, Operator};
use crate::spec::{MAX_WEIGHTS, Spec};
use crate::tflite::Graph;

/// An operator and the tensors that it reads and makes.
pub(crate) struct Node {
    pub operator: Operator,
    pub inputs: Vec<usize>,
    pub output: usize,
    /// Size of the output's last dimension.
    pub channels: usize,
}

/// Everything that a graph computes, in order.
pub(crate) struct Nodes {
    pub nodes: Vec<Node>,
    /// For each tensor its values, if it is a constant that a node reads at run time.
    pub constants: Vec<Option<Vec<f32>>>,
}

/// Who makes a tensor.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Unknown,
    Constant,
    /// An input of the graph, or an earlier operator.
    Computed,
}

/// Builds every operator of the graph and checks that each reads only what is there by then.
#[inline(never)]
pub(crate) fn build(graph: &Graph) -> Result<Nodes, LoadError> {
    let mut origins: Vec<Origin> = graph
        .tensors
        .iter()
        .map(|tensor| if tensor.data.is_empty() { Origin::Unknown } else { Origin::Constant })
        .collect();
    for &input in &graph.inputs {
        origins[input] = Origin::Computed;
    }
    let mut sources: Vec<usize> = (0..graph.tensors.len()).collect();
    let mut constants = vec![None; graph.tensors.len()];
    let mut nodes = Vec::new();
    let budget = Cell::new(MAX_WEIGHTS);
    for (index, raw) in graph.operators.iter().enumerate() {
        if origins[raw.output] != Origin::Unknown {
            let what = format!("tensor {} made twice, again by operator {index}", raw.output);
            return Err(LoadError::Unsupported(what));
        }
        if raw.code == ops::DEQUANTIZE {
            sources[raw.output] = halves_behind(graph, index, &origins)?;
            origins[raw.output] = Origin::Constant;
            continue;
        }
        let &(_, name, build) = ops::find(raw.code)?;
        let spec = Spec { graph, raw, index, name, sources: &sources, budget: &budget };
        let (operator, reads) = build(&spec)?;
        let inputs = (0..reads).map(|input| spec.input(input)).collect::<Result<Vec<_>, _>>()?;
        for (input, &tensor) in inputs.iter().enumerate() {
            match origins[tensor] {
                Origin::Computed => {}
                Origin::Constant if constants[tensor].is_some() => {}
                Origin::Constant => constants[tensor] = Some(spec.floats(input)?),
                Origin::Unknown => {
                    return Err(spec.fail(format!("tensor {tensor} is read before it is made")));
                }
            }
        }
        origins[raw.output] = Origin::Computed;
        let channels = spec.output_shape()?.last().copied().unwrap_or(1);
        nodes.push(Node { operator, inputs, output: raw.output, channels });
    }
    for &output in &graph.outputs {
        if !nodes.iter().any(|node| node.output == output) {
            return Err(LoadError::Unsupported(format!("output {output}, which no operator makes,")));
        }
    }
    Ok(Nodes { nodes, constants })
}

/// The constant of 16-bit floats that a DEQUANTIZE widens.
fn halves_behind(graph: &Graph, index: usize, origins: &[Origin]) -> Result<usize, LoadError> {
    let raw = &graph.operators[index];
    let fail = |problem: String| LoadError::Operator { index, name: "DEQUANTIZE", problem };
    let [source] = raw.inputs[..] else {
        return Err(fail(format!("{} inputs", raw.inputs.len())));
    };
    if origins[source] != Origin::Constant {
        return Err(fail(format!("tensor {source} is no constant")));
    }
    if graph.shape(source)? != graph.shape(raw.output)? {
        return Err(fail("input and output differ in shape".into()));
    }
    Ok(source)
}

/// For each tensor how many nodes and outputs of the graph read it.
pub(crate) fn count_readers(graph: &Graph, nodes: &[Node]) -> Vec<usize> {
    let mut readers = vec![0; graph.tensors.len()];
    for &tensor in nodes.iter().flat_map(|node| &node.inputs).chain(&graph.outputs) {
        readers[tensor] += 1;
    }
    readers
}
