//! The inverse cosine transform of a block, in integers, to 8, 4, 2 or 1 samples a side.
//!
//! A smaller picture needs only the low frequencies: the transform of `n` points over a block's first `n`
//! coefficients is the block reduced to `n` samples a side (libjpeg's scheme). The scaled one-dimensional
//! transforms are out(x) = F(0) + sum over u of sqrt(2) cos((2x + 1) u pi / 2n) F(u), applied to columns and
//! rows, then divided by 8. The one of 8 points is Loeffler, Ligtenberg and Moschytz's (1989) with 12-bit
//! constants, in the arithmetic of stb_image and zune-jpeg, so that full-size pictures agree with theirs.

use std::num::Wrapping;

/// Samples that a block becomes: width, height; each of them 1, 2, 4 or 8.
pub type Points = (usize, usize);

/// Sums wrap: coefficients of a damaged file may exceed every range that a sum could be laid out for.
type Sum = Wrapping<i32>;

/// Bits behind the point of the constants.
const FRACTION: usize = 12;
/// Bits that the first pass drops, keeping two more than it was given.
const FIRST_SHIFT: usize = 10;
/// Bits that the second pass drops: the rest of both passes' fractions and the division by 8.
const SECOND_SHIFT: usize = 2 * FRACTION - FIRST_SHIFT + 3;
/// Half of the first pass's dropped bits.
const FIRST_ROUNDING: i32 = 1 << (FIRST_SHIFT - 1);
/// Half of the second pass's dropped bits with a little that makes flat blocks round as the shortcut for them
/// does, and the level shift of T.81, A.3.1.
const SECOND_ROUNDING: i32 = (1 << (SECOND_SHIFT - 1)) + FIRST_ROUNDING + (128 << SECOND_SHIFT);

/// Transforms the block's low coefficients (natural order, quantised) and writes the samples into `out`,
/// whose rows are `stride` apart. `flat` says that only the first coefficient can differ from zero.
#[inline]
pub fn inverse(
    block: &[i16; 64],
    quantisation: &[u16; 64],
    points: Points,
    flat: bool,
    out: &mut [u8],
    stride: usize,
) {
    if flat || points == (1, 1) {
        let level = flat_level(block[0], quantisation[0]);
        for row in out.chunks_mut(stride).take(points.1) {
            row[..points.0].fill(level);
        }
        return;
    }
    match points {
        (2, 2) => inverse_2x2(block, quantisation, out, stride),
        (4, 4) => inverse_4x4(block, quantisation, out, stride),
        _ => inverse_any(block, quantisation, points, out, stride),
    }
}

/// The sample that a block's first coefficient makes of all its samples.
#[inline(always)]
pub fn flat_level(first: i16, quantisation: u16) -> u8 {
    level_of(i32::from(first) * i32::from(quantisation))
}

/// The sample that eight times its value stands for, with the level shift.
#[inline(always)]
fn level_of(eightfold: i32) -> u8 {
    ((eightfold.wrapping_add(4) >> 3) + 128).clamp(0, 255) as u8
}

/// The dequantised coefficient: a product of 16 bits with 16 bits fits.
#[inline(always)]
fn product(block: &[i16; 64], quantisation: &[u16; 64], index: usize) -> Sum {
    Wrapping(i32::from(block[index]) * i32::from(quantisation[index]))
}

/// The two-point transform has no irrational factor: sums and differences.
#[inline(always)]
fn inverse_2x2(block: &[i16; 64], quantisation: &[u16; 64], out: &mut [u8], stride: usize) {
    let [a, b, c, d] = [0, 1, 8, 9].map(|index| product(block, quantisation, index));
    let (upper, lower) = out.split_at_mut(stride);
    upper[..2].copy_from_slice(&[level_of((a + b + c + d).0), level_of((a - b + c - d).0)]);
    lower[..2].copy_from_slice(&[level_of((a + b - c - d).0), level_of((a - b - c + d).0)]);
}

#[inline(always)]
fn inverse_4x4(block: &[i16; 64], quantisation: &[u16; 64], out: &mut [u8], stride: usize) {
    let columns: [[Sum; 4]; 4] = std::array::from_fn(|u| {
        four_points([0, 8, 16, 24].map(|v| product(block, quantisation, v + u))).map(half_way)
    });
    for (y, row) in out.chunks_mut(stride).take(4).enumerate() {
        row[..4].copy_from_slice(&four_points(columns.map(|column| column[y])).map(sample));
    }
}

/// Columns first, then rows, each by its own number of points.
fn inverse_any(
    block: &[i16; 64],
    quantisation: &[u16; 64],
    (width, height): Points,
    out: &mut [u8],
    stride: usize,
) {
    let mut columns = [[Wrapping(0); 8]; 8];
    for (u, column) in columns.iter_mut().take(width).enumerate() {
        *column = inverse_column(block, quantisation, u, height);
    }
    for (y, row) in out.chunks_mut(stride).take(height).enumerate() {
        row[..width].copy_from_slice(&inverse_row(&columns, y, width)[..width]);
    }
}

/// Not inlined, once for each column: the quick form of a small function is there sooner.
#[inline(never)]
fn inverse_column(block: &[i16; 64], quantisation: &[u16; 64], u: usize, height: usize) -> [Sum; 8] {
    any_points(std::array::from_fn(|v| product(block, quantisation, 8 * v + u)), height).map(half_way)
}

#[inline(never)]
fn inverse_row(columns: &[[Sum; 8]; 8], y: usize, width: usize) -> [u8; 8] {
    any_points(columns.map(|column| column[y]), width).map(sample)
}

#[inline(always)]
fn half_way(sum: Sum) -> Sum {
    (sum + Wrapping(FIRST_ROUNDING)) >> FIRST_SHIFT
}

#[inline(always)]
fn sample(sum: Sum) -> u8 {
    ((sum + Wrapping(SECOND_ROUNDING)).0 >> SECOND_SHIFT).clamp(0, 255) as u8
}

/// A constant with [`FRACTION`] bits behind its point.
const fn fixed(value: f64) -> Sum {
    Wrapping((value * (1 << FRACTION) as f64 + if value < 0.0 { -0.5 } else { 0.5 }) as i32)
}

#[inline(always)]
fn any_points(f: [Sum; 8], points: usize) -> [Sum; 8] {
    let mut out = [Wrapping(0); 8];
    match points {
        1 => out[0] = f[0] << FRACTION,
        2 => (out[0], out[1]) = ((f[0] + f[1]) << FRACTION, (f[0] - f[1]) << FRACTION),
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
    let (even, odd) = ((f[0] + f[2]) << FRACTION, (f[0] - f[2]) << FRACTION);
    let (outer, inner) = (f[1] * NEAR + f[3] * FAR, f[1] * FAR - f[3] * NEAR);
    [even + outer, odd + inner, odd - inner, even - outer]
}

/// Names and order of the steps as in libjpeg's accurate integer transform (jidctint.c).
#[inline(always)]
fn eight_points(f: [Sum; 8]) -> [Sum; 8] {
    let z = (f[2] + f[6]) * fixed(0.541196100);
    let (t2, t3) = (z + f[6] * fixed(-1.847759065), z + f[2] * fixed(0.765366865));
    let (t0, t1) = ((f[0] + f[4]) << FRACTION, (f[0] - f[4]) << FRACTION);
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
    fn defined(block: &[i16; 64], (width, height): Points, x: usize, y: usize) -> f64 {
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
                    inverse(&block, &[1; 64], (width, height), false, &mut out, 8);
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
    fn the_shortcut_for_flat_blocks_gives_what_the_transform_gives() {
        for level in -1100..1100 {
            let mut block = [0; 64];
            block[0] = level;
            for points in [(2, 2), (4, 4), (8, 8), (8, 4), (2, 4)] {
                let (mut flat, mut full) = ([0; 64], [0; 64]);
                inverse(&block, &[1; 64], points, true, &mut flat, 8);
                inverse(&block, &[1; 64], points, false, &mut full, 8);
                assert_eq!(flat, full, "{points:?} at {level}");
            }
        }
    }

    #[test]
    fn coefficients_beyond_every_range_do_not_panic() {
        for value in [i16::MIN, i16::MAX] {
            for points in [(1, 1), (2, 2), (4, 4), (8, 8), (8, 1)] {
                inverse(&[value; 64], &[u16::MAX; 64], points, false, &mut [0; 64], 8);
            }
        }
    }
}
