//! Turns the operators of the file into nodes that can run: builds each operator, resolves 16-bit weights, decodes
//! constants.

use std::cell::Cell;

use crate::build_context::{BuildContext, MAX_WEIGHTS};
use crate::error::LoadError;
use crate::ops::{self, Operator};
use crate::tflite::Graph;

/// An operator with its input and output tensors.
pub(crate) struct Node {
    pub operator: Operator,
    pub inputs: Vec<usize>,
    pub output: usize,
    /// Size of the output's last dimension.
    pub channels: usize,
}

/// The nodes of a graph in execution order.
pub(crate) struct Nodes {
    pub nodes: Vec<Node>,
    /// For each tensor its values, if it is a constant that a node reads when it runs.
    pub constants: Vec<Option<Vec<f32>>>,
}

/// Where the values of a tensor come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Unknown,
    Constant,
    /// A graph input, or the output of an earlier operator.
    Computed,
}

/// Builds every operator of the graph and checks that each reads only tensors that are available by then.
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
            sources[raw.output] = dequantize_source(graph, index, &origins)?;
            origins[raw.output] = Origin::Constant;
            continue;
        }
        let &(_, name, build) = ops::find(raw.code)?;
        let context = BuildContext { graph, raw, index, name, sources: &sources, budget: &budget };
        let (operator, reads) = build(&context)?;
        let inputs = (0..reads).map(|input| context.input(input)).collect::<Result<Vec<_>, _>>()?;
        for (input, &tensor) in inputs.iter().enumerate() {
            match origins[tensor] {
                Origin::Computed => {}
                Origin::Constant if constants[tensor].is_some() => {}
                Origin::Constant => constants[tensor] = Some(context.floats(input)?),
                Origin::Unknown => {
                    return Err(context.fail(format!("tensor {tensor} is read before it is made")));
                }
            }
        }
        origins[raw.output] = Origin::Computed;
        let channels = context.output_shape()?.last().copied().unwrap_or(1);
        nodes.push(Node { operator, inputs, output: raw.output, channels });
    }
    for &output in &graph.outputs {
        if !nodes.iter().any(|node| node.output == output) {
            return Err(LoadError::Unsupported(format!("output {output}, which no operator makes,")));
        }
    }
    Ok(Nodes { nodes, constants })
}

/// The constant, of 16-bit floats, that a DEQUANTIZE widens.
fn dequantize_source(graph: &Graph, index: usize, origins: &[Origin]) -> Result<usize, LoadError> {
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

/// For each tensor the number of nodes and graph outputs that read it.
pub(crate) fn count_consumers(graph: &Graph, nodes: &[Node]) -> Vec<usize> {
    let mut consumers = vec![0; graph.tensors.len()];
    for &tensor in nodes.iter().flat_map(|node| &node.inputs).chain(&graph.outputs) {
        consumers[tensor] += 1;
    }
    consumers
}
