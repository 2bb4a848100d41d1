//! Damaged model files are rejected or, if the damage has no effect on the structure, run: they never panic.

mod support;

use std::path::Path;

use precheck_inference::{LoadError, Model, RunError, Session};
use support::Graph;
use support::Value::{Byte, Integer};

/// The smallest of the models, in which structure takes the largest share of the bytes.
fn sound() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/face_detector.tflite");
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Marsaglia's xorshift: the same damage in every run.
fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    (*state >> 16) as usize
}

#[test]
fn a_file_that_is_cut_off_is_refused() {
    let bytes = sound();
    let accepted: Vec<usize> =
        (0..bytes.len()).step_by(997).filter(|&length| Model::load(&bytes[..length]).is_ok()).collect();
    assert!(accepted.is_empty(), "{accepted:?} bytes were accepted");
}

#[test]
fn what_is_no_model_is_refused() {
    let png = b"\x89PNG\r\n\x1a\n and more";
    let expected = LoadError::Malformed { what: "TFLite identifier (TFL3)", offset: 4 };
    assert_eq!(Model::load(png).err(), Some(expected.clone()));
    assert_eq!(Model::load(&[]).err(), Some(expected));
}

#[test]
fn flipped_bits_never_panic() {
    let sound = sound();
    let mut state = 2026;
    let (mut refused, mut ran) = (0, 0);
    for round in 0..1500 {
        let mut bytes = sound.clone();
        for _ in 0..=round % 3 {
            let place = next(&mut state) % bytes.len();
            bytes[place] ^= 1 << (next(&mut state) % 8);
        }
        let Ok(model) = Model::load(&bytes) else {
            refused += 1;
            continue;
        };
        // Most flips change only a weight; running one in ten is enough.
        if round % 10 == 0 {
            let inputs: Vec<Vec<f32>> =
                model.inputs().iter().map(|shape| vec![0.5; shape.iter().product()]).collect();
            let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
            Session::default().run(&model, &inputs).unwrap();
            ran += 1;
        }
    }
    assert!(refused > 50 && ran > 50, "{refused} refused, {ran} ran: the damage is too weak or too strong");
}

/// The error of loading a graph of one 3x3 convolution after `spoil` changed it; "loaded" if there is none.
fn refusal(spoil: impl FnOnce(&mut Spoilt)) -> String {
    let mut parts = Spoilt {
        code: 3,
        padding: 0,
        stride: 1,
        kernel: [4, 3, 3, 2],
        values: 72,
        bias: 4,
        input: [1, 5, 5, 2],
        output: [1, 5, 5, 4],
        kind: 0,
        weights: None,
        outputs: None,
    };
    spoil(&mut parts);
    let mut graph = Graph::default();
    let start = graph.tensor(&parts.input);
    let weights = graph.constant(&parts.kernel, parts.kind, vec![0; 4 * parts.values]);
    let bias = graph.floats(&[parts.bias], &vec![0.0; parts.bias as usize]);
    let stride = Integer(parts.stride);
    let options = vec![(0, Byte(parts.padding)), (1, stride.clone()), (2, stride)];
    let inputs = [start, parts.weights.unwrap_or(weights), bias];
    let end = graph.operator(parts.code, options, &inputs, &parts.output);
    match Model::load(&graph.finish(&[start], &[parts.outputs.unwrap_or(end)])) {
        Ok(_) => "loaded".into(),
        Err(error) => error.to_string(),
    }
}

/// The parts of a sound convolution.
struct Spoilt {
    code: i32,
    padding: i8,
    stride: i32,
    kernel: [i32; 4],
    /// Number of weights that are there.
    values: usize,
    bias: i32,
    input: [i32; 4],
    output: [i32; 4],
    /// Type of the weights.
    kind: i8,
    /// Another tensor in place of the weights.
    weights: Option<i32>,
    /// Another output of the graph.
    outputs: Option<i32>,
}

#[test]
fn what_is_wrong_is_named() {
    let cases = [
        (refusal(|_| ()), "loaded"),
        (refusal(|parts| parts.code = 9), "operator code 9 is not supported"),
        (refusal(|parts| parts.padding = 7), "operator 0 (CONV_2D): padding 7 (0 or 1 are known)"),
        (refusal(|parts| parts.stride = 0), "operator 0 (CONV_2D): option 2 is 0, it must be at least 1"),
        (
            refusal(|parts| parts.kernel = [4, 3, 3, 3]),
            "operator 0 (CONV_2D): weights for 3 channels, the input has 2",
        ),
        (
            refusal(|parts| parts.values = 71),
            "constant 1 of 284 bytes where its shape holds 72 values of 4 is not supported",
        ),
        (refusal(|parts| parts.bias = 3), "operator 0 (CONV_2D): 3 biases for 4 outputs"),
        (
            refusal(|parts| parts.input = [2, 5, 5, 2]),
            "operator 0 (CONV_2D): shape [2, 5, 5, 2] where [1, height, width, channels] is needed",
        ),
        (refusal(|parts| parts.input[1] = -1), "tensor 0 of shape [1, -1, 5, 2] is not supported"),
        (
            refusal(|parts| parts.output[1] = 6),
            "operator 0 (CONV_2D): the output is [1, 6, 5, 4], the inputs give [1, 5, 5, 4]",
        ),
        (
            refusal(|parts| parts.output = [1, 1 << 12, 1 << 12, 4]),
            "a tensor has more than the allowed 16777216 values",
        ),
        (refusal(|parts| parts.kind = 9), "tensor 1 of Other(9) as floats is not supported"),
        (refusal(|parts| parts.weights = Some(77)), "tensor 77 in a graph of 4 tensors is not supported"),
        (refusal(|parts| parts.outputs = Some(1)), "output 1, which no operator makes, is not supported"),
    ];
    let wrong: Vec<_> = cases.iter().filter(|(said, expected)| said != expected).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn inputs_of_another_size_are_refused() {
    let model = Model::load(&sound()).unwrap();
    let refusal = |inputs: &[&[f32]]| Session::default().run(&model, inputs).err();
    let expected = RunError::InputLength { index: 0, given: 3, expected: 128 * 128 * 3 };
    assert_eq!(refusal(&[&[0.0; 3]]), Some(expected));
    assert_eq!(refusal(&[]), Some(RunError::InputCount { given: 0, expected: 1 }));
}
