//! Small valid graphs, one for each family of operators, which the fuzzer damages.

#[path = "../../../crates/inference/tests/support/mod.rs"]
mod support;

pub use support::noise;

use std::sync::LazyLock;
use support::Graph;
use support::Value::{Byte, Integer};
use support::operators::*;

/// The files. Inputs rely on their order: append new ones at the end.
pub static GRAPHS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    vec![
        convolution(),
        depthwise(),
        residual(),
        arithmetic(),
        resizing(),
        pools(),
        transposed_convolution(),
        reshaping(),
        reductions(),
        functions(),
        half_weights(),
    ]
});

/// TFLite's code of 16-bit floats.
const FLOAT16: i8 = 1;

/// Options of a convolution: padding SAME (0) or VALID (1), and the stride.
fn window(padding: i8, stride: i32) -> support::Fields {
    vec![(0, Byte(padding)), (1, Integer(stride)), (2, Integer(stride)), (3, Byte(0))]
}

fn convolution() -> Vec<u8> {
    let mut graph = Graph::default();
    let start = graph.tensor(&[1, 5, 6, 3]);
    let (weights, bias) = (graph.floats(&[9, 3, 3, 3], &noise(243, 1)), graph.floats(&[9], &noise(9, 2)));
    let sums = graph.operator(CONV, window(0, 2), &[start, weights, bias], &[1, 3, 3, 9]);
    let slopes = graph.floats(&[1, 1, 9], &noise(9, 3));
    let end = graph.operator(PRELU, vec![], &[sums, slopes], &[1, 3, 3, 9]);
    graph.finish(&[start], &[end])
}

fn depthwise() -> Vec<u8> {
    let mut graph = Graph::default();
    let start = graph.tensor(&[1, 5, 4, 9]);
    let (weights, bias) = (graph.floats(&[1, 3, 3, 9], &noise(81, 1)), graph.floats(&[9], &noise(9, 2)));
    let options = vec![(0, Byte(1)), (1, Integer(1)), (2, Integer(1)), (3, Integer(1)), (4, Byte(3))];
    let sums = graph.operator(DEPTHWISE, options, &[start, weights, bias], &[1, 3, 2, 9]);
    let end = graph.operator(RELU, vec![], &[sums], &[1, 3, 2, 9]);
    graph.finish(&[start], &[end])
}

/// A block of the face detector: a convolution, to which the input is added, padded with channels of zeros.
fn residual() -> Vec<u8> {
    let mut graph = Graph::default();
    let start = graph.tensor(&[1, 4, 4, 2]);
    let halves = graph.operator(MAX_POOL, pool(), &[start], &[1, 2, 2, 2]);
    let amounts = graph.constant(&[4, 2], 2, [0i32, 0, 0, 0, 0, 0, 0, 2].map(i32::to_le_bytes).concat());
    let wide = graph.operator(PAD, vec![], &[halves, amounts], &[1, 2, 2, 4]);
    let (weights, bias) = (graph.floats(&[4, 1, 1, 2], &noise(8, 1)), graph.floats(&[4], &noise(4, 2)));
    let sums = graph.operator(CONV, window(0, 1), &[halves, weights, bias], &[1, 2, 2, 4]);
    let end = graph.operator(ADD, vec![(0, Byte(1))], &[wide, sums], &[1, 2, 2, 4]);
    graph.finish(&[start], &[end])
}

fn arithmetic() -> Vec<u8> {
    let mut graph = Graph::default();
    let (left, right) = (graph.tensor(&[1, 3, 2, 4]), graph.tensor(&[3, 1, 4]));
    let mut end = left;
    for code in [ADD, MUL, SUB, DIV, SQUARED_DIFFERENCE] {
        end = graph.operator(code, vec![(0, Byte(0))], &[end, right], &[1, 3, 2, 4]);
    }
    let row = graph.floats(&[4], &noise(4, 1));
    end = graph.operator(MUL, vec![(0, Byte(3))], &[end, row], &[1, 3, 2, 4]);
    graph.finish(&[left, right], &[end])
}

fn resizing() -> Vec<u8> {
    let mut graph = Graph::default();
    let start = graph.tensor(&[1, 2, 3, 2]);
    let size = graph.integers(&[4, 5]);
    let larger = |graph: &mut Graph, aligned, centred| {
        graph.operator(RESIZE, vec![(2, Byte(aligned)), (3, Byte(centred))], &[start, size], &[1, 4, 5, 2])
    };
    let parts = [larger(&mut graph, 0, 1), larger(&mut graph, 1, 0), larger(&mut graph, 0, 0)];
    let end = graph.operator(CONCATENATION, vec![(0, Integer(-1)), (1, Byte(0))], &parts, &[1, 4, 5, 6]);
    graph.finish(&[start], &[end])
}

/// Options of a 2 x 2 pool with padding SAME.
fn pool() -> support::Fields {
    [(0, Byte(0))].into_iter().chain([1, 2, 3, 4].map(|field| (field, Integer(2)))).collect()
}

fn pools() -> Vec<u8> {
    let mut graph = Graph::default();
    let start = graph.tensor(&[1, 3, 5, 2]);
    let amounts = graph.constant(&[4, 2], 2, [0i32, 0, 1, 1, 0, 1, 0, 0].map(i32::to_le_bytes).concat());
    let padded = graph.operator(PAD, vec![], &[start, amounts], &[1, 5, 6, 2]);
    let most = graph.operator(MAX_POOL, pool(), &[padded], &[1, 3, 3, 2]);
    let end = graph.operator(AVERAGE_POOL, pool(), &[most], &[1, 2, 2, 2]);
    graph.finish(&[start], &[end])
}

fn transposed_convolution() -> Vec<u8> {
    let mut graph = Graph::default();
    let start = graph.tensor(&[1, 2, 3, 3]);
    let (weights, bias) = (graph.floats(&[2, 3, 3, 3], &noise(54, 1)), graph.floats(&[2], &noise(2, 2)));
    let end = graph.custom(&[1, 2, 2], &[start, weights, bias], &[1, 4, 6, 2]);
    graph.finish(&[start], &[end])
}

fn reshaping() -> Vec<u8> {
    let mut graph = Graph::default();
    let start = graph.tensor(&[2, 3, 4]);
    let flat = graph.operator(RESHAPE, vec![], &[start], &[6, 4]);
    let order = graph.integers(&[1, 0]);
    let turned = graph.operator(TRANSPOSE, vec![], &[flat, order], &[4, 6]);
    let bounds = [[1, -4], [3, 6], [1, 1]].map(|bounds| graph.integers(&bounds));
    let masks = [0, 1, 2, 3, 4].map(|field| (field, Integer(0))).to_vec();
    let end = graph.operator(SLICE, masks, &[turned, bounds[0], bounds[1], bounds[2]], &[2, 4]);
    graph.finish(&[start], &[end, turned])
}

fn reductions() -> Vec<u8> {
    let mut graph = Graph::default();
    let start = graph.tensor(&[1, 2, 3, 4]);
    let axes = graph.integers(&[1, 2]);
    let means = graph.operator(MEAN, vec![(0, Byte(1))], &[start, axes], &[1, 1, 1, 4]);
    let last = graph.integers(&[-1]);
    let end = graph.operator(SUM, vec![(0, Byte(0))], &[means, last], &[1, 1, 1]);
    graph.finish(&[start], &[means, end])
}

fn functions() -> Vec<u8> {
    let mut graph = Graph::default();
    let start = graph.tensor(&[3, 7]);
    let ends = [LOGISTIC, NEG, RELU, SQRT, RSQRT, HARD_SWISH]
        .map(|code| graph.operator(code, vec![], &[start], &[3, 7]));
    graph.finish(&[start], &ends)
}

/// A convolution whose weights are stored in 16 bits.
fn half_weights() -> Vec<u8> {
    let mut graph = Graph::default();
    let start = graph.tensor(&[1, 3, 3, 2]);
    let halves = graph.constant(&[3, 2, 2, 2], FLOAT16, [0x3c00u16; 24].map(u16::to_le_bytes).concat());
    let weights = graph.operator(DEQUANTIZE, vec![], &[halves], &[3, 2, 2, 2]);
    let bias = graph.floats(&[3], &noise(3, 2));
    let end = graph.operator(CONV, window(1, 1), &[start, weights, bias], &[1, 2, 2, 3]);
    graph.finish(&[start], &[end])
}

#[cfg(test)]
mod tests {
    use super::GRAPHS;
    use precheck_inference::Model;

    #[test]
    fn every_graph_is_valid() {
        let errors: Vec<_> =
            GRAPHS.iter().enumerate().map(|(index, graph)| (index + 1, Model::load(graph).err())).collect();
        assert!(errors.iter().all(|(_, error)| error.is_none()), "{errors:#?}");
    }
}
