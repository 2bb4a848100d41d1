//! Conversion of pixels from the colour spaces of phones and cameras to sRGB, in integers.

use super::icc::ColourSpace;
use super::lab::srgb_to_linear;
use precheck_foundation::num;
use std::sync::LazyLock;

/// Converts pixels from `space` to sRGB. Colours outside its gamut are clamped in each channel. sRGB and unknown colours
/// are left as they are.
pub fn to_srgb(space: ColourSpace, pixels: &mut [[u8; 3]]) {
    let (to_linear, matrix) = match space {
        ColourSpace::Srgb | ColourSpace::Unknown => return,
        ColourSpace::DisplayP3 => (&*SRGB_LINEAR, P3_TO_SRGB),
        ColourSpace::AdobeRgb => (&*ADOBE_LINEAR, ADOBE_TO_SRGB),
    };
    let encoded = &*SRGB_ENCODED;
    for pixel in pixels {
        let [red, green, blue] = pixel.map(|value| to_linear[usize::from(value)]);
        *pixel = matrix.map(|row| {
            let sum = row[0] * red + row[1] * green + row[2] * blue;
            let value = (sum + ONE / 2) / ONE;
            encoded[value.clamp(0, FULL) as usize >> ENCODED_SHIFT]
        });
    }
}

/// Full linear light in the integer tables.
const FULL: i32 = 65_535;

/// 1 in the integer matrices.
const ONE: i32 = 1 << 14;

/// The table of encoded values drops this many of the 16 bits of linear light: it has 8192 entries, each a fifth of the
/// smallest step of sRGB or less.
const ENCODED_SHIFT: u32 = 3;

/// Linear Display P3 to linear sRGB in 1/16384, from the primaries of SMPTE EG 432-1 and IEC 61966-2-1 at D65. Every row
/// adds up to 1, so grey stays grey.
const P3_TO_SRGB: [[i32; 3]; 3] = [[20_069, -3_685, 0], [-689, 17_073, 0], [-322, -1_288, 17_994]];

/// Linear Adobe RGB (1998) to linear sRGB, likewise.
const ADOBE_TO_SRGB: [[i32; 3]; 3] = [[22_911, -6_527, 0], [0, 16_384, 0], [0, -703, 17_087]];

/// The exponent of Adobe RGB (1998) by its specification: 2 and 51/256.
const ADOBE_GAMMA: f64 = 2.0 + 51.0 / 256.0;

static SRGB_LINEAR: LazyLock<[i32; 256]> = LazyLock::new(|| linear_table(srgb_to_linear));

static ADOBE_LINEAR: LazyLock<[i32; 256]> = LazyLock::new(|| linear_table(adobe_to_linear));

/// The encoded sRGB value by linear light, see [`ENCODED_SHIFT`].
static SRGB_ENCODED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let highest = |value: i32| srgb_to_linear((f64::from(value) + 0.5) / 255.0) * f64::from(FULL);
    let mut value = 0;
    (0..=FULL >> ENCODED_SHIFT)
        .map(|entry| {
            let middle = f64::from(entry << ENCODED_SHIFT) + f64::from(1 << (ENCODED_SHIFT - 1));
            while value < 255 && middle > highest(value) {
                value += 1;
            }
            value as u8
        })
        .collect()
});

fn linear_table(to_linear: fn(f64) -> f64) -> [i32; 256] {
    std::array::from_fn(|value| (to_linear(value as f64 / 255.0) * f64::from(FULL)).round() as i32)
}

/// The transfer function of Adobe RGB (1998): from an encoded value to linear light, both 0 to 1.
pub fn adobe_to_linear(encoded: f64) -> f64 {
    num::pow(encoded, ADOBE_GAMMA)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(space: ColourSpace, pixel: [u8; 3]) -> [u8; 3] {
        let mut pixels = [pixel];
        to_srgb(space, &mut pixels);
        pixels[0]
    }

    #[test]
    fn known_colours_are_converted_as_the_standards_define() {
        // Computed independently in 64-bit floats from the primaries and curves of each standard.
        use ColourSpace::{AdobeRgb, DisplayP3};
        let cases = [
            (DisplayP3, [200, 158, 132], [208, 156, 128]),
            (DisplayP3, [90, 60, 45], [95, 58, 42]),
            (DisplayP3, [214, 226, 240], [211, 226, 242]),
            (DisplayP3, [240, 120, 100], [255, 111, 92]),
            (DisplayP3, [10, 20, 30], [7, 20, 31]),
            (AdobeRgb, [200, 158, 132], [215, 159, 132]),
            (AdobeRgb, [90, 60, 45], [99, 57, 40]),
            (AdobeRgb, [214, 226, 240], [210, 227, 241]),
            (AdobeRgb, [30, 120, 60], [0, 121, 53]),
            (AdobeRgb, [10, 20, 30], [0, 12, 24]),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|(space, from, to)| (space, from, converted(space, from), to))
            .filter(|(_, _, is, to)| is.iter().zip(to).any(|(a, b)| a.abs_diff(*b) > 1))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn grey_stays_grey() {
        for value in 0..=255 {
            assert_eq!(converted(ColourSpace::DisplayP3, [value; 3]), [value; 3]);
            let [red, green, blue] = converted(ColourSpace::AdobeRgb, [value; 3]);
            assert!(red == green && green == blue && red.abs_diff(value) <= 10, "{value} became {red}");
        }
    }
}
