//! Conversion of pixels to sRGB from any primaries and tone curves, by tables and integers.

use super::lab::srgb_to_linear;
use std::sync::LazyLock;

/// The way from a colour space of three primaries and a tone curve for each to sRGB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToSrgb {
    /// Linear light of each channel by its encoded value, of [`FULL`].
    to_linear: [[i32; 256]; 3],
    /// From linear light to linear sRGB, in 1/[`ONE`].
    matrix: [[i64; 3]; 3],
}

/// Full linear light in the integer tables.
const FULL: i32 = 65_535;

/// 1 in the integer matrices.
const ONE: i64 = 1 << 14;

/// The table of encoded values drops this many of the 16 bits of linear light: it has 8192 entries, each a fifth of the
/// smallest step of sRGB or less.
const ENCODED_SHIFT: u32 = 3;

/// From X, Y and Z at D50, as profiles have them, to linear sRGB: the inverse of the primaries of IEC 61966-2-1 adapted
/// by Bradford (Lindbloom, “RGB/XYZ Matrices”).
const XYZ_TO_SRGB: [[f64; 3]; 3] = [
    [3.133_856_1, -1.616_866_7, -0.490_614_6],
    [-0.978_768_4, 1.916_141_5, 0.033_454_0],
    [0.071_945_3, -0.228_991_4, 1.405_242_7],
];

/// How far the white of a profile may be from D50 in linear sRGB to be that white, written with few digits: 1 %.
const WHITE_TOLERANCE: i64 = ONE / 100;

/// How far the primaries of sRGB's own profiles are apart, from rounding and slightly different white points: 0.8 %.
const IDENTITY_TOLERANCE: i64 = ONE / 125;

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

impl ToSrgb {
    /// From X, Y and Z at D50 of red, green and blue, and the linear light of each by its encoded value, 0 to 1.
    pub fn new(primaries: [[f64; 3]; 3], curves: [[f64; 256]; 3]) -> Self {
        let column = |row: [f64; 3], primary: [f64; 3]| {
            let share = row[0] * primary[0] + row[1] * primary[1] + row[2] * primary[2];
            (share * ONE as f64).round() as i64
        };
        let mut matrix = XYZ_TO_SRGB.map(|row| primaries.map(|primary| column(row, primary)));
        for (channel, row) in matrix.iter_mut().enumerate() {
            // Grey stays grey: white is D50 but for rounding.
            let excess = row.iter().sum::<i64>() - ONE;
            if excess.abs() <= WHITE_TOLERANCE {
                row[channel] -= excess;
            }
        }
        Self {
            to_linear: curves.map(|curve| curve.map(|light| (light * f64::from(FULL)).round() as i32)),
            matrix,
        }
    }

    /// From grey with this curve.
    pub fn grey(curve: [f64; 256]) -> Self {
        let matrix = [[ONE, 0, 0], [0, ONE, 0], [0, 0, ONE]];
        Self { matrix, ..Self::new([[0.0; 3]; 3], [curve; 3]) }
    }

    /// Whether it is sRGB itself: no pixel would change by more than rounding makes.
    pub fn changes_nothing(&self) -> bool {
        let is_identity = self.matrix.iter().enumerate().all(|(row, shares)| {
            let is_near = |(column, share): (usize, &i64)| {
                let expected = if row == column { ONE } else { 0 };
                (share - expected).abs() <= IDENTITY_TOLERANCE
            };
            shares.iter().enumerate().all(is_near)
        });
        let is_srgb = |table: &[i32; 256]| {
            table.iter().zip(0..=255_u8).all(|(light, value)| encoded(i64::from(*light)).abs_diff(value) <= 1)
        };
        is_identity && self.to_linear.iter().all(is_srgb)
    }

    /// Converts pixels. Colours outside of sRGB are clamped in each channel.
    pub fn convert(&self, pixels: &mut [[u8; 3]]) {
        pixels.chunks_mut(CHUNK).for_each(|chunk| self.convert_chunk(chunk));
    }

    #[inline(never)]
    fn convert_chunk(&self, pixels: &mut [[u8; 3]]) {
        let [reds, greens, blues] = &self.to_linear;
        for pixel in pixels {
            let [red, green, blue] = pixel.map(usize::from);
            let linear = [reds[red], greens[green], blues[blue]].map(i64::from);
            *pixel = self.matrix.map(|row| {
                let sum = row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2];
                encoded((sum + ONE / 2) / ONE)
            });
        }
    }
}

/// Pixels converted by one call: WebAssembly engines switch to optimised code at calls only.
const CHUNK: usize = 1024;

/// The sRGB value of linear light of [`FULL`].
fn encoded(light: i64) -> u8 {
    SRGB_ENCODED[light.clamp(0, i64::from(FULL)) as usize >> ENCODED_SHIFT]
}
