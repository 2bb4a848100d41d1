//! Lightness and colour statistics of the whole picture.

use super::Unmeasurable;
use super::lab_histogram::LabHistogram;
use precheck_imaging::colour::Lab;
use precheck_imaging::raster::Raster;

/// A histogram of the whole picture by lightness and chroma (CIELAB).
#[derive(Debug, Clone)]
pub struct GlobalTones {
    histogram: LabHistogram,
}

/// Only every third pixel of every third row is counted, which changes no percentile noticeably.
const STRIDE: usize = 3;

/// Smallest shorter side, in pixels, of a picture whose percentiles are meaningful.
const MIN_SIDE: u32 = 32;

impl GlobalTones {
    /// The statistics of `overview`, which is in sRGB.
    ///
    /// # Errors
    /// [`Unmeasurable::TooSmall`] if a side is shorter than 32 pixels.
    pub fn of(overview: &Raster) -> Result<Self, Unmeasurable> {
        if overview.width().min(overview.height()) < MIN_SIDE {
            return Err(Unmeasurable::TooSmall);
        }
        let mut histogram = LabHistogram::new();
        overview.rows().step_by(STRIDE).for_each(|row| count_row(row, &mut histogram));
        Ok(Self { histogram })
    }

    /// The colour of the highlights: the 10th percentile of the chroma (CIELAB) in the lightest tenth of the picture.
    /// Under coloured light even the least coloured highlights are not grey.
    ///
    /// # Errors
    /// [`Unmeasurable::NoDetail`] without pixels.
    pub fn highlight_tint(&self) -> Result<f64, Unmeasurable> {
        self.histogram.chroma_of_lightest(0.1, 0.1).ok_or(Unmeasurable::NoDetail)
    }
}

#[inline(never)]
fn count_row(row: &[[u8; 3]], histogram: &mut LabHistogram) {
    for pixel in row.iter().step_by(STRIDE) {
        let lab = Lab::of(*pixel);
        histogram.add(lab, lab.chroma());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_too_small() {
        let stamp = Raster::new(40, 20, vec![128; 2400]).unwrap();
        assert_eq!(GlobalTones::of(&stamp).err(), Some(Unmeasurable::TooSmall));
    }

    #[test]
    fn a_grey_wall_has_no_tint_and_a_yellow_one_has() {
        let tint = |colour: [u8; 3]| {
            GlobalTones::of(&Raster::new(60, 80, colour.repeat(60 * 80)).unwrap()).unwrap().highlight_tint()
        };
        assert_eq!(tint([119; 3]), Ok(0.0));
        assert!(tint([240, 220, 150]).unwrap() > 30.0);
    }
}
