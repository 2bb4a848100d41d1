//! The weights of the networks for attributes, their recipe and what was recorded of them belong together: whoever changes
//! one has to look at the others. `training/SHA256SUMS` is written by
//!
//! ```sh
//! cd training && sha256sum *.py *.csv ../models/portrait_attributes.tflite ../models/portrait_crops.tflite > SHA256SUMS
//! ```

use precheck_imaging::container::sha256;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/training");
const WEIGHTS: [&str; 2] = ["../models/portrait_attributes.tflite", "../models/portrait_crops.tflite"];

#[test]
fn recipe_records_and_weights_are_those_that_were_recorded_together() {
    let folder = Path::new(FOLDER);
    let recorded = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    let recorded: BTreeMap<&str, &str> =
        recorded.lines().map(|line| line.split_once("  ").unwrap()).map(|(sum, file)| (file, sum)).collect();
    let of_folder =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let is_part = |file: &String| file.ends_with(".py") || file.ends_with(".csv");
    let files: Vec<String> = of_folder.filter(is_part).chain(WEIGHTS.map(str::to_owned)).collect();
    let differing: Vec<_> = files
        .iter()
        .filter(|file| {
            let is = sha256(&fs::read(folder.join(file)).unwrap());
            recorded.get(file.as_str()) != Some(&is.as_str())
        })
        .collect();
    assert!(
        differing.is_empty() && recorded.len() == files.len(),
        "{differing:?}, {} recorded",
        recorded.len()
    );
}
