//! Fits a coarse map to the edges of the picture: a guided filter.
//!
//! K. He, J. Sun, X. Tang, "Guided Image Filtering", IEEE TPAMI 35 (2013): in every small window the map is
//! taken for a linear function of the guide, so it may change only where the guide does.

/// A picture that maps are fitted to: one brightness for each cell, 0 to 100, row by row.
pub struct Guide<'a> {
    brightness: &'a [f32],
    width: usize,
    radius: usize,
    mean: Vec<f32>,
    variance: Vec<f32>,
}

/// Variance of brightness below which a window counts as flat: the square of 2.5 steps of lightness, about
/// what shading and JPEG do to a plain wall.
const FLAT: f32 = 6.25;

impl<'a> Guide<'a> {
    /// Windows reach `radius` cells to each side. `brightness` is a whole number of rows of `width`.
    pub fn new(brightness: &'a [f32], width: usize, radius: usize) -> Self {
        let squares: Vec<f32> = brightness.iter().map(|value| value * value).collect();
        let mean = blurred(brightness, width, radius);
        let mean_square = blurred(&squares, width, radius);
        let variance = mean_square.iter().zip(&mean).map(|(square, mean)| (square - mean * mean).max(0.0));
        Self { brightness, width, radius, variance: variance.collect(), mean }
    }

    /// The map, fitted to the edges of the guide; it keeps its range of 0 to 1.
    pub fn fit(&self, map: &[f32]) -> Vec<f32> {
        let blur = |values: &[f32]| blurred(values, self.width, self.radius);
        let mean = blur(map);
        let products: Vec<f32> =
            map.iter().zip(self.brightness).map(|(value, guide)| value * guide).collect();
        let mut slope = blur(&products);
        let mut offset = mean;
        for (((slope, offset), guide), variance) in
            slope.iter_mut().zip(&mut offset).zip(&self.mean).zip(&self.variance)
        {
            *slope = (*slope - guide * *offset) / (variance + FLAT);
            *offset -= *slope * guide;
        }
        let (slope, offset) = (blur(&slope), blur(&offset));
        let fitted = slope.iter().zip(&offset).zip(self.brightness);
        fitted.map(|((slope, offset), guide)| (slope * guide + offset).clamp(0.0, 1.0)).collect()
    }
}

/// The mean of all cells up to `radius` columns and rows away; beyond the edge there are none.
pub fn blurred(values: &[f32], width: usize, radius: usize) -> Vec<f32> {
    let mut across = Vec::with_capacity(values.len());
    for row in values.chunks_exact(width.max(1)) {
        let mut sum: f32 = row.iter().take(radius).sum();
        let mut count = radius.min(width) as f32;
        for x in 0..width {
            if let Some(entering) = row.get(x + radius) {
                sum += entering;
                count += 1.0;
            }
            if x > radius {
                sum -= row[x - radius - 1];
                count -= 1.0;
            }
            across.push(sum / count);
        }
    }
    down(&across, width.max(1), radius)
}

fn down(values: &[f32], width: usize, radius: usize) -> Vec<f32> {
    let rows: Vec<&[f32]> = values.chunks_exact(width).collect();
    let mut sums = vec![0.0_f32; width];
    let mut count = radius.min(rows.len()) as f32;
    for row in rows.iter().take(radius) {
        sums.iter_mut().zip(*row).for_each(|(sum, value)| *sum += value);
    }
    let mut result = Vec::with_capacity(values.len());
    for y in 0..rows.len() {
        if let Some(entering) = rows.get(y + radius) {
            sums.iter_mut().zip(*entering).for_each(|(sum, value)| *sum += value);
            count += 1.0;
        }
        if let Some(leaving) = y.checked_sub(radius + 1).and_then(|y| rows.get(y)) {
            sums.iter_mut().zip(*leaving).for_each(|(sum, value)| *sum -= value);
            count -= 1.0;
        }
        result.extend(sums.iter().map(|sum| sum / count));
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blur_is_the_mean_of_what_is_there() {
        let values: Vec<f32> = (0..12).map(|n| n as f32).collect();
        let near = |x: usize, y: usize| {
            let all = (0..12).filter(|i| (i % 4_usize).abs_diff(x) <= 1 && (i / 4_usize).abs_diff(y) <= 1);
            let near: Vec<f32> = all.map(|i| i as f32).collect();
            near.iter().sum::<f32>() / near.len() as f32
        };
        let expected: Vec<f32> = (0..12).map(|i| near(i % 4, i / 4)).collect();
        let off = blurred(&values, 4, 1).iter().zip(&expected).any(|(is, must)| (is - must).abs() > 1e-5);
        assert!(!off, "{:?} is not {expected:?}", blurred(&values, 4, 1));
        assert_eq!(blurred(&[1.0, 3.0], 1, 9), [2.0, 2.0]);
    }

    #[test]
    fn a_coarse_border_moves_to_the_edge_of_the_picture() {
        let brightness: Vec<f32> = (0..40 * 40).map(|i| if i % 40 < 20 { 20.0 } else { 90.0 }).collect();
        let coarse: Vec<f32> =
            (0..40 * 40).map(|i| ((i % 40) as f32 - 15.0).clamp(0.0, 10.0) / 10.0).collect();
        let fitted = Guide::new(&brightness, 40, 6).fit(&coarse);
        let row = &fitted[20 * 40..21 * 40];
        assert!(row[18] < 0.4 && row[21] > 0.6, "{row:?}");
        assert!(row[21] - row[18] > 2.0 * (coarse[21] - coarse[18]), "{row:?}");
    }
}
