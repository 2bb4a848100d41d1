//! What an ICC profile in a photo does to its report.

mod common;

use common::portrait;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, resize};
use portrait_precheck::Inspection;
use portrait_precheck::models::{ModelSet, Models, NoModels};
use portrait_precheck::rules::{self, Quantity};
use precheck_foundation::json::EnumName;
use precheck_imaging::colour::ColourSpace;

/// The photo with this ICC profile in one chunk.
fn with_profile(jpeg: &[u8], icc: &[u8]) -> Vec<u8> {
    let length = (icc.len() + 16) as u16;
    [&[0xff, 0xd8, 0xff, 0xe2], &length.to_be_bytes()[..], b"ICC_PROFILE\0\x01\x01", icc, &jpeg[2..]].concat()
}

/// What each rule of light and colour answers: a quantity, or why there is none.
fn answers(photo: &[u8], models: &dyn Models) -> Vec<Result<Quantity, &'static str>> {
    let mut inspection = Inspection::open(photo);
    let scene = inspection.analyze(models);
    ["not-too-dark", "dynamic-range", "colour-picture", "colour-cast-free", "saturation-natural"]
        .iter()
        .filter_map(|id| rules::by_id(id))
        .map(|rule| (rule.measure)(scene).map(|measured| measured.quantity).map_err(|why| why.name()))
        .collect()
}

/// NASA's portrait of the astronaut Eileen Collins, from the known answer's folder, four times as large.
fn astronaut() -> Vec<u8> {
    let small = image::open(concat!(env!("CARGO_MANIFEST_DIR"), "/src/self_test.jpg")).unwrap().into_rgb8();
    let picture = resize(&small, 4 * small.width(), 4 * small.height(), FilterType::CatmullRom);
    let mut bytes = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 90)).unwrap();
    bytes
}

/// A profile that has nothing but a lookup table.
fn lookup_table() -> Vec<u8> {
    let mut icc = vec![0; 176];
    icc[..4].copy_from_slice(&176_u32.to_be_bytes());
    icc[16..24].copy_from_slice(b"RGB Lab ");
    icc[36..40].copy_from_slice(b"acsp");
    icc[128..144].copy_from_slice(b"\0\0\0\x01A2B0\0\0\0\x90\0\0\0\x20");
    icc
}

#[test]
fn colours_of_a_lookup_table_are_not_judged_and_those_of_no_profile_are_srgb() {
    let models = ModelSet::embedded().unwrap();
    let without = answers(&astronaut(), &models);
    assert!(without.len() == 5 && without.iter().all(Result::is_ok), "{without:?}");
    let unknown = [const { Err("unknown colour profile") }; 5];
    assert_eq!(answers(&with_profile(&astronaut(), &lookup_table()), &models), unknown);
    assert_eq!(answers(&with_profile(&portrait(), &lookup_table()), &NoModels), unknown);
    assert_eq!(answers(&with_profile(&astronaut(), b"no profile at all"), &models), without);
}

#[test]
fn a_photo_without_profile_is_srgb() {
    let photo = portrait();
    let mut inspection = Inspection::open(&photo);
    let pixels = inspection.analyze(&NoModels).pixels().expect("the drawn portrait decodes");
    assert_eq!(pixels.colour_space, ColourSpace::Srgb);
}
