//! Making a picture smaller by a whole factor.

use super::Raster;

/// The mean of each `factor` x `factor` square; squares at the right and lower edge may be cut.
///
/// The result has the sides of `picture` divided by `factor`, rounded up. Integer arithmetic.
pub fn reduce(picture: &Raster, factor: u32) -> Raster {
    let factor = factor.max(1);
    let (width, height) = (picture.width().div_ceil(factor), picture.height().div_ceil(factor));
    let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
    let mut sums = vec![[0_u32; 3]; width as usize];
    for band in picture.pixels().chunks(picture.width() as usize * factor as usize) {
        sums.fill([0; 3]);
        for row in band.chunks_exact(picture.width() as usize) {
            for (sum, square) in sums.iter_mut().zip(row.chunks(factor as usize)) {
                for pixel in square {
                    for (total, channel) in sum.iter_mut().zip(pixel) {
                        *total += u32::from(*channel);
                    }
                }
            }
        }
        let rows = band.len() as u32 / picture.width();
        for (x, sum) in (0..width).zip(&sums) {
            let area = rows * factor.min(picture.width() - x * factor);
            rgb.extend(sum.map(|total| ((total + area / 2) / area) as u8));
        }
    }
    Raster::new(width, height, rgb).unwrap_or_else(|| picture.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_become_their_mean_also_at_the_edges() {
        let picture = Raster::new(3, 3, (0..9).flat_map(|i| [10 * i, 0, 255]).collect()).unwrap();
        let reduced = reduce(&picture, 2);
        assert_eq!((reduced.width(), reduced.height()), (2, 2));
        assert_eq!(reduced.pixels(), [[20, 0, 255], [35, 0, 255], [65, 0, 255], [80, 0, 255]]);
    }
}
