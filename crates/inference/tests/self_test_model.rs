//! `src/self_test.tflite`, the model of the checker's self-test: small, with the operators of the shipped models that
//! compute in vectors, and channels that do not fill the last vector. This test builds it and compares the file.

mod support;

use precheck_inference::{InstructionSet, Model, Session};
use support::Value::{Byte, Integer};
use support::operators::*;
use support::{Fields, Graph, noise};

const FILE: &[u8] = include_bytes!("../../../src/self_test.tflite");

const RELU6: i8 = 3;

/// Weights with few digits and a short period, which compress well. Every sum of products still has to be rounded.
fn weights(graph: &mut Graph, shape: &[i32]) -> i32 {
    let length = shape.iter().product::<i32>();
    let values: Vec<f32> = (0..length).map(|index| ((index * 37 + 11) % 61 - 30) as f32 / 64.0).collect();
    graph.floats(shape, &values)
}

fn strided(stride: i32, activation: Fields) -> Fields {
    [vec![(0, Byte(0)), (1, Integer(stride)), (2, Integer(stride))], activation].concat()
}

fn build() -> Vec<u8> {
    let mut graph = Graph::default();
    let input = graph.tensor(&[1, 9, 9, 3]);
    let of = |graph: &mut Graph, shape: &[i32]| weights(graph, shape);

    let (kernel, bias) = (of(&mut graph, &[20, 3, 3, 3]), of(&mut graph, &[20]));
    let options = strided(2, vec![(3, Byte(RELU6))]);
    let stem = graph.operator(CONV, options, &[input, kernel, bias], &[1, 5, 5, 20]);

    let (kernel, bias) = (of(&mut graph, &[1, 3, 3, 20]), of(&mut graph, &[20]));
    let options = strided(1, vec![(3, Integer(1))]);
    let depthwise = graph.operator(DEPTHWISE, options, &[stem, kernel, bias], &[1, 5, 5, 20]);

    let (kernel, bias) = (of(&mut graph, &[20, 1, 1, 20]), of(&mut graph, &[20]));
    let pointwise = graph.operator(CONV, strided(1, vec![]), &[depthwise, kernel, bias], &[1, 5, 5, 20]);
    let residual = graph.operator(ADD, vec![], &[pointwise, stem], &[1, 5, 5, 20]);
    let slopes = of(&mut graph, &[1, 1, 20]);
    let rectified = graph.operator(PRELU, vec![], &[residual, slopes], &[1, 5, 5, 20]);

    let (kernel, bias) = (of(&mut graph, &[1, 5, 5, 20]), of(&mut graph, &[20]));
    let options = strided(2, vec![(3, Integer(1))]);
    let reduced = graph.operator(DEPTHWISE, options, &[rectified, kernel, bias], &[1, 3, 3, 20]);
    let swished = graph.operator(HARD_SWISH, vec![], &[reduced], &[1, 3, 3, 20]);

    let (kernel, bias) = (of(&mut graph, &[12, 2, 2, 20]), of(&mut graph, &[12]));
    let upsampled = graph.custom(&[1, 2, 2], &[swished, kernel, bias], &[1, 6, 6, 12]);
    let size = graph.integers(&[7, 7]);
    let resized = graph.operator(RESIZE, vec![(3, Byte(1))], &[upsampled, size], &[1, 7, 7, 12]);

    // Normalised, as in a transformer.
    let axes = graph.integers(&[1, 2]);
    let keep = || vec![(0, Byte(1))];
    let mean = graph.operator(MEAN, keep(), &[resized, axes], &[1, 1, 1, 12]);
    let centred = graph.operator(SUB, vec![], &[resized, mean], &[1, 7, 7, 12]);
    let squared = graph.operator(SQUARED_DIFFERENCE, vec![], &[resized, mean], &[1, 7, 7, 12]);
    let variance = graph.operator(MEAN, keep(), &[squared, axes], &[1, 1, 1, 12]);
    let inverse = graph.operator(RSQRT, vec![], &[variance], &[1, 1, 1, 12]);
    let normalised = graph.operator(MUL, vec![], &[centred, inverse], &[1, 7, 7, 12]);
    let logistic = graph.operator(LOGISTIC, vec![], &[normalised], &[1, 7, 7, 12]);
    graph.finish(&[input], &[logistic, rectified])
}

#[test]
fn the_file_is_what_this_test_builds() {
    let built = build();
    let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/self_test.tflite");
    std::fs::write(path, &built).unwrap();
    assert!(built == FILE, "the file is another; this test wrote {path}");
}

#[test]
fn its_answer_is_neither_constant_nor_saturated() {
    let model = Model::load(FILE).unwrap();
    let mut session = Session::with_instructions(InstructionSet::baseline());
    let input = noise(model.inputs()[0].iter().product(), 1);
    for (index, output) in session.run(&model, &[&input]).unwrap().iter().enumerate() {
        let mut values = output.to_vec();
        values.sort_by(f32::total_cmp);
        values.dedup();
        assert!(
            values.len() > output.len() / 2,
            "output {index}: {} of {} differ",
            values.len(),
            output.len()
        );
    }
}
