//! Hands what follows a convolution over to the convolution: an activation, the addition of a skip
//! connection, and the padding of that connection with empty channels.

use crate::epilogue::Epilogue;
use crate::graph::Node;
use crate::ops::Operator;

/// Nodes while they are fused, by position; those that went into another one are gone.
struct Nodes {
    nodes: Vec<Option<Node>>,
    /// For each tensor the position of the node that makes it.
    maker: Vec<Option<usize>>,
    /// For each tensor how many nodes and outputs of the graph read it.
    readers: Vec<usize>,
}

/// Fuses what can be; `readers` says for each tensor how often it is read.
#[inline(never)]
pub(crate) fn fuse(nodes: Vec<Node>, readers: Vec<usize>) -> Vec<Node> {
    let mut fused = Nodes { nodes: Vec::new(), maker: vec![None; readers.len()], readers };
    for node in nodes {
        if !fused.take_over_activation(&node) && !fused.take_over_addition(&node) {
            fused.push(node);
        }
    }
    fused.nodes.into_iter().flatten().collect()
}

impl Nodes {
    fn push(&mut self, node: Node) {
        self.maker[node.output] = Some(self.nodes.len());
        self.nodes.push(Some(node));
    }

    /// Makes `node` part of the convolution before it, if it is an activation and that is possible.
    fn take_over_activation(&mut self, node: &Node) -> bool {
        let activation = match &node.operator {
            Operator::Unary(unary) => unary.as_activation(),
            Operator::Prelu(prelu) => Some(prelu.as_activation()),
            _ => None,
        };
        let (Some(activation), Some(at)) = (activation, self.sole_reader_of(node.inputs[0])) else {
            return false;
        };
        let Some(conv) = &mut self.nodes[at] else { return false };
        if !epilogue(conv).is_some_and(|steps| steps.push_activation(activation)) {
            return false;
        }
        conv.output = node.output;
        self.maker[node.output] = Some(at);
        true
    }

    /// Makes `node` part of a convolution before it, if it is an addition and that is possible.
    fn take_over_addition(&mut self, node: &Node) -> bool {
        let Operator::Binary(binary) = &node.operator else { return false };
        let (Some(activation), &[left, right]) = (binary.as_residual(), &node.inputs[..]) else {
            return false;
        };
        let found = [(right, left), (left, right)]
            .into_iter()
            .find_map(|(sum, residual)| Some((self.open_for_residual(sum)?, residual)));
        let Some((at, residual)) = found.filter(|_| left != right) else { return false };
        let Some(mut conv) = self.nodes[at].take() else { return false };
        let (residual, channels) = self.without_padding(residual, node.channels);
        if let Some(steps) = epilogue(&mut conv) {
            steps.residual = Some(channels);
            steps.after = activation.clone();
        }
        conv.inputs.push(residual);
        conv.output = node.output;
        // At the addition's own place, where the other tensor is there too.
        self.push(conv);
        true
    }

    /// The position of the convolution that makes `tensor`, if it can take over an addition.
    fn open_for_residual(&mut self, tensor: usize) -> Option<usize> {
        let at = self.sole_reader_of(tensor)?;
        let steps = epilogue(self.nodes[at].as_mut()?)?;
        steps.residual.is_none().then_some(at)
    }

    /// If `tensor` only adds empty channels to another and nobody else reads it: that other tensor
    /// and the number of its channels.
    fn without_padding(&mut self, tensor: usize, channels: usize) -> (usize, usize) {
        let Some(at) = self.sole_reader_of(tensor) else { return (tensor, channels) };
        let narrow = match &self.nodes[at] {
            Some(Node { operator: Operator::Pad(pad), inputs, .. }) => {
                pad.as_wider_pixels().map(|channels| (inputs[0], channels))
            }
            _ => None,
        };
        if narrow.is_some() {
            self.nodes[at] = None;
        }
        narrow.unwrap_or((tensor, channels))
    }

    /// The position of the node that makes `tensor`, if it is read only once.
    fn sole_reader_of(&self, tensor: usize) -> Option<usize> {
        self.maker[tensor].filter(|_| self.readers[tensor] == 1)
    }
}

/// The steps after a convolution's sums; `None` for what is no convolution.
fn epilogue(node: &mut Node) -> Option<&mut Epilogue> {
    match &mut node.operator {
        Operator::Conv(conv) => Some(&mut conv.epilogue),
        Operator::Depthwise(depthwise) => Some(&mut depthwise.epilogue),
        _ => None,
    }
}
