//! From sRGB bytes to linear light and to CIELAB, and back to linear light.
//!
//! Tables are computed once with [`num`], so they are the same on every platform.

use precheck_foundation::num;
use std::sync::LazyLock;

/// A colour in CIELAB (CIE 15) with the white point D65: `l` is the lightness from 0 (black) to 100 (white), `a` goes from
/// green (negative) to red, `b` from blue (negative) to yellow. How different two colours look is told by
/// [`Lab::difference`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lab {
    /// Lightness.
    pub l: f64,
    /// Green to red.
    pub a: f64,
    /// Blue to yellow.
    pub b: f64,
}

impl Lab {
    /// Black.
    pub const BLACK: Self = Self { l: 0.0, a: 0.0, b: 0.0 };

    /// The colour of an sRGB pixel. The cube root is interpolated in a table: no coordinate is off by more than 0.01.
    #[inline]
    pub fn of(pixel: [u8; 3]) -> Self {
        Self::looked_up(pixel, &LINEAR, &ROOTS)
    }

    #[inline]
    fn looked_up(pixel: [u8; 3], linear: &[f64; 256], roots: &[[f64; 2]; INTERVALS]) -> Self {
        let [red, green, blue] = pixel.map(|value| linear[usize::from(value)]);
        let [x, y, z] =
            SHARES_OF_WHITE.map(|row| interpolated(row[0] * red + row[1] * green + row[2] * blue, roots));
        Self { l: 116.0 * y - 16.0, a: 500.0 * (x - y), b: 200.0 * (y - z) }
    }

    /// The colour of linear sRGB light, 0 to 1.
    pub fn of_linear(rgb: [f64; 3]) -> Self {
        let [x, y, z] = SHARES_OF_WHITE
            .map(|row| compressed((row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]).max(0.0)));
        Self { l: 116.0 * y - 16.0, a: 500.0 * (x - y), b: 200.0 * (y - z) }
    }

    /// The light of this colour: linear sRGB, 0 to 1 inside its gamut.
    pub fn linear_rgb(self) -> [f64; 3] {
        let y = (self.l + 16.0) / 116.0;
        let shares = [y + self.a / 500.0, y, y - self.b / 200.0].map(expanded);
        let [x, y, z] = [0, 1, 2].map(|axis| shares[axis] * WHITE[axis]);
        XYZ_TO_RGB.map(|row| row[0] * x + row[1] * y + row[2] * z)
    }

    /// The luminance of this colour relative to white, 0 to 1.
    pub fn luminance(self) -> f64 {
        expanded((self.l + 16.0) / 116.0)
    }

    /// The straight distance in CIELAB (the colour difference of CIE 1976), for algorithms over many pixels. A difference
    /// that is judged or shown is a [`Lab::difference`].
    pub fn distance(self, other: Self) -> f64 {
        let (l, a, b) = (self.l - other.l, self.a - other.a, self.b - other.b);
        (l * l + a * a + b * b).sqrt()
    }

    fn nearest_on_segment(self, from: Self, to: Self) -> Self {
        let (l, a, b) = (to.l - from.l, to.a - from.a, to.b - from.b);
        let length = (l * l + a * a + b * b).max(f64::MIN_POSITIVE);
        let along = (self.l - from.l) * l + (self.a - from.a) * a + (self.b - from.b) * b;
        let along = (along / length).clamp(0.0, 1.0);
        Self { l: from.l + along * l, a: from.a + along * a, b: from.b + along * b }
    }

    /// The colour difference to the point of the line segment between two other colours that is nearest in CIELAB.
    pub fn difference_from_segment(self, from: Self, to: Self) -> f64 {
        self.difference(self.nearest_on_segment(from, to))
    }

    /// Chroma: the distance to the grey of the same lightness.
    pub fn chroma(self) -> f64 {
        (self.a * self.a + self.b * self.b).sqrt()
    }
}

/// Pixels converted by one call: WebAssembly engines switch to optimised code at calls only.
const CHUNK: usize = 1024;

/// The colours of sRGB pixels.
// Not inlined: inlined into a crate that is compiled for size, it would be compiled for size.
#[inline(never)]
pub fn labs(pixels: &[[u8; 3]]) -> Vec<Lab> {
    let mut labs = Vec::with_capacity(pixels.len());
    pixels.chunks(CHUNK).for_each(|pixels| append_labs(pixels, &mut labs));
    labs
}

#[inline(never)]
fn append_labs(pixels: &[[u8; 3]], labs: &mut Vec<Lab>) {
    let (linear, roots) = (&*LINEAR, &*ROOTS);
    labs.extend(pixels.iter().map(|pixel| Lab::looked_up(*pixel, linear, roots)));
}

/// The transfer function of sRGB (IEC 61966-2-1): from an encoded value to linear light, both 0 to 1.
pub fn srgb_to_linear(encoded: f64) -> f64 {
    if encoded <= 0.04045 { encoded / 12.92 } else { num::pow((encoded + 0.055) / 1.055, 2.4) }
}

/// The sRGB byte nearest to linear light, which is clamped to 0 to 1.
pub fn linear_to_srgb(linear: f64) -> u8 {
    let linear = linear.clamp(0.0, 1.0);
    let encoded =
        if linear <= 0.003_130_8 { 12.92 * linear } else { 1.055 * num::pow(linear, 1.0 / 2.4) - 0.055 };
    (255.0 * encoded).round() as u8
}

/// Linear sRGB to CIE XYZ (IEC 61966-2-1), each row divided by its sum, the coordinate of white (D65).
const SHARES_OF_WHITE: [[f64; 3]; 3] = [
    share_of_sum([0.412_456_4, 0.357_576_1, 0.180_437_5]),
    share_of_sum([0.212_672_9, 0.715_152_2, 0.072_175_0]),
    share_of_sum([0.019_333_9, 0.119_192_0, 0.950_304_1]),
];

const fn share_of_sum(row: [f64; 3]) -> [f64; 3] {
    let sum = row[0] + row[1] + row[2];
    [row[0] / sum, row[1] / sum, row[2] / sum]
}

/// The coordinates of white (D65): the sums of the rows of linear sRGB to CIE XYZ.
const WHITE: [f64; 3] = [0.950_47, 1.0, 1.088_83];

/// CIE XYZ to linear sRGB (IEC 61966-2-1), the inverse of the matrix above before its division.
const XYZ_TO_RGB: [[f64; 3]; 3] = [
    [3.240_454_2, -1.537_138_5, -0.498_531_4],
    [-0.969_266_0, 1.876_010_8, 0.041_556_0],
    [0.055_643_4, -0.204_025_9, 1.057_225_2],
];

/// Below this share of white, CIELAB uses a straight line in place of the cube root (CIE 15).
const LINEAR_BELOW: f64 = 216.0 / 24_389.0;

/// Number of intervals in the table of cube roots.
const INTERVALS: usize = 4096;

static LINEAR: LazyLock<[f64; 256]> =
    LazyLock::new(|| std::array::from_fn(|value| srgb_to_linear(value as f64 / 255.0)));

/// By interval: [`compressed`] at its start, and the difference to its end.
static ROOTS: LazyLock<[[f64; 2]; INTERVALS]> = LazyLock::new(|| {
    let mut start = compressed(0.0);
    std::array::from_fn(|step| {
        let end = compressed((step + 1) as f64 / INTERVALS as f64);
        let growth = end - start;
        [std::mem::replace(&mut start, end), growth]
    })
});

/// CIELAB's function f of a share of white, 0 to 1.
fn compressed(share: f64) -> f64 {
    if share <= LINEAR_BELOW { (24_389.0 / 27.0 * share + 16.0) / 116.0 } else { num::cbrt(share) }
}

/// The inverse of [`compressed`].
fn expanded(value: f64) -> f64 {
    if value * value * value > LINEAR_BELOW {
        value * value * value
    } else {
        (116.0 * value - 16.0) * 27.0 / 24_389.0
    }
}

/// [`compressed`], interpolated in the table.
#[inline]
fn interpolated(share: f64, roots: &[[f64; 2]; INTERVALS]) -> f64 {
    let position = share * INTERVALS as f64;
    let step = (position as usize).min(INTERVALS - 1);
    let [start, growth] = roots[step];
    start + growth * (position - step as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_colours_have_their_published_coordinates() {
        // Bruce Lindbloom's colour calculator, sRGB, D65, no adaptation.
        let cases = [
            ([255, 255, 255], [100.0, 0.0, 0.0]),
            ([0, 0, 0], [0.0, 0.0, 0.0]),
            ([119, 119, 119], [50.03, 0.0, 0.0]),
            ([255, 0, 0], [53.24, 80.09, 67.20]),
            ([0, 255, 0], [87.73, -86.18, 83.18]),
            ([0, 0, 255], [32.30, 79.19, -107.86]),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|(pixel, lab)| (pixel, Lab::of(pixel), lab))
            .filter(|(_, is, [l, a, b])| {
                (is.l - l).abs() > 0.02 || (is.a - a).abs() > 0.02 || (is.b - b).abs() > 0.02
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn the_light_of_a_colour_is_that_of_its_pixel() {
        let pixels = [[255, 255, 255], [0, 0, 0], [10, 20, 30], [200, 158, 132], [100, 197, 255]];
        let off = pixels.map(|pixel| {
            let light = pixel.map(|value| srgb_to_linear(f64::from(value) / 255.0));
            let is = Lab::of(pixel).linear_rgb();
            (0..3).map(|channel| (light[channel] - is[channel]).abs()).fold(0.0, f64::max)
        });
        assert!(off.iter().all(|off| *off < 5e-4), "{off:?}");
        let back = pixels.map(|pixel| {
            let light = pixel.map(|value| srgb_to_linear(f64::from(value) / 255.0));
            Lab::of_linear(light).distance(Lab::of(pixel))
        });
        assert!(back.iter().all(|off| *off < 0.02), "{back:?}");
    }

    #[test]
    fn every_byte_is_encoded_again() {
        let wrong: Vec<_> = (0..=255_u8)
            .filter(|value| linear_to_srgb(srgb_to_linear(f64::from(*value) / 255.0)) != *value)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn grey_has_no_chroma() {
        let largest = (0..=255).map(|v| Lab::of([v; 3]).chroma()).fold(0.0, f64::max);
        assert!(largest < 1e-9, "{largest}");
    }

    #[test]
    fn the_table_of_roots_is_close_to_the_root() {
        let worst = (0..100_000)
            .map(|i| f64::from(i) / 99_999.0)
            .map(|share| (interpolated(share, &ROOTS) - compressed(share)).abs())
            .fold(0.0, f64::max);
        assert!(500.0 * worst < 0.01, "{worst}");
    }
}
