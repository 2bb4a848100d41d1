//! A photo whose decoded pixels are known, and a small model whose outputs are. A machine that computes either
//! differently must not judge photos.
//!
//! Some versions of iOS are reported to compute WebAssembly SIMD wrongly. The model has the operators in which the
//! shipped networks spend their time; a single wrong bit in one lane of one vector operation changes its answer
//! (`crates/inference/src/simd/faulty.rs`). `crates/inference/tests/self_test_model.rs` writes it.

use crate::Inspection;
use crate::models::NoModels;
use precheck_imaging::container::sha256;
use precheck_inference::{Model, Session};

/// A face of 72 x 72 pixels, from NASA's portrait of Eileen Collins (public domain).
const PHOTO: &[u8] = include_bytes!("self_test.jpg");

/// SHA-256 of its decoded pixels.
const PIXELS_SHA256: &str = "baa60a762c6b299e089e449612838edf795386057885ee7cfcb483c1df9d9132";

/// A network of 9 x 9 pixels.
const MODEL: &[u8] = include_bytes!("self_test.tflite");

/// SHA-256 of the little-endian bytes of its outputs.
const OUTPUTS_SHA256: &str = "13935d72ba60b79c930fa7736a7a3d7af76ff8c5cea0a4b919341ee5dd49fd55";

/// Whether this machine decodes the photo and runs the model as it should.
pub fn passes() -> bool {
    pixels_sha256().as_deref() == Some(PIXELS_SHA256) && outputs_sha256().as_deref() == Some(OUTPUTS_SHA256)
}

fn pixels_sha256() -> Option<String> {
    let mut inspection = Inspection::open(PHOTO);
    let pixels = inspection.analyze(&NoModels).pixels().ok()?;
    Some(sha256(pixels.overview.rgb()))
}

fn outputs_sha256() -> Option<String> {
    let model = Model::load(MODEL).ok()?;
    let length = model.inputs().first()?.iter().product();
    let input: Vec<f32> = (0..length).map(|index: usize| (index * 97 % 251) as f32 / 125.0 - 1.0).collect();
    let mut session = Session::default();
    let outputs = session.run(&model, &[&input]).ok()?;
    let bytes: Vec<u8> = outputs.iter().flatten().flat_map(|value| value.to_le_bytes()).collect();
    Some(sha256(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_passes() {
        assert_eq!(pixels_sha256().as_deref(), Some(PIXELS_SHA256));
        assert_eq!(outputs_sha256().as_deref(), Some(OUTPUTS_SHA256));
        assert!(passes());
    }
}
