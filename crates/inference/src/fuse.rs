//! Operator fusion: makes an activation, the addition of a skip connection, and the padding of that connection with
//! channels of zeros post-operations of the convolution before them.

use crate::graph::Node;
use crate::ops::Operator;
use crate::post_ops::PostOps;

/// Nodes during fusion; `None` for those that were fused into another one.
struct Nodes {
    nodes: Vec<Option<Node>>,
    /// For each tensor the index of the node that computes it.
    producer: Vec<Option<usize>>,
    /// For each tensor the number of nodes and graph outputs that read it.
    consumers: Vec<usize>,
}

/// Fuses nodes where possible; `consumers` has for each tensor the number of its reads.
#[inline(never)]
pub(crate) fn fuse(nodes: Vec<Node>, consumers: Vec<usize>) -> Vec<Node> {
    let mut fused = Nodes { nodes: Vec::new(), producer: vec![None; consumers.len()], consumers };
    for node in nodes {
        if !fused.fuse_activation(&node) && !fused.fuse_addition(&node) {
            fused.push(node);
        }
    }
    fused.nodes.into_iter().flatten().collect()
}

impl Nodes {
    fn push(&mut self, node: Node) {
        self.producer[node.output] = Some(self.nodes.len());
        self.nodes.push(Some(node));
    }

    /// Fuses `node` into the convolution before it, if it is an activation and the convolution has a free slot.
    fn fuse_activation(&mut self, node: &Node) -> bool {
        let activation = match &node.operator {
            Operator::Unary(unary) => unary.as_activation(),
            Operator::Prelu(prelu) => Some(prelu.as_activation()),
            _ => None,
        };
        let (Some(activation), Some(at)) = (activation, self.producer_of_single_use(node.inputs[0])) else {
            return false;
        };
        let Some(conv) = &mut self.nodes[at] else { return false };
        if !post_ops_of(conv).is_some_and(|post_ops| post_ops.push_activation(activation)) {
            return false;
        }
        conv.output = node.output;
        self.producer[node.output] = Some(at);
        true
    }

    /// Fuses `node` into the convolution of one of its operands, if it is an addition and the convolution has no residual.
    fn fuse_addition(&mut self, node: &Node) -> bool {
        let Operator::Binary(binary) = &node.operator else { return false };
        let (Some(activation), &[left, right]) = (binary.as_residual(), &node.inputs[..]) else {
            return false;
        };
        let found = [(right, left), (left, right)]
            .into_iter()
            .find_map(|(sum, residual)| Some((self.conv_without_residual(sum)?, residual)));
        let Some((at, residual)) = found.filter(|_| left != right) else { return false };
        let Some(mut conv) = self.nodes[at].take() else { return false };
        let (residual, channels) = self.without_channel_padding(residual, node.channels);
        if let Some(post_ops) = post_ops_of(&mut conv) {
            post_ops.residual = Some(channels);
            post_ops.final_activation = activation.clone();
        }
        conv.inputs.push(residual);
        conv.output = node.output;
        // At the position of the addition, where the residual is available.
        self.push(conv);
        true
    }

    /// The index of the convolution that computes `tensor`, if an addition can be fused into it.
    fn conv_without_residual(&mut self, tensor: usize) -> Option<usize> {
        let at = self.producer_of_single_use(tensor)?;
        let post_ops = post_ops_of(self.nodes[at].as_mut()?)?;
        post_ops.residual.is_none().then_some(at)
    }

    /// If `tensor` is another one padded with channels of zeros and has no other consumer: that other tensor and the
    /// number of its channels.
    fn without_channel_padding(&mut self, tensor: usize, channels: usize) -> (usize, usize) {
        let Some(at) = self.producer_of_single_use(tensor) else { return (tensor, channels) };
        let narrow = match &self.nodes[at] {
            Some(Node { operator: Operator::Pad(pad), inputs, .. }) => {
                pad.as_channel_padding().map(|channels| (inputs[0], channels))
            }
            _ => None,
        };
        if narrow.is_some() {
            self.nodes[at] = None;
        }
        narrow.unwrap_or((tensor, channels))
    }

    /// The index of the node that computes `tensor`, if it is read only once.
    fn producer_of_single_use(&self, tensor: usize) -> Option<usize> {
        self.producer[tensor].filter(|_| self.consumers[tensor] == 1)
    }
}

/// The post-operations of a convolution; `None` for other operators.
fn post_ops_of(node: &mut Node) -> Option<&mut PostOps> {
    match &mut node.operator {
        Operator::Conv(conv) => Some(&mut conv.post_ops),
        Operator::Depthwise(depthwise) => Some(&mut depthwise.post_ops),
        _ => None,
    }
}
