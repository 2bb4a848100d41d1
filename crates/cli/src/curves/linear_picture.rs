//! A picture in linear light: read from a JPEG, written as one.

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageResult};
use precheck_imaging::colour::srgb_to_linear;
use std::io::Cursor;
use std::sync::LazyLock;

/// Linear sRGB, 0 to 1, in rows from the top; upright.
#[derive(Clone)]
pub struct LinearPicture {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Red, green and blue of each pixel.
    pub light: Vec<[f32; 3]>,
}

/// JPEG quality of a photo with a fault: high enough that nothing of the fault is lost.
pub const QUALITY: u8 = 95;

/// Linear light by byte.
static LIGHT: LazyLock<[f32; 256]> =
    LazyLock::new(|| std::array::from_fn(|byte| srgb_to_linear(byte as f64 / 255.0) as f32));

/// The light half-way between each byte and the next.
static ENDS: LazyLock<[f32; 255]> =
    LazyLock::new(|| std::array::from_fn(|byte| srgb_to_linear((byte as f64 + 0.5) / 255.0) as f32));

impl LinearPicture {
    /// Decodes a JPEG and turns it upright.
    pub fn decode(bytes: &[u8]) -> ImageResult<Self> {
        let mut decoder = JpegDecoder::new(Cursor::new(bytes))?;
        let orientation = decoder.orientation()?;
        let mut picture = DynamicImage::from_decoder(decoder)?;
        picture.apply_orientation(orientation);
        let picture = picture.into_rgb8();
        let light = picture.pixels().map(|pixel| pixel.0.map(|byte| LIGHT[usize::from(byte)])).collect();
        Ok(Self { width: picture.width() as usize, height: picture.height() as usize, light })
    }

    /// Encodes it as a JPEG of this quality.
    pub fn encode(&self, quality: u8) -> ImageResult<Vec<u8>> {
        let byte = |light: f32| ENDS.partition_point(|end| *end <= light) as u8;
        let rgb: Vec<u8> = self.light.iter().flat_map(|pixel| pixel.map(byte)).collect();
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, quality).encode(
            &rgb,
            self.width as u32,
            self.height as u32,
            ExtendedColorType::Rgb8,
        )?;
        Ok(bytes)
    }

    /// Exchanges left and right.
    pub fn mirror(&mut self) {
        self.light.chunks_mut(self.width).for_each(<[_]>::reverse);
    }

    /// Changes each pixel by its column, row and light.
    pub fn change(&mut self, change: impl Fn(usize, usize, [f32; 3]) -> [f32; 3]) {
        let width = self.width;
        for (index, pixel) in self.light.iter_mut().enumerate() {
            *pixel = change(index % width, index / width, *pixel);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirroring_exchanges_left_and_right_in_every_row() {
        let light = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0].map(|light| [light; 3]).to_vec();
        let mut picture = LinearPicture { width: 3, height: 2, light };
        picture.mirror();
        assert_eq!(picture.light, [3.0, 2.0, 1.0, 6.0, 5.0, 4.0].map(|light| [light; 3]));
    }

    #[test]
    fn grey_is_read_and_written_without_change() {
        let grey = |byte: usize| LinearPicture { width: 16, height: 16, light: vec![[LIGHT[byte]; 3]; 256] };
        let wrong: Vec<_> = (0..256)
            .filter(|byte| {
                let back = LinearPicture::decode(&grey(*byte).encode(100).unwrap()).unwrap();
                back.light[0] != [LIGHT[*byte]; 3]
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
