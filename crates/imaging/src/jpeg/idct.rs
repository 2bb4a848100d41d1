//! Dequantisation and inverse discrete cosine transform (IDCT) of a block, in integers, to 8, 4, 2 or 1 samples a side.
//!
//! A smaller picture needs only the low frequencies: the transform of `n` points over a block's first `n` coefficients is
//! the block reduced to `n` samples a side (libjpeg's scaled IDCT). The one-dimensional transforms are
//! out(x) = F(0) + sum over u of sqrt(2) cos((2x + 1) u pi / 2n) F(u), applied to columns, then rows, and divided by 8.
//! The one of 8 points is that of Loeffler, Ligtenberg and Moschytz (1989) with 12-bit constants, in the arithmetic of
//! stb_image and zune-jpeg, so that full-size pictures agree with theirs.

use std::num::Wrapping;

/// Samples that a block is transformed to: width, height; each of them 1, 2, 4 or 8.
pub type BlockSize = (usize, usize);

/// Sums wrap: coefficients of a damaged file may exceed any range that sums could be dimensioned for.
type Sum = Wrapping<i32>;

/// Fraction bits of the constants.
const FRACTION_BITS: usize = 12;
/// Bits that the first pass drops: two fraction bits are left for the second.
const FIRST_SHIFT: usize = 10;
/// Bits that the second pass drops: the rest of both passes' fractions and the division by 8.
const SECOND_SHIFT: usize = 2 * FRACTION_BITS - FIRST_SHIFT + 3;
/// Rounds the first pass.
const FIRST_ROUNDING: i32 = 1 << (FIRST_SHIFT - 1);
/// Rounds the second pass, with a little more so that flat blocks round as [`dc_sample`] does, and adds the level shift
/// of T.81, A.3.1.
const SECOND_ROUNDING: i32 = (1 << (SECOND_SHIFT - 1)) + FIRST_ROUNDING + (128 << SECOND_SHIFT);

/// Dequantises and transforms the low coefficients of a block (natural order) and writes its samples into `out`, whose
/// rows are `stride` apart. `is_flat` promises that only the DC coefficient differs from zero.
#[inline]
pub fn dequantise_and_idct(
    block: &[i16; 64],
    quant_table: &[u16; 64],
    size: BlockSize,
    is_flat: bool,
    out: &mut [u8],
    stride: usize,
) {
    if is_flat || size == (1, 1) {
        let sample = dc_sample(block[0], quant_table[0]);
        for row in out.chunks_mut(stride).take(size.1) {
            row[..size.0].fill(sample);
        }
        return;
    }
    match size {
        (2, 2) => idct_2x2(block, quant_table, out, stride),
        (4, 4) => idct_4x4(block, quant_table, out, stride),
        _ => idct_any(block, quant_table, size, out, stride),
    }
}

/// The value of all samples of a block whose only coefficient is the DC one.
#[inline(always)]
pub fn dc_sample(dc: i16, quant_step: u16) -> u8 {
    level_shifted(i32::from(dc) * i32::from(quant_step))
}

/// The sample of which this is eight times the value before the level shift.
#[inline(always)]
fn level_shifted(eightfold: i32) -> u8 {
    ((eightfold.wrapping_add(4) >> 3) + 128).clamp(0, 255) as u8
}

/// The dequantised coefficient: a product of 16 by 16 bits fits.
#[inline(always)]
fn dequantise(block: &[i16; 64], quant_table: &[u16; 64], index: usize) -> Sum {
    Wrapping(i32::from(block[index]) * i32::from(quant_table[index]))
}

/// The transform of two points has no irrational factor: sums and differences.
#[inline(always)]
fn idct_2x2(block: &[i16; 64], quant_table: &[u16; 64], out: &mut [u8], stride: usize) {
    let [a, b, c, d] = [0, 1, 8, 9].map(|index| dequantise(block, quant_table, index));
    let (upper, lower) = out.split_at_mut(stride);
    upper[..2].copy_from_slice(&[level_shifted((a + b + c + d).0), level_shifted((a - b + c - d).0)]);
    lower[..2].copy_from_slice(&[level_shifted((a + b - c - d).0), level_shifted((a - b - c + d).0)]);
}

#[inline(always)]
fn idct_4x4(block: &[i16; 64], quant_table: &[u16; 64], out: &mut [u8], stride: usize) {
    let columns: [[Sum; 4]; 4] = std::array::from_fn(|u| {
        four_points([0, 8, 16, 24].map(|v| dequantise(block, quant_table, v + u))).map(first_pass)
    });
    for (y, row) in out.chunks_mut(stride).take(4).enumerate() {
        row[..4].copy_from_slice(&four_points(columns.map(|column| column[y])).map(second_pass));
    }
}

/// Columns first, then rows, each by its own number of points.
fn idct_any(
    block: &[i16; 64],
    quant_table: &[u16; 64],
    (width, height): BlockSize,
    out: &mut [u8],
    stride: usize,
) {
    let mut columns = [[Wrapping(0); 8]; 8];
    for (u, column) in columns.iter_mut().take(width).enumerate() {
        *column = idct_column(block, quant_table, u, height);
    }
    for (y, row) in out.chunks_mut(stride).take(height).enumerate() {
        row[..width].copy_from_slice(&idct_row(&columns, y, width)[..width]);
    }
}

/// Not inlined: WebAssembly engines have the optimised code of a small function sooner.
#[inline(never)]
fn idct_column(block: &[i16; 64], quant_table: &[u16; 64], u: usize, height: usize) -> [Sum; 8] {
    any_points(std::array::from_fn(|v| dequantise(block, quant_table, 8 * v + u)), height).map(first_pass)
}

#[inline(never)]
fn idct_row(columns: &[[Sum; 8]; 8], y: usize, width: usize) -> [u8; 8] {
    any_points(columns.map(|column| column[y]), width).map(second_pass)
}

#[inline(always)]
fn first_pass(sum: Sum) -> Sum {
    (sum + Wrapping(FIRST_ROUNDING)) >> FIRST_SHIFT
}

#[inline(always)]
fn second_pass(sum: Sum) -> u8 {
    ((sum + Wrapping(SECOND_ROUNDING)).0 >> SECOND_SHIFT).clamp(0, 255) as u8
}

/// A constant with [`FRACTION_BITS`] fraction bits.
const fn fixed(value: f64) -> Sum {
    Wrapping((value * (1 << FRACTION_BITS) as f64 + if value < 0.0 { -0.5 } else { 0.5 }) as i32)
}

#[inline(always)]
fn any_points(f: [Sum; 8], points: usize) -> [Sum; 8] {
    let mut out = [Wrapping(0); 8];
    match points {
        1 => out[0] = f[0] << FRACTION_BITS,
        2 => (out[0], out[1]) = ((f[0] + f[1]) << FRACTION_BITS, (f[0] - f[1]) << FRACTION_BITS),
        4 => out[..4].copy_from_slice(&four_points([f[0], f[1], f[2], f[3]])),
        _ => out = eight_points(f),
    }
    out
}

#[inline(always)]
fn four_points(f: [Sum; 4]) -> [Sum; 4] {
    // sqrt(2) cos(pi / 8) and sqrt(2) cos(3 pi / 8).
    const NEAR: Sum = fixed(1.306562965);
    const FAR: Sum = fixed(0.541196100);
    let (even, odd) = ((f[0] + f[2]) << FRACTION_BITS, (f[0] - f[2]) << FRACTION_BITS);
    let (outer, inner) = (f[1] * NEAR + f[3] * FAR, f[1] * FAR - f[3] * NEAR);
    [even + outer, odd + inner, odd - inner, even - outer]
}

/// Names and order of the steps are those of libjpeg's accurate integer transform (jidctint.c).
#[inline(always)]
fn eight_points(f: [Sum; 8]) -> [Sum; 8] {
    let z = (f[2] + f[6]) * fixed(0.541196100);
    let (t2, t3) = (z + f[6] * fixed(-1.847759065), z + f[2] * fixed(0.765366865));
    let (t0, t1) = ((f[0] + f[4]) << FRACTION_BITS, (f[0] - f[4]) << FRACTION_BITS);
    let even = [t0 + t3, t1 + t2, t1 - t2, t0 - t3];

    let (p3, p4) = (f[7] + f[3], f[5] + f[1]);
    let z = (p3 + p4) * fixed(1.175875602);
    let p1 = z + (f[7] + f[1]) * fixed(-0.899976223);
    let p2 = z + (f[5] + f[3]) * fixed(-2.562915447);
    let (p3, p4) = (p3 * fixed(-1.961570560), p4 * fixed(-0.390180644));
    let odd = [
        f[1] * fixed(1.501321110) + p1 + p4,
        f[3] * fixed(3.072711026) + p2 + p3,
        f[5] * fixed(2.053119869) + p2 + p4,
        f[7] * fixed(0.298631336) + p1 + p3,
    ];
    std::array::from_fn(|x| if x < 4 { even[x] + odd[x] } else { even[7 - x] - odd[7 - x] })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition: T.81, A.3.3, with `n` points for the block's first `n` coefficients.
    #[allow(clippy::disallowed_methods)]
    fn defined(block: &[i16; 64], (width, height): BlockSize, x: usize, y: usize) -> f64 {
        let basis = |x: usize, u: usize, n: usize| match u {
            0 => 0.5f64.sqrt() / 2.0,
            _ => (std::f64::consts::PI * ((2 * x + 1) * u) as f64 / (2 * n) as f64).cos() / 2.0,
        };
        let term =
            |(v, u): (usize, usize)| f64::from(block[8 * v + u]) * basis(x, u, width) * basis(y, v, height);
        (0..height).flat_map(|v| (0..width).map(move |u| (v, u))).map(term).sum::<f64>() + 128.0
    }

    fn blocks() -> impl Iterator<Item = [i16; 64]> {
        let mut seed = 1u32;
        (0..200).map(move |_| {
            std::array::from_fn(|i| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let range = if i == 0 { 800 } else { 120 / (1 + i as i32) };
                ((seed >> 8) as i32 % (2 * range + 1) - range) as i16
            })
        })
    }

    #[test]
    fn every_size_is_within_one_of_the_definition() {
        for width in [1, 2, 4, 8] {
            for height in [1, 2, 4, 8] {
                for block in blocks() {
                    let mut out = [0; 64];
                    dequantise_and_idct(&block, &[1; 64], (width, height), false, &mut out, 8);
                    for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
                        let exact = defined(&block, (width, height), x, y).clamp(0.0, 255.0);
                        let error = (f64::from(out[8 * y + x]) - exact).abs();
                        assert!(error < 1.0, "{width} x {height} at {x}, {y}: {error}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_shortcut_for_flat_blocks_equals_the_transform() {
        for level in -1100..1100 {
            let mut block = [0; 64];
            block[0] = level;
            for points in [(2, 2), (4, 4), (8, 8), (8, 4), (2, 4)] {
                let (mut flat, mut full) = ([0; 64], [0; 64]);
                dequantise_and_idct(&block, &[1; 64], points, true, &mut flat, 8);
                dequantise_and_idct(&block, &[1; 64], points, false, &mut full, 8);
                assert_eq!(flat, full, "{points:?} at {level}");
            }
        }
    }

    #[test]
    fn coefficients_beyond_every_range_do_not_panic() {
        for value in [i16::MIN, i16::MAX] {
            for points in [(1, 1), (2, 2), (4, 4), (8, 8), (8, 1)] {
                dequantise_and_idct(&[value; 64], &[u16::MAX; 64], points, false, &mut [0; 64], 8);
            }
        }
    }
}
