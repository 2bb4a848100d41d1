//! Arbitrary model files are rejected with an error, or load and run, bit-identical in every run and with every
//! instruction set.

use super::graphs::{GRAPHS, noise};
use precheck_inference::{InstructionSet, Model, Session};

/// Models with larger inputs are loaded but not run, which would be slow.
const MAX_INPUT: usize = 1 << 12;

/// The first byte is the number, from 1, of a valid graph; the rest are edits of it, each an offset of two bytes and a
/// value. If there is no such graph, the rest is the file itself.
pub fn inference_load(bytes: &[u8]) {
    let Some((&number, rest)) = bytes.split_first() else { return };
    let loaded = match GRAPHS.get(usize::from(number).wrapping_sub(1)) {
        Some(graph) => Model::load(&edited(graph.clone(), rest)),
        None => Model::load(rest),
    };
    let Ok(model) = loaded else { return };
    let lengths: Vec<usize> = model.inputs().iter().map(|shape| shape.iter().product()).collect();
    if lengths.iter().any(|&length| length > MAX_INPUT) {
        return;
    }
    let inputs: Vec<Vec<f32>> = lengths.iter().map(|&length| noise(length, 1)).collect();
    let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
    let mut sessions = [InstructionSet::baseline(), InstructionSet::best()].map(Session::with_instructions);
    let first = answers(&mut sessions[0], &model, &inputs);
    assert_eq!(first, answers(&mut sessions[0], &model, &inputs), "the second run differs");
    assert_eq!(first, answers(&mut sessions[1], &model, &inputs), "another instruction set differs");
}

fn edited(mut graph: Vec<u8>, edits: &[u8]) -> Vec<u8> {
    for &[high, low, value] in edits.as_chunks().0 {
        if let Some(byte) = graph.get_mut(usize::from(u16::from_be_bytes([high, low]))) {
            *byte = value;
        }
    }
    graph
}

/// The bits of all outputs; `None` for NaN, whose payload is unspecified.
fn answers(session: &mut Session, model: &Model, inputs: &[&[f32]]) -> Vec<Option<u32>> {
    let outputs = session.run(model, inputs).expect("a model that loads can be run");
    outputs.iter().flatten().map(|value| if value.is_nan() { None } else { Some(value.to_bits()) }).collect()
}
