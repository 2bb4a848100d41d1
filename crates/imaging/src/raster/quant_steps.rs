//! Estimates the quantisation steps of earlier JPEG compressions from the pixels.
//!
//! JPEG quantises the DCT coefficients of each 8 x 8 block to multiples of a step, which is larger the stronger it
//! compresses. Saving the picture again at high quality writes small steps into the file, but the coefficients stay near
//! multiples of the large ones. Their histogram therefore shows the *strongest* compression, whatever the file says of the
//! last (Fan and de Queiroz, "Identification of bitmap compression history", IEEE Trans. Image Processing 12(2), 2003).

use super::Luma;

/// The DCT frequencies that are used: vertical, horizontal. The lowest seven, because higher ones are mostly zero in a
/// strongly compressed picture.
pub const FREQUENCIES: [(usize, usize); 7] = [(0, 1), (1, 0), (2, 0), (1, 1), (0, 2), (1, 2), (2, 1)];

/// Side of a block in pixels.
const SIDE: usize = 8;

/// The DCT basis functions 0, 1 and 2 along a block, times 512 (ITU-T T.81, A.3.3).
const BASIS: [[i32; SIDE]; 3] =
    [[181; SIDE], [251, 213, 142, 50, -50, -142, -213, -251], [237, 98, -98, -237, -237, -98, 98, 237]];

/// Fraction bits of a product of two basis functions.
const SCALE_BITS: u32 = 18;

/// Magnitudes that are counted: 0 up to this, exclusively. Larger ones are rare.
const MAGNITUDES: usize = 512;

/// The steps that are tried: from the largest at a quality of 5 down to where rounding of pixels hides the multiples.
const MAX_STEP: usize = 130;
const MIN_STEP: usize = 8;

/// A step is accepted if at least this many coefficients are not zero, ...
const MIN_COEFFICIENTS: u32 = 40;

/// ... at least this many of them are at the second multiple or above (one peak alone is no series), ...
const MIN_ABOVE_FIRST: u32 = 8;

/// ... and their mean distance to the nearest multiple is at most this share of the step. Without quantisation it is a
/// quarter.
const MAX_MEAN_DISTANCE: f64 = 0.12;

/// Counts of coefficient magnitudes, for each of the [`FREQUENCIES`].
type Histograms = [[u32; MAGNITUDES]; FREQUENCIES.len()];

/// The largest step of which the coefficients of each of the [`FREQUENCIES`] are multiples; `None` where there is none.
///
/// The block grid may begin anywhere: a picture that was cropped after the compression has it shifted.
// Not inlined: inlined into a crate that is compiled for size, it would be compiled for size.
#[inline(never)]
pub fn surviving_quant_steps(picture: &Luma) -> [Option<u32>; FREQUENCIES.len()] {
    let mut histograms = [[0_u32; MAGNITUDES]; FREQUENCIES.len()];
    let (left, top) = block_grid_origin(picture);
    let rows: Vec<&[u8]> = picture.rows().skip(top).collect();
    rows.chunks_exact(SIDE).for_each(|block_row| count_block_row(block_row, left, &mut histograms));
    histograms.map(|histogram| largest_step(&histogram))
}

/// Counts the coefficients of a row of blocks, the first of which begins in column `left`.
#[inline(never)]
fn count_block_row(block_row: &[&[u8]], left: usize, histograms: &mut Histograms) {
    let width = block_row.first().map_or(0, |row| row.len());
    for x in (left..).step_by(SIDE).take_while(|x| x + SIDE <= width) {
        let Some(magnitudes) = dct_magnitudes(block_row, x) else { continue };
        for (histogram, magnitude) in histograms.iter_mut().zip(magnitudes) {
            if let Some(count) = histogram.get_mut(magnitude) {
                *count += 1;
            }
        }
    }
}

/// The column and the row, 0 to 7, at which the block grid begins: differences between neighbouring pixels are largest
/// across block borders.
fn block_grid_origin(picture: &Luma) -> (usize, usize) {
    let mut horizontal = [0_u64; SIDE];
    let mut vertical = [0_u64; SIDE];
    picture.rows().for_each(|row| add_differences(row, &mut horizontal));
    let whole_blocks = picture.height().saturating_sub(1) / SIDE * SIDE;
    let neighbours = picture.rows().zip(picture.rows().skip(1)).take(whole_blocks);
    for ((upper, lower), phase) in neighbours.zip((0..SIDE).cycle()) {
        if let Some(sum) = vertical.get_mut(phase) {
            *sum += sum_of_differences(upper, lower);
        }
    }
    (behind_largest(&horizontal), behind_largest(&vertical))
}

/// Adds the differences between neighbouring pixels of a row, by column modulo 8.
#[inline(never)]
fn add_differences(row: &[u8], sums: &mut [u64; SIDE]) {
    for pixels in row.windows(SIDE + 1).step_by(SIDE) {
        for (sum, pair) in sums.iter_mut().zip(pixels.iter().zip(pixels.iter().skip(1))) {
            *sum += u64::from(pair.0.abs_diff(*pair.1));
        }
    }
}

/// The sum of the differences between each pixel of a row and the one below it.
#[inline(never)]
fn sum_of_differences(upper: &[u8], lower: &[u8]) -> u64 {
    upper.iter().zip(lower).map(|(a, b)| u64::from(a.abs_diff(*b))).sum()
}

/// The phase behind the largest sum, which is where a block begins.
fn behind_largest(sums: &[u64; SIDE]) -> usize {
    let largest = (0..SIDE).rev().max_by_key(|i| sums.get(*i)).unwrap_or(0);
    (largest + 1) % SIDE
}

/// The rounded magnitudes of the [`FREQUENCIES`] of the block that begins in column `x` of eight rows.
fn dct_magnitudes(block_row: &[&[u8]], x: usize) -> Option<[usize; FREQUENCIES.len()]> {
    let mut horizontal = [[0_i32; SIDE]; BASIS.len()];
    for (y, row) in block_row.iter().enumerate() {
        let pixels = row.get(x..x + SIDE)?;
        for (basis, sums) in BASIS.iter().zip(&mut horizontal) {
            *sums.get_mut(y)? = basis.iter().zip(pixels).map(|(b, p)| b * i32::from(*p)).sum();
        }
    }
    let mut magnitudes = [0; FREQUENCIES.len()];
    for ((v, h), magnitude) in FREQUENCIES.iter().zip(&mut magnitudes) {
        let products = BASIS.get(*v)?.iter().zip(horizontal.get(*h)?);
        let sum = products.map(|(b, s)| b * s).sum::<i32>().unsigned_abs();
        *magnitude = ((sum + (1 << (SCALE_BITS - 1))) >> SCALE_BITS) as usize;
    }
    Some(magnitudes)
}

fn largest_step(histogram: &[u32; MAGNITUDES]) -> Option<u32> {
    (MIN_STEP..=MAX_STEP).rev().find(|step| are_multiples(histogram, *step)).map(|step| step as u32)
}

/// Whether the coefficients that are not zero are near multiples of `step`.
#[inline(never)]
fn are_multiples(histogram: &[u32; MAGNITUDES], step: usize) -> bool {
    let (mut coefficients, mut above_first, mut distance) = (0_u32, 0_u32, 0_u64);
    for (magnitude, count) in histogram.iter().enumerate().skip(step / 2 + 2) {
        let remainder = magnitude % step;
        coefficients += count;
        distance += remainder.min(step - remainder) as u64 * u64::from(*count);
        if 2 * magnitude > 3 * step {
            above_first += count;
        }
    }
    coefficients >= MIN_COEFFICIENTS
        && above_first >= MIN_ABOVE_FIRST
        && distance as f64 <= MAX_MEAN_DISTANCE * step as f64 * f64::from(coefficients)
}
