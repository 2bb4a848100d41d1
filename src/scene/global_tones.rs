//! The light of the whole picture, whatever it shows.

use super::Unmeasurable;
use super::lab_histogram::LabHistogram;
use precheck_imaging::colour::Lab;
use precheck_imaging::raster::Raster;

/// The light of a picture.
#[derive(Debug, Clone)]
pub struct GlobalTones {
    histogram: LabHistogram,
}

/// Every third pixel of every third row is looked at: a ninth of them settles it.
const STRIDE: usize = 3;

/// Pictures with a shorter side than this many pixels have too few for percentiles.
const SMALLEST_SIDE: u32 = 32;

impl GlobalTones {
    /// Looks at `overview`, which is in sRGB and upright.
    ///
    /// # Errors
    /// [`Unmeasurable::TooSmall`] below 32 pixels a side.
    pub fn of(overview: &Raster) -> Result<Self, Unmeasurable> {
        if overview.width().min(overview.height()) < SMALLEST_SIDE {
            return Err(Unmeasurable::TooSmall);
        }
        let mut histogram = LabHistogram::new();
        overview.rows().step_by(STRIDE).for_each(|row| count_row(row, &mut histogram));
        Ok(Self { histogram })
    }

    /// The tint of the light parts: the chroma of the least tinted tenth of the lightest tenth. A light in
    /// one colour leaves none of them grey.
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
