//! zune-jpeg as a second opinion on what a JPEG shows.

use precheck_imaging::container::JpegHeader;
use precheck_imaging::jpeg::{CodingProcess, DecodedJpeg, Segments, marker};
use precheck_imaging::raster::Luma;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// How far two decoders may be apart, as the mean absolute difference of luma: inverse transforms and colour conversions
/// round differently.
const TOLERANCE: f64 = 1.0;

/// Compares a picture decoded at full size with what zune-jpeg decodes of the same bytes, if both decode all of it.
pub fn compare(bytes: &[u8], own: &DecodedJpeg) {
    if !is_sound(own) || !is_comparable(bytes) {
        return;
    }
    let options = DecoderOptions::default().set_strict_mode(true).jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let Ok(rgb) = decoder.decode() else { return };
    let (width, height) = decoder.dimensions().expect("a decoded picture has a size");
    assert_eq!((own.width as usize, own.height as usize), (width, height), "the sizes differ");
    let luma = |rgb: &[u8]| Luma::of(own.width, rgb.as_chunks().0);
    let (own, other) = (luma(&own.rgb), luma(&rgb));
    let differences = own.values().iter().zip(other.values()).map(|(a, b)| f64::from(a.abs_diff(*b)));
    let mean = differences.sum::<f64>() / own.values().len() as f64;
    assert!(mean <= TOLERANCE, "the decoders differ by {mean} in the mean");
}

/// Whether our decoder is certain that it decoded everything.
fn is_sound(own: &DecodedJpeg) -> bool {
    own.readability.is_intact() && own.readability.has_end && own.readability.surplus_bytes == 0
}

/// Whether zune-jpeg decodes this kind of file as libjpeg does: not sequential files with one scan a component, nor
/// chroma with a quarter of the columns or rows.
fn is_comparable(bytes: &[u8]) -> bool {
    let Some(header) = JpegHeader::read(bytes) else { return false };
    let scans = Segments::new(bytes).filter(|segment| segment.marker == marker::SOS).count();
    let is_usual_sampling = header.components.iter().all(|component| component.h <= 2 && component.v <= 2);
    is_usual_sampling && (scans == 1 || header.process == CodingProcess::Progressive)
}

#[cfg(test)]
mod tests {
    use super::*;
    use precheck_imaging::jpeg::{Scale, decode};

    const PHOTO: &[u8] = include_bytes!("../../../src/self_test.jpg");

    #[test]
    fn a_sound_file_agrees() {
        compare(PHOTO, &decode(PHOTO, Scale::Full, None).unwrap());
    }

    #[test]
    #[should_panic(expected = "the decoders differ")]
    fn a_picture_that_is_slightly_too_bright_differs() {
        let mut own = decode(PHOTO, Scale::Full, None).unwrap();
        own.rgb.iter_mut().for_each(|value| *value = value.saturating_add(2));
        compare(PHOTO, &own);
    }
}
