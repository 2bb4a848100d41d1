//! Whatever the bytes: a model is refused with a reason, or it loads and runs, and then gives the same bits in
//! every run and with all instructions.

use super::graphs::{GRAPHS, noise};
use precheck_inference::{Instructions, Model, Session};

/// Models with larger inputs are loaded but not run: they would only be slow.
const MAX_INPUT: usize = 1 << 12;

/// The first byte is the number, from 1, of a sound graph, and the others are edits of it, each an offset of two
/// bytes and a value. With a number that no graph has the others are the file.
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
    let mut sessions = [Instructions::baseline(), Instructions::best()].map(Session::with_instructions);
    let first = answers(&mut sessions[0], &model, &inputs);
    assert_eq!(first, answers(&mut sessions[0], &model, &inputs), "another answer in the second run");
    assert_eq!(first, answers(&mut sessions[1], &model, &inputs), "another answer with other instructions");
}

fn edited(mut graph: Vec<u8>, edits: &[u8]) -> Vec<u8> {
    for &[high, low, value] in edits.as_chunks().0 {
        if let Some(byte) = graph.get_mut(usize::from(u16::from_be_bytes([high, low]))) {
            *byte = value;
        }
    }
    graph
}

/// The bits of all outputs. What kind of NaN comes out is nobody's promise; that it is one is.
fn answers(session: &mut Session, model: &Model, inputs: &[&[f32]]) -> Vec<Option<u32>> {
    let outputs = session.run(model, inputs).expect("a model that loads can be run");
    outputs.iter().flatten().map(|value| if value.is_nan() { None } else { Some(value.to_bits()) }).collect()
}
