//! The pictures of the benchmark, made from a named source, so that anyone can make the same bytes again.

use image::imageops::{self, FilterType};
use image::{ImageReader, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::command::{Result, root};

/// NASA's portrait of Eileen Collins from scikit-image, 512 x 512 pixels, public domain.
const SOURCE: &str = "tests/fixtures/astronaut.png";

/// Sizes of the pictures in the portrait format of phone cameras: the standard of graduation photos, 2
/// megapixels, 12 megapixels.
pub const SIZES: [(u32, u32); 3] = [(480, 640), (1224, 1632), (3000, 4000)];

/// Largest change of a channel by the noise, which imitates a sensor's: a smooth picture would decode too quickly.
const NOISE: i16 = 6;

/// First state of the random number generator.
const SEED: u64 = 2022;

/// JPEG quality, as phones write it.
const QUALITY: u8 = 90;

/// The coding of a JPEG.
#[derive(Clone, Copy, PartialEq)]
pub enum Coding {
    /// Top to bottom.
    Baseline,
    /// Coarse to fine.
    Progressive,
}

/// The picture before it is encoded: the middle of the source in 3:4, enlarged by Lanczos, with noise.
///
/// # Errors
/// The source is not there or no PNG.
pub fn draw((across, down): (u32, u32)) -> Result<RgbImage> {
    let source = ImageReader::open(root().join(SOURCE))?.decode()?.into_rgb8();
    let width = source.height() * across / down;
    let left = (source.width() - width) / 2;
    let middle = imageops::crop_imm(&source, left, 0, width, source.height()).to_image();
    let mut picture = imageops::resize(&middle, across, down, FilterType::Lanczos3);
    let mut state = SEED;
    for channel in picture.iter_mut() {
        *channel = (i16::from(*channel) + noise(&mut state)).clamp(0, 255) as u8;
    }
    Ok(picture)
}

/// The picture as a JPEG, with the chroma of phones (4:2:0).
///
/// # Errors
/// The encoder refuses it.
pub fn encode(picture: &RgbImage, coding: Coding) -> Result<Vec<u8>> {
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, QUALITY);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(matches!(coding, Coding::Progressive));
    encoder.encode(picture, picture.width() as u16, picture.height() as u16, ColorType::Rgb)?;
    Ok(jpeg)
}

/// The next value of Knuth's linear congruential generator (MMIX), from `-NOISE` to `NOISE`.
fn noise(state: &mut u64) -> i16 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as i16 % (NOISE + 1)
}
