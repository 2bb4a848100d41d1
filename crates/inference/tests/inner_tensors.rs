//! Inner tensors as further outputs: their values are right, and the outputs of the file keep every bit.

mod support;

use precheck_inference::{InstructionSet, LoadError, Model, Session};
use support::operators::*;
use support::{Graph, noise};

const LANDMARKS: &[u8] = include_bytes!("../../../models/face_landmarks_detector.tflite");
const REGIONS: &[u8] = include_bytes!("../../../models/portrait_regions.tflite");

/// A network, its inner tensors and their shapes.
type Case = (&'static str, &'static [u8], &'static [usize], &'static [[usize; 4]]);

/// The bits of each output.
fn run(model: &Model, input: &[f32], instructions: InstructionSet) -> Vec<Vec<u32>> {
    let mut session = Session::with_instructions(instructions);
    let outputs = session.run(model, &[input]).unwrap();
    outputs.iter().map(|output| output.iter().map(|value| value.to_bits()).collect()).collect()
}

#[test]
fn the_outputs_of_the_networks_keep_every_bit() {
    let cases: [Case; 2] = [
        ("landmarks", LANDMARKS, &[377, 408], &[[1, 16, 16, 128], [1, 8, 8, 128]]),
        ("regions", REGIONS, &[347, 276], &[[1, 12, 12, 96], [1, 24, 24, 24]]),
    ];
    let mut wrong = Vec::new();
    for (name, bytes, inner, shapes) in cases {
        let (plain, with_inner) =
            (Model::load(bytes).unwrap(), Model::load_with_inner(bytes, inner).unwrap());
        let own = plain.outputs().len();
        if with_inner.outputs()[own..] != *shapes {
            wrong.push(format!("{name}: shapes {:?}", &with_inner.outputs()[own..]));
        }
        let input = noise(plain.inputs()[0].iter().product(), 7);
        let before = run(&plain, &input, InstructionSet::best());
        let after = run(&with_inner, &input, InstructionSet::best());
        if after[..own] != before {
            wrong.push(format!("{name}: the outputs differ"));
        }
        if after != run(&with_inner, &input, InstructionSet::baseline()) {
            wrong.push(format!("{name}: other bits with the baseline instruction set"));
        }
        if after[own..].iter().any(|tensor| tensor.iter().all(|bits| *bits == tensor[0])) {
            wrong.push(format!("{name}: an inner tensor has one value everywhere"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// A convolution that doubles, then RELU, which is fused into it unless the sum itself is asked for.
fn doubled_and_rectified() -> (Vec<u8>, [usize; 3]) {
    let mut graph = Graph::default();
    let start = graph.tensor(&[1, 1, 2, 1]);
    let (kernel, bias) = (graph.floats(&[1, 1, 1, 1], &[2.0]), graph.floats(&[1], &[0.0]));
    let doubled = graph.operator(
        CONV,
        vec![(1, support::Value::Integer(1)), (2, support::Value::Integer(1))],
        &[start, kernel, bias],
        &[1, 1, 2, 1],
    );
    let end = graph.operator(RELU, vec![], &[doubled], &[1, 1, 2, 1]);
    (graph.finish(&[start], &[end]), [start, kernel, doubled].map(|tensor| tensor as usize))
}

#[test]
fn an_inner_tensor_has_the_values_before_the_next_operator() {
    let (bytes, [_, _, doubled]) = doubled_and_rectified();
    let model = Model::load_with_inner(&bytes, &[doubled, doubled]).unwrap();
    let mut session = Session::default();
    let outputs: Vec<_> = session.run(&model, &[&[-1.5, 3.0]]).unwrap().iter().map(<[f32]>::to_vec).collect();
    assert_eq!(outputs, [[0.0, 6.0], [-3.0, 6.0], [-3.0, 6.0]]);
}

#[test]
fn a_tensor_that_no_operator_computes_is_refused() {
    let (bytes, [start, kernel, _]) = doubled_and_rectified();
    let accepted: Vec<_> = [start, kernel, 999, usize::MAX]
        .into_iter()
        .filter(|tensor| {
            !matches!(Model::load_with_inner(&bytes, &[*tensor]), Err(LoadError::Unsupported(_)))
        })
        .collect();
    assert!(accepted.is_empty(), "{accepted:?}");
}
