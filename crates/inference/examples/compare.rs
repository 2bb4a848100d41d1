//! Compares a network's outputs with expected ones, as `training/export.py` writes them:
//!
//! ```sh
//! cargo run -p precheck-inference --example compare -- attributes.tflite attributes.input.f32 attributes.output.f32
//! ```
//!
//! Both files are 32-bit floats, the lowest byte first, one tensor after another.

use precheck_inference::{Model, Session};
use std::error::Error;
use std::process::ExitCode;

/// Largest difference of an output: that of sums of some thousand products in another order.
const ALLOWED: f32 = 1e-4;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let [model, input, output] = <[String; 3]>::try_from(std::env::args().skip(1).collect::<Vec<_>>())
        .map_err(|given| format!("3 files are needed, {} are given", given.len()))?;
    let model = Model::load(&std::fs::read(model)?)?;
    let (values, expected) = (floats(&input)?, floats(&output)?);
    let mut rest = values.as_slice();
    let mut inputs = Vec::new();
    for shape in model.inputs() {
        let (tensor, others) =
            rest.split_at_checked(shape.iter().product()).ok_or("the input is too short")?;
        inputs.push(tensor);
        rest = others;
    }
    let mut session = Session::default();
    let given: Vec<f32> = session.run(&model, &inputs)?.iter().flatten().copied().collect();
    if !rest.is_empty() || given.len() != expected.len() {
        return Err(format!(
            "{} input values are left, {} outputs for {}",
            rest.len(),
            given.len(),
            expected.len()
        )
        .into());
    }
    let largest = given.iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    println!("{} outputs, largest difference {largest:e}", given.len());
    Ok(if largest <= ALLOWED { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn floats(file: &str) -> std::io::Result<Vec<f32>> {
    let bytes = std::fs::read(file)?;
    Ok(bytes.as_chunks().0.iter().map(|value| f32::from_le_bytes(*value)).collect())
}
