//! The luma of a picture, one byte a pixel: sharpness, noise and traces of compression are measured on it.

use precheck_foundation::geometry::Rect;

/// Luma in rows from the top, 0 black to 255 white, with the weights of JFIF 1.02 (ITU-R BT.601). Not linear light.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Luma {
    width: usize,
    values: Vec<u8>,
}

/// Weights of red, green and blue in 1/256: 0.299, 0.587, 0.114.
const WEIGHTS: [u32; 3] = [77, 150, 29];

impl Luma {
    /// From complete rows of `width`, which is at least 1.
    pub fn new(width: usize, values: Vec<u8>) -> Self {
        Self { width, values }
    }

    /// The luma of RGB pixels in complete rows of `width`, rounded.
    pub fn of(width: u32, pixels: &[[u8; 3]]) -> Self {
        let [red, green, blue] = WEIGHTS;
        let luma = |&[r, g, b]: &[u8; 3]| {
            ((red * u32::from(r) + green * u32::from(g) + blue * u32::from(b) + 128) >> 8) as u8
        };
        Self::new(width as usize, pixels.iter().map(luma).collect())
    }

    /// Width in pixels, at least 1.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels, at least 1.
    pub fn height(&self) -> usize {
        self.values.len() / self.width
    }

    /// The pixels of `rect`, which has at least one column. Rows outside are left out; so is every row if a column is
    /// outside.
    pub fn crop(&self, rect: &Rect) -> Self {
        let columns = rect.x as usize..(rect.x + rect.width) as usize;
        let rows = self.rows().skip(rect.y as usize).take(rect.height as usize);
        let values: Vec<u8> = rows.filter_map(|row| row.get(columns.clone())).flatten().copied().collect();
        Self::new(columns.len().max(1), values)
    }

    /// All values, row after row.
    pub fn values(&self) -> &[u8] {
        &self.values
    }

    /// The rows from the top.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, u8> {
        self.values.chunks_exact(self.width)
    }
}

/// A region of interest: the luma of a rectangle of the photo at full resolution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roi {
    /// The rectangle, in pixels of the photo.
    pub rect: Rect,
    /// Its luma as the JPEG stores it, before any colour management; computed from its colours where the file stores
    /// none at full resolution.
    pub luma: Luma,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_keeps_its_value_and_green_weighs_most() {
        let luma = Luma::of(2, &[[255; 3], [9; 3], [0, 255, 0], [0, 0, 255]]);
        assert_eq!((luma.width(), luma.height(), luma.values()), (2, 2, &[255, 9, 149, 29][..]));
    }
}
