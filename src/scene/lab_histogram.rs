//! How many pixels have which lightness and which chroma.

use precheck_imaging::colour::Lab;

/// Counts of pixels by lightness and chroma (CIELAB), in steps of [`STEP`].
#[derive(Debug, Clone, PartialEq)]
pub struct LabHistogram {
    /// A row for each step of lightness, in it a cell for each step of chroma.
    cells: Vec<[u32; CHROMAS]>,
}

/// Width of a cell in lightness and in chroma: half of what a person can tell apart.
const STEP: f64 = 0.5;

/// Lightness goes to 100.
const LIGHTNESSES: usize = 201;

/// No colour of sRGB has a chroma above 134 (blue).
const CHROMAS: usize = 270;

impl LabHistogram {
    /// No pixel yet.
    pub fn new() -> Self {
        Self { cells: vec![[0; CHROMAS]; LIGHTNESSES] }
    }

    /// Counts a pixel.
    pub fn add(&mut self, lab: Lab, chroma: f64) {
        let row = ((lab.l / STEP) as usize).min(LIGHTNESSES - 1);
        let column = ((chroma / STEP) as usize).min(CHROMAS - 1);
        self.cells[row][column] += 1;
    }

    /// How many pixels were counted.
    pub fn total(&self) -> u32 {
        self.cells.iter().flatten().sum()
    }

    /// The lightness below which this share (0 to 1) of all pixels lies; `None` without pixels.
    pub fn lightness_at(&self, share: f64) -> Option<f64> {
        value_at(&self.cells.iter().map(|row| row.iter().sum()).collect::<Vec<_>>(), share)
    }

    /// The share of all pixels that are at least as light as this; `None` without pixels.
    pub fn share_from(&self, lightness: f64) -> Option<f64> {
        let first = (lightness / STEP) as usize;
        let light: u32 = self.cells.iter().skip(first).flatten().sum();
        let total = self.total();
        (total > 0).then(|| f64::from(light) / f64::from(total))
    }

    /// The chroma below which `share` of the lightest pixels lies. These are as many whole steps of
    /// lightness, from the lightest down, as it takes to have `lightest`, a share of all pixels.
    pub fn chroma_of_lightest(&self, lightest: f64, share: f64) -> Option<f64> {
        let wanted = lightest * f64::from(self.total());
        let mut chromas = [0; CHROMAS];
        let mut counted = 0;
        for row in self.cells.iter().rev() {
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

/// The value below which `share` of what `counts` has counted in steps of [`STEP`] lies.
fn value_at(counts: &[u32], share: f64) -> Option<f64> {
    place_at(counts, share).map(|place| place as f64 * STEP)
}

/// The first place up to which `share` (0 to 1) of the total of `counts` lies; `None` if the total is zero.
pub fn place_at(counts: &[u32], share: f64) -> Option<usize> {
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
