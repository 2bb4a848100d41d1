//! Whatever the bytes: a model is refused with a reason, or it loads and runs.

#![no_main]

use std::sync::Arc;

use inference::{Model, Session};
use libfuzzer_sys::fuzz_target;

/// Models with larger inputs are loaded but not run: they would only be slow.
const MAX_INPUT: usize = 1 << 12;

fuzz_target!(|bytes: &[u8]| {
    let Ok(model) = Model::load(bytes) else { return };
    let inputs: Vec<Vec<f32>> =
        model.inputs().iter().map(|shape| vec![0.5; shape.iter().product::<usize>().min(MAX_INPUT)]).collect();
    let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
    let _ = Session::new(Arc::new(model)).run(&inputs);
});
