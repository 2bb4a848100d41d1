//! What a compression leaves in the pixels: the steps in which it stored the waves of each 8 x 8 block.
//!
//! A JPEG divides each block into waves and keeps the height of each wave as a multiple of a step, the
//! coarser the stronger it compresses. Saving the picture once more in high quality writes fine steps into
//! the file, but the heights still sit on the comb of the coarse ones. Reading the comb therefore tells the
//! quality of the *worst* compression, whatever the file says of the last (Fan and de Queiroz,
//! "Identification of bitmap compression history", IEEE Trans. Image Processing 12(2), 2003).

use super::Luma;

/// The waves that are looked at: half waves down and across a block. The lowest seven, because the higher
/// ones are mostly zero in a strongly compressed picture.
pub const FREQUENCIES: [(usize, usize); 7] = [(0, 1), (1, 0), (2, 0), (1, 1), (0, 2), (1, 2), (2, 1)];

/// Side of a block in pixels.
const SIDE: usize = 8;

/// Heights of the half waves 0, 1 and 2 along a block, times 512: the cosine transform of ITU-T T.81, A.3.3.
const HALF_WAVES: [[i32; SIDE]; 3] =
    [[181; SIDE], [251, 213, 142, 50, -50, -142, -213, -251], [237, 98, -98, -237, -237, -98, 98, 237]];

/// Bits by which the two factors of 512 enlarge a wave's height.
const SCALE_BITS: u32 = 18;

/// Heights of waves that are counted: 0 up to this, exclusively. Higher ones are rare.
const HEIGHTS: usize = 512;

/// The steps that are tried: from the coarsest of a quality of 5 down to where rounding hides the comb.
const COARSEST: usize = 130;
const FINEST: usize = 8;

/// A comb is believed if at least so many waves are not zero, ...
const ENOUGH: u32 = 40;

/// ... at least so many of them are on a tooth behind the first (one height alone is no comb), ...
const ENOUGH_BEHIND_FIRST: u32 = 8;

/// ... and their mean distance to the nearest tooth is at most this share of a step. Without a comb it is a
/// quarter.
const NEAR: f64 = 0.12;

/// The step on whose multiples each of the [`FREQUENCIES`] sits; `None` for those that show no coarse step.
///
/// The blocks may begin anywhere: a picture that was cropped after the compression shows them shifted.
// Kept whole: inlined into a caller that is built for size, it would be built for size too.
#[inline(never)]
pub fn surviving_quant_steps(picture: &Luma) -> [Option<u32>; FREQUENCIES.len()] {
    let mut counts = [[0_u32; HEIGHTS]; FREQUENCIES.len()];
    let (left, top) = first_block(picture);
    let rows: Vec<&[u8]> = picture.rows().skip(top).collect();
    rows.chunks_exact(SIDE).for_each(|band| count_band(band, left, &mut counts));
    counts.map(|counts| step_of(&counts))
}

/// Counts the heights of the waves of the blocks of eight rows, the first of which begins in column `left`.
#[inline(never)]
fn count_band(band: &[&[u8]], left: usize, counts: &mut [[u32; HEIGHTS]; FREQUENCIES.len()]) {
    let width = band.first().map_or(0, |row| row.len());
    for x in (left..).step_by(SIDE).take_while(|x| x + SIDE <= width) {
        let Some(heights) = wave_heights(band, x) else { continue };
        for (counts, height) in counts.iter_mut().zip(heights) {
            if let Some(count) = counts.get_mut(height) {
                *count += 1;
            }
        }
    }
}

fn first_block(picture: &Luma) -> (usize, usize) {
    let mut across = [0_u64; SIDE];
    let mut down = [0_u64; SIDE];
    picture.rows().for_each(|row| add_jumps(row, &mut across));
    let whole_stretches = picture.height().saturating_sub(1) / SIDE * SIDE;
    let neighbours = picture.rows().zip(picture.rows().skip(1)).take(whole_stretches);
    for ((upper, lower), phase) in neighbours.zip((0..SIDE).cycle()) {
        if let Some(sum) = down.get_mut(phase) {
            *sum += jump_between(upper, lower);
        }
    }
    (after_largest(&across), after_largest(&down))
}

/// Adds the jumps from each pixel of a row to the next by the column's place in a block.
#[inline(never)]
fn add_jumps(row: &[u8], across: &mut [u64; SIDE]) {
    for stretch in row.windows(SIDE + 1).step_by(SIDE) {
        for (jump, pair) in across.iter_mut().zip(stretch.iter().zip(stretch.iter().skip(1))) {
            *jump += u64::from(pair.0.abs_diff(*pair.1));
        }
    }
}

/// The sum of the jumps from each pixel of a row to the one below it.
#[inline(never)]
fn jump_between(upper: &[u8], lower: &[u8]) -> u64 {
    upper.iter().zip(lower).map(|(a, b)| u64::from(a.abs_diff(*b))).sum()
}

/// The jump into a block is the largest: where the block begins that follows it.
fn after_largest(jumps: &[u64; SIDE]) -> usize {
    let largest = (0..SIDE).rev().max_by_key(|i| jumps.get(*i)).unwrap_or(0);
    (largest + 1) % SIDE
}

/// The rounded heights, without sign, of the [`FREQUENCIES`] of the block that begins in column `x` of the eight
/// rows of `band`.
fn wave_heights(band: &[&[u8]], x: usize) -> Option<[usize; FREQUENCIES.len()]> {
    let mut across = [[0_i32; SIDE]; HALF_WAVES.len()];
    for (y, row) in band.iter().enumerate() {
        let pixels = row.get(x..x + SIDE)?;
        for (wave, sums) in HALF_WAVES.iter().zip(&mut across) {
            *sums.get_mut(y)? = wave.iter().zip(pixels).map(|(w, p)| w * i32::from(*p)).sum();
        }
    }
    let mut heights = [0; FREQUENCIES.len()];
    for ((down, over), height) in FREQUENCIES.iter().zip(&mut heights) {
        let wave = HALF_WAVES.get(*down)?.iter().zip(across.get(*over)?);
        let sum = wave.map(|(w, s)| w * s).sum::<i32>().unsigned_abs();
        *height = ((sum + (1 << (SCALE_BITS - 1))) >> SCALE_BITS) as usize;
    }
    Some(heights)
}

/// The coarsest step on whose comb the counted heights sit.
fn step_of(counts: &[u32; HEIGHTS]) -> Option<u32> {
    (FINEST..=COARSEST).rev().find(|step| is_comb(counts, *step)).map(|step| step as u32)
}

/// Whether the heights that are not zero sit on multiples of `step`.
#[inline(never)]
fn is_comb(counts: &[u32; HEIGHTS], step: usize) -> bool {
    let (mut waves, mut behind_first, mut distance) = (0_u32, 0_u32, 0_u64);
    for (height, count) in counts.iter().enumerate().skip(step / 2 + 2) {
        let above = height % step;
        waves += count;
        distance += above.min(step - above) as u64 * u64::from(*count);
        if 2 * height > 3 * step {
            behind_first += count;
        }
    }
    waves >= ENOUGH
        && behind_first >= ENOUGH_BEHIND_FIRST
        && distance as f64 <= NEAR * step as f64 * f64::from(waves)
}
