//! Convolutions of many sizes agree with a straightforward definition, and are bit-identical with every instruction set
//! and whether or not the following operators are fused.

mod support;

use precheck_inference::{InstructionSet, Model, Session};
use support::Value::{Byte, Integer};
use support::operators::*;
use support::{Graph, noise};

/// Sizes and options of a convolution.
#[derive(Clone, Copy, Debug)]
struct Case {
    height: usize,
    width: usize,
    channels: usize,
    /// `None` for a depthwise convolution.
    outputs: Option<usize>,
    kernel: usize,
    stride: usize,
    same: bool,
}

impl Case {
    fn outputs(&self) -> usize {
        self.outputs.unwrap_or(self.channels)
    }

    /// Output size and leading padding for an input side of this size.
    fn along(&self, size: usize) -> (usize, usize) {
        if !self.same {
            return ((size - self.kernel) / self.stride + 1, 0);
        }
        let output = size.div_ceil(self.stride);
        (output, ((output - 1) * self.stride + self.kernel).saturating_sub(size) / 2)
    }

    fn input(&self) -> Vec<f32> {
        noise(self.height * self.width * self.channels, 1)
    }

    fn weights(&self) -> Vec<f32> {
        noise(self.kernel * self.kernel * self.channels * self.outputs.unwrap_or(1), 2)
    }

    fn bias(&self) -> Vec<f32> {
        noise(self.outputs(), 3)
    }

    fn input_shape(&self) -> [i32; 4] {
        [1, self.height, self.width, self.channels].map(|size| size as i32)
    }

    fn output_shape(&self) -> [i32; 4] {
        [1, self.along(self.height).0, self.along(self.width).0, self.outputs()].map(|size| size as i32)
    }

    /// Adds the convolution of tensor `x` to a graph.
    fn add_to(&self, graph: &mut Graph, x: i32) -> i32 {
        let (kernel, channels) = (self.kernel as i32, self.channels as i32);
        let (code, shape) = match self.outputs {
            Some(outputs) => (CONV, [outputs as i32, kernel, kernel, channels]),
            None => (DEPTHWISE, [1, kernel, kernel, channels]),
        };
        let weights = graph.floats(&shape, &self.weights());
        let bias = graph.floats(&[self.outputs() as i32], &self.bias());
        let stride = Integer(self.stride as i32);
        let mut options = vec![(0, Byte(i8::from(!self.same))), (1, stride.clone()), (2, stride)];
        if self.outputs.is_none() {
            options.push((3, Integer(1)));
        }
        graph.operator(code, options, &[x, weights, bias], &self.output_shape())
    }

    /// The definition, in `f64`.
    fn expected(&self) -> Vec<f64> {
        let (input, weights, bias) = (self.input(), self.weights(), self.bias());
        let ((height, top), (width, left)) = (self.along(self.height), self.along(self.width));
        let mut result = Vec::new();
        let outputs = self.outputs();
        for index in 0..height * width * outputs {
            let (y, x, output) = (index / outputs / width, index / outputs % width, index % outputs);
            let mut sum = f64::from(bias[output]);
            for (ky, kx) in (0..self.kernel).flat_map(|ky| (0..self.kernel).map(move |kx| (ky, kx))) {
                let row = (y * self.stride + ky).checked_sub(top).filter(|&row| row < self.height);
                let column = (x * self.stride + kx).checked_sub(left).filter(|&column| column < self.width);
                let (Some(row), Some(column)) = (row, column) else { continue };
                let pixel = (row * self.width + column) * self.channels;
                match self.outputs {
                    Some(_) => {
                        let kernel = ((output * self.kernel + ky) * self.kernel + kx) * self.channels;
                        for channel in 0..self.channels {
                            sum += f64::from(input[pixel + channel]) * f64::from(weights[kernel + channel]);
                        }
                    }
                    None => {
                        let weight = weights[(ky * self.kernel + kx) * self.channels + output];
                        sum += f64::from(input[pixel + output]) * f64::from(weight);
                    }
                }
            }
            result.push(sum);
        }
        result
    }
}

/// Combinations of sizes that reach every branch of the kernels.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (height, width) in [(1, 1), (3, 7), (6, 5)] {
        for channels in [1, 3, 8, 12, 17] {
            for outputs in [None, Some(1), Some(8), Some(13), Some(24)] {
                for (kernel, stride) in [(1, 1), (1, 2), (2, 2), (3, 1), (3, 2), (5, 1), (5, 2), (4, 3)] {
                    for same in [true, false] {
                        if same || kernel <= height.min(width) {
                            cases.push(Case { height, width, channels, outputs, kernel, stride, same });
                        }
                    }
                }
            }
        }
    }
    cases
}

/// The last output of a graph that begins at tensor `start`.
fn run(graph: &Graph, start: i32, ends: &[i32], input: &[f32], instructions: InstructionSet) -> Vec<f32> {
    let model = Model::load(&graph.finish(&[start], ends)).unwrap_or_else(|error| panic!("{error}"));
    Session::with_instructions(instructions).run(&model, &[input]).unwrap().iter().last().unwrap().to_vec()
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn every_size_agrees_with_the_definition() {
    let wrong: Vec<Case> = cases()
        .into_iter()
        .filter(|case| {
            let mut graph = Graph::default();
            let start = graph.tensor(&case.input_shape());
            let end = case.add_to(&mut graph, start);
            let answer = |instructions| run(&graph, start, &[end], &case.input(), instructions);
            let (fast, baseline) = (answer(InstructionSet::best()), answer(InstructionSet::baseline()));
            let expected = case.expected();
            let near = fast.iter().zip(&expected).all(|(a, b)| (f64::from(*a) - b).abs() < 1e-4);
            fast.len() != expected.len() || !near || bits(&fast) != bits(&baseline)
        })
        .collect();
    assert!(wrong.is_empty(), "{} cases, the first: {:?}", wrong.len(), wrong.first());
}

#[test]
fn fusing_changes_no_bit() {
    let wrong: Vec<Case> = cases()
        .into_iter()
        .filter(|case| case.outputs() > 1)
        .filter(|case| {
            let shape = case.output_shape();
            let mut graph = Graph::default();
            let start = graph.tensor(&case.input_shape());
            let conv = case.add_to(&mut graph, start);
            let first = graph.operator(HARD_SWISH, vec![], &[conv], &shape);
            // A skip connection with fewer channels, padded with zeros.
            let narrow = shape[3] - 1;
            let skip = Case { outputs: Some(narrow as usize), ..*case }.add_to(&mut graph, start);
            let mut paddings = [0i32; 8];
            paddings[7] = 1;
            let paddings = graph.constant(&[4, 2], 2, paddings.map(i32::to_le_bytes).concat());
            let wide = graph.operator(PAD, vec![], &[skip, paddings], &shape);
            let sum = graph.operator(ADD, vec![], &[wide, first], &shape);
            let slopes = graph.floats(&[1, 1, shape[3]], &noise(shape[3] as usize, 4));
            let end = graph.operator(PRELU, vec![], &[sum, slopes], &shape);
            let answer = |ends: &[i32]| run(&graph, start, ends, &case.input(), InstructionSet::best());
            // Intermediate tensors that are outputs of the graph prevent fusion.
            bits(&answer(&[end])) != bits(&answer(&[conv, first, skip, wide, sum, end]))
        })
        .collect();
    assert!(wrong.is_empty(), "{} cases, the first: {:?}", wrong.len(), wrong.first());
}
