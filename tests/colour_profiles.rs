//! What an ICC profile in a photo does to its report.

mod common;

use common::portrait;
use portrait_precheck::models::NoModels;
use portrait_precheck::raster::ColourSpace;
use portrait_precheck::{Inspection, rules};

/// The photo with this ICC profile in one chunk.
fn with_profile(jpeg: &[u8], icc: &[u8]) -> Vec<u8> {
    let length = (icc.len() + 16) as u16;
    [&[0xff, 0xd8, 0xff, 0xe2], &length.to_be_bytes()[..], b"ICC_PROFILE\0\x01\x01", icc, &jpeg[2..]].concat()
}

/// What each rule of light and colour answers: a number, or why there is none.
fn answers(photo: &[u8]) -> Vec<Result<f64, &'static str>> {
    let mut inspection = Inspection::open(photo);
    let scene = inspection.measure(&NoModels);
    ["not-too-dark", "dynamic-range", "colour-picture", "colour-cast-free", "saturation-natural"]
        .iter()
        .filter_map(|id| rules::by_id(id))
        .map(|rule| (rule.measure)(scene).map(|measured| measured.value).map_err(|reason| reason.id()))
        .collect()
}

#[test]
fn colours_of_an_unknown_profile_are_not_judged() {
    let without = answers(&portrait());
    assert!(without.len() == 5 && without.iter().all(Result::is_ok), "{without:?}");
    assert_eq!(answers(&with_profile(&portrait(), b"no profile at all")), [Err("unknown colour profile"); 5]);
}

#[test]
fn a_photo_without_profile_is_srgb() {
    let photo = portrait();
    let mut inspection = Inspection::open(&photo);
    let pixels = inspection.measure(&NoModels).pixels().expect("the drawn portrait decodes");
    assert_eq!(pixels.space, ColourSpace::Srgb);
}
