//! A two-dimensional histogram of lightness and chroma.

use precheck_imaging::colour::Lab;

/// Counts of pixels by lightness and chroma (CIELAB), in bins of [`BIN_WIDTH`].
#[derive(Debug, Clone, PartialEq)]
pub struct LabHistogram {
    /// A row for each bin of lightness, with a count for each bin of chroma.
    bins: Vec<[u32; CHROMA_BINS]>,
}

/// Width of a bin in lightness and in chroma: half of a just noticeable difference.
const BIN_WIDTH: f64 = 0.5;

/// Bins for lightness 0 to 100.
const LIGHTNESS_BINS: usize = 201;

/// Bins for chroma 0 to 134, that of sRGB's blue, the largest.
const CHROMA_BINS: usize = 270;

impl LabHistogram {
    /// An empty histogram.
    pub fn new() -> Self {
        Self { bins: vec![[0; CHROMA_BINS]; LIGHTNESS_BINS] }
    }

    /// Counts a pixel with the lightness of `lab`, and `chroma` or a substitute for it.
    pub fn add(&mut self, lab: Lab, chroma: f64) {
        let row = ((lab.l / BIN_WIDTH) as usize).min(LIGHTNESS_BINS - 1);
        let column = ((chroma / BIN_WIDTH) as usize).min(CHROMA_BINS - 1);
        self.bins[row][column] += 1;
    }

    /// Number of counted pixels.
    pub fn total(&self) -> u32 {
        self.bins.iter().flatten().sum()
    }

    /// The lightness that `share` (0 to 1) of all pixels do not exceed; `None` without pixels.
    pub fn lightness_at(&self, share: f64) -> Option<f64> {
        value_at(&self.bins.iter().map(|row| row.iter().sum()).collect::<Vec<_>>(), share)
    }

    /// The share (0 to 1) of pixels with at least this lightness; `None` without pixels.
    pub fn share_from(&self, lightness: f64) -> Option<f64> {
        let first = (lightness / BIN_WIDTH) as usize;
        let light: u32 = self.bins.iter().skip(first).flatten().sum();
        let total = self.total();
        (total > 0).then(|| f64::from(light) / f64::from(total))
    }

    /// The chroma that `share` (0 to 1) of the lightest pixels do not exceed; `None` without pixels. The lightest
    /// pixels are those in the fewest bins of lightness, from the lightest down, that contain at least the share
    /// `lightest` of all.
    pub fn chroma_of_lightest(&self, lightest: f64, share: f64) -> Option<f64> {
        let wanted = lightest * f64::from(self.total());
        let mut chromas = [0; CHROMA_BINS];
        let mut counted = 0;
        for row in self.bins.iter().rev() {
            if counted > 0 && f64::from(counted) >= wanted {
                break;
            }
            for (total, count) in chromas.iter_mut().zip(row) {
                *total += count;
                counted += count;
            }
        }
        value_at(&chromas, share)
    }
}

/// The value that `share` of the counted pixels do not exceed, for bins of [`BIN_WIDTH`].
fn value_at(counts: &[u32], share: f64) -> Option<f64> {
    bin_at(counts, share).map(|bin| bin as f64 * BIN_WIDTH)
}

/// Index of the first bin at which the cumulative count reaches `share` (0 to 1) of the total; `None` if that is zero.
pub fn bin_at(counts: &[u32], share: f64) -> Option<usize> {
    let total: u32 = counts.iter().sum();
    let wanted = share * f64::from(total);
    let mut counted = 0;
    counts.iter().position(|count| {
        counted += count;
        counted > 0 && f64::from(counted) >= wanted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ninety dark grey pixels and ten light ones, of which eight are colourful.
    fn histogram() -> LabHistogram {
        let mut histogram = LabHistogram::new();
        for i in 0..100 {
            let l = if i < 90 { 20.0 } else { 80.0 };
            let chroma = if i < 92 { 0.0 } else { 30.0 };
            histogram.add(Lab { l, a: chroma, b: 0.0 }, chroma);
        }
        histogram
    }

    #[test]
    fn shares_of_lightness_are_found() {
        let at = [0.0, 0.5, 0.9, 0.91, 1.0].map(|share| histogram().lightness_at(share).unwrap());
        assert_eq!(at, [20.0, 20.0, 20.0, 80.0, 80.0]);
    }

    #[test]
    fn the_share_of_light_pixels_is_found() {
        let at = [0.0, 20.0, 20.5, 80.0, 80.5].map(|lightness| histogram().share_from(lightness).unwrap());
        assert_eq!(at, [1.0, 1.0, 0.1, 0.1, 0.0]);
    }

    #[test]
    fn only_the_lightest_pixels_give_their_chroma() {
        let histogram = histogram();
        assert_eq!(histogram.chroma_of_lightest(0.1, 0.2), Some(0.0));
        assert_eq!(histogram.chroma_of_lightest(0.1, 0.5), Some(30.0));
        assert_eq!(histogram.chroma_of_lightest(0.5, 0.5), Some(0.0));
    }

    #[test]
    fn nothing_counted_has_no_shares() {
        assert_eq!(LabHistogram::new().lightness_at(0.5), None);
        assert_eq!(LabHistogram::new().share_from(0.0), None);
        assert_eq!(LabHistogram::new().chroma_of_lightest(0.5, 0.5), None);
    }
}
