//! The vendored models agree with the reference runtime (LiteRT), and are bit-identical with every instruction set.
//!
//! The directory `PRECHECK_MODELS_REFERENCE` has for each model one real input and the output of the reference runtime.

use std::path::{Path, PathBuf};

use precheck_inference::{InstructionSet, Model, Session};

const MODELS: [&str; 6] = [
    "face_blendshapes",
    "face_detection_full_range",
    "face_detector",
    "face_landmarks_detector",
    "portrait_regions",
    "selfie_segmentation",
];

/// The distance between LiteRT and onnxruntime on the same inputs.
const ALLOWED: f32 = 2e-4;

fn load(name: &str) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../models/{name}.tflite"));
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Model::load(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn read_floats(path: &Path) -> Vec<f32> {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    bytes.as_chunks().0.iter().map(|value| f32::from_le_bytes(*value)).collect()
}

/// All outputs one after another.
fn answer(model: &Model, instructions: InstructionSet, input: &[f32]) -> Vec<f32> {
    let mut session = Session::with_instructions(instructions);
    session.run(model, &[input]).unwrap().iter().flatten().copied().collect()
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[test]
#[ignore = "needs PRECHECK_MODELS_REFERENCE: inputs and outputs of the reference runtime"]
fn outputs_agree_with_the_reference_runtime() {
    let directory = std::env::var_os("PRECHECK_MODELS_REFERENCE").expect("PRECHECK_MODELS_REFERENCE is set");
    let directory = PathBuf::from(directory);
    let mut wrong = Vec::new();
    for name in MODELS {
        let input = read_floats(&directory.join(format!("{name}.input.f32")));
        let expected = read_floats(&directory.join(format!("{name}.output.f32")));
        let given = answer(&load(name), InstructionSet::best(), &input);
        assert_eq!(given.len(), expected.len(), "{name}");
        if bits(&given) != bits(&answer(&load(name), InstructionSet::baseline(), &input)) {
            wrong.push(format!("{name}: other bits with the baseline instruction set"));
        }
        let distance = given.iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        let size = expected.iter().fold(0.0, |most: f32, value| most.max(value.abs()));
        println!("{name}: {distance:e} of {size}");
        if distance > ALLOWED {
            wrong.push(format!("{name}: {distance} from the reference, values up to {size}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
