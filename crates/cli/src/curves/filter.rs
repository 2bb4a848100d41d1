//! A Gaussian filter and noise that is the same at every run.

use precheck_foundation::num;

/// A map blurred with a Gaussian of this standard deviation in cells; edges are repeated.
pub fn blurred<const N: usize>(cells: &[[f32; N]], width: usize, sigma: f64) -> Vec<[f32; N]> {
    let kernel = kernel(sigma);
    let height = cells.len() / width;
    let across = convolved(cells, (height, width), (width, 1), &kernel);
    convolved(&across, (width, height), (1, width), &kernel)
}

/// Half of a normalized Gaussian kernel, from its middle.
fn kernel(sigma: f64) -> Vec<f32> {
    let reach = (3.0 * sigma).ceil() as i32;
    let weights: Vec<f64> =
        (0..=reach).map(|i| num::exp(-0.5 * f64::from(i * i) / (sigma * sigma))).collect();
    let sum = 2.0 * weights.iter().sum::<f64>() - weights[0];
    weights.iter().map(|weight| (weight / sum) as f32).collect()
}

/// Convolves along `length` cells of each of `lines`; `steps` are the distances to the next line and to the next cell.
fn convolved<const N: usize>(
    cells: &[[f32; N]],
    (lines, length): (usize, usize),
    (line_step, step): (usize, usize),
    kernel: &[f32],
) -> Vec<[f32; N]> {
    let mut result = cells.to_vec();
    for line in 0..lines {
        let at = |place: usize| line * line_step + place * step;
        for place in 0..length {
            let mut sum = cells[at(place)].map(|value| value * kernel[0]);
            for (reach, weight) in kernel.iter().enumerate().skip(1) {
                let (before, after) = (place.saturating_sub(reach), (place + reach).min(length - 1));
                let pair = cells[at(before)].iter().zip(&cells[at(after)]);
                sum.iter_mut().zip(pair).for_each(|(sum, (one, other))| *sum += weight * (one + other));
            }
            result[at(place)] = sum;
        }
    }
    result
}

/// A number from a nearly normal distribution with standard deviation 1, the same for the same index: the sum of four
/// uniform numbers, hashed by SplitMix64 (Steele, Lea, Flood 2014).
pub fn normal(index: usize) -> f32 {
    let mut hash = (index as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^= hash >> 31;
    let sum: f32 = (0..4).map(|part| ((hash >> (16 * part)) & 0xffff) as f32 / 65_535.0).sum();
    // The variance of the sum is 4/12.
    (sum - 2.0) * 3.0_f32.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blur_keeps_the_sum_and_spreads_by_its_sigma() {
        let mut cells = vec![[0.0]; 41 * 41];
        cells[20 * 41 + 20] = [1.0];
        let soft = blurred(&cells, 41, 2.0);
        let sum: f32 = soft.iter().map(|cell| cell[0]).sum();
        let square: f32 = soft
            .iter()
            .enumerate()
            .map(|(i, cell)| cell[0] * ((i % 41) as f32 - 20.0) * ((i % 41) as f32 - 20.0))
            .sum();
        assert!((sum - 1.0).abs() < 1e-4 && (square - 4.0).abs() < 0.1, "{sum} {square}");
    }

    #[test]
    fn noise_has_mean_0_and_deviation_1() {
        let values: Vec<f32> = (0..100_000).map(normal).collect();
        let mean = values.iter().sum::<f32>() / 1e5;
        let square = values.iter().map(|value| value * value).sum::<f32>() / 1e5;
        assert!(mean.abs() < 0.02 && (square - 1.0).abs() < 0.02, "{mean} {square}");
    }
}
