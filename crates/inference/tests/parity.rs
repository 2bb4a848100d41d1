//! Every model gives the recorded bits: natively with the fastest and the baseline instruction set, and in WebAssembly
//! with and without simd128.
//!
//! ```sh
//! cargo test -p precheck-inference --test parity
//! export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
//! cargo test -p precheck-inference --test parity --target wasm32-unknown-unknown
//! RUSTFLAGS=-Ctarget-feature=+simd128 cargo test -p precheck-inference --test parity --target wasm32-unknown-unknown
//! ```
//!
//! After an intended change of a kernel or a model, record the values that the failure prints, if all four agree.

mod support;

use precheck_inference::{InstructionSet, Model, Outputs, Session};
use support::noise;

/// A model and the digests of its outputs for noise with the seeds 1 to 3.
type Recorded = (&'static str, &'static [u8], [u64; 3]);

const RECORDED: [Recorded; 8] = [
    (
        "face_blendshapes",
        include_bytes!("../../../models/face_blendshapes.tflite"),
        [0xf914_2a0c_022e_7218, 0x57f8_8d8a_bee4_91a9, 0x9279_e76f_6744_dd19],
    ),
    (
        "face_detection_full_range",
        include_bytes!("../../../models/face_detection_full_range.tflite"),
        [0xb979_07e8_7b01_4eeb, 0xf96e_6250_cd20_755d, 0x3221_3c4c_2a54_9866],
    ),
    (
        "face_detector",
        include_bytes!("../../../models/face_detector.tflite"),
        [0x5f84_d457_fedd_ff96, 0xf9a8_da2f_f6fa_da74, 0x6737_8664_51c4_1837],
    ),
    (
        "face_landmarks_detector",
        include_bytes!("../../../models/face_landmarks_detector.tflite"),
        [0x885c_6585_e142_0109, 0x9e1b_fe74_a472_d966, 0xe68b_c0ee_8d98_a281],
    ),
    (
        "portrait_attributes",
        include_bytes!("../../../models/portrait_attributes.tflite"),
        [0xa097_061e_923c_2778, 0xa644_34bf_d1af_9d5b, 0x260a_6e8a_63c1_a23c],
    ),
    (
        "portrait_crops",
        include_bytes!("../../../models/portrait_crops.tflite"),
        [0x50d6_db8e_37b1_4ab3, 0x812c_2502_50b8_afd0, 0x0669_cf7c_c8e2_6a85],
    ),
    (
        "portrait_regions",
        include_bytes!("../../../models/portrait_regions.tflite"),
        [0xaeca_848a_3f68_071f, 0x4299_69e2_5b1f_d579, 0x8ac8_1419_8e1d_57d5],
    ),
    (
        "selfie_segmentation",
        include_bytes!("../../../models/selfie_segmentation.tflite"),
        [0xee58_ecc3_9209_6697, 0x3c46_53bd_7323_17dc, 0x721b_da4d_fe38_5aed],
    ),
];

/// FNV-1a of the bits of all outputs, one after another.
fn digest(outputs: Outputs) -> u64 {
    let bytes = outputs.iter().flatten().flat_map(|value| value.to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn every_model_gives_the_recorded_bits() {
    let mut wrong = Vec::new();
    // One session for all models: values that one leaves in the buffers must not change the results of the next.
    let mut sessions = [("best", InstructionSet::best()), ("baseline", InstructionSet::baseline())]
        .map(|(kind, instructions)| (kind, Session::with_instructions(instructions)));
    for (name, bytes, recorded) in RECORDED {
        let model = Model::load(bytes).unwrap();
        for (kind, session) in &mut sessions {
            let given = [1, 2, 3].map(|seed| {
                let inputs = model.inputs().iter().map(|shape| noise(shape.iter().product(), seed));
                let inputs: Vec<Vec<f32>> = inputs.collect();
                let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
                digest(session.run(&model, &inputs).unwrap())
            });
            if given != recorded {
                wrong.push(format!("{name}, {kind} instructions: {given:#018x?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
