//! Damaged model files are refused or, where the damage does not matter, run: never a panic.

use std::path::Path;
use std::sync::Arc;

use inference::{LoadError, Model, Session};

/// The smallest of the models: the larger share of its bytes says how it is built.
fn sound() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/face_detector.tflite");
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
        // Most flips only change a weight; running one in ten of them is enough.
        if round % 10 == 0 {
            let inputs: Vec<Vec<f32>> =
                model.inputs().iter().map(|shape| vec![0.5; shape.iter().product()]).collect();
            let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
            Session::new(Arc::new(model)).run(&inputs).unwrap();
            ran += 1;
        }
    }
    assert!(refused > 50 && ran > 50, "{refused} refused, {ran} ran: the damage misses its aim");
}
