//! Light and colour of the picture, without knowing where the face is: one pass over the overview counts
//! what the rules of light and colour need.

use super::Unmeasurable;
use super::middle::Middle;
use super::shades::Shades;
use crate::raster::{Lab, Raster};

/// The light and colour of a picture.
#[derive(Debug, Clone)]
pub struct Tones {
    shades: Shades,
    warm: u32,
    burnt: u32,
    /// The middle of the picture, where a portrait has its face.
    pub middle: Middle,
}

/// Every third pixel of every third row is looked at: a ninth of them settles all these numbers.
const STRIDE: usize = 3;

/// Pictures with a shorter side than this many pixels have too few for percentiles.
const SMALLEST_SIDE: u32 = 32;

/// Fewer warm pixels than this share of the picture are no skin to speak of.
const SOME: f64 = 0.01;

/// Red at least this much above blue is warm: more than the noise of JPEG puts into a grey.
const WARM_STEP: u8 = 8;

/// A pixel with less red than this is too dark to be called warm.
const WARM_RED: u8 = 80;

/// From this value on red is taken to have reached the end of its scale; JPEG lowers a few of those pixels
/// again.
const BURNT_RED: u8 = 253;

impl Tones {
    /// Looks at `overview`, which is in sRGB and upright.
    ///
    /// # Errors
    /// [`Unmeasurable::TooSmall`] below 32 pixels a side.
    pub fn of(overview: &Raster) -> Result<Self, Unmeasurable> {
        if overview.width().min(overview.height()) < SMALLEST_SIDE {
            return Err(Unmeasurable::TooSmall);
        }
        let mut tones = Self { shades: Shades::new(), warm: 0, burnt: 0, middle: Middle::new() };
        for (y, row) in overview.rows().enumerate().step_by(STRIDE) {
            let columns = Middle::columns(overview, y);
            for (x, pixel) in row.iter().enumerate().step_by(STRIDE) {
                let lab = Lab::of(*pixel);
                let chroma = lab.chroma();
                let warm = is_warm(*pixel);
                tones.shades.add(lab, chroma);
                tones.warm += u32::from(warm);
                tones.burnt += u32::from(warm && pixel[0] >= BURNT_RED);
                if columns.contains(&x) {
                    tones.middle.add(lab, chroma, warm);
                }
            }
        }
        Ok(tones)
    }

    /// The lightness below which this share (0 to 1) of the picture lies.
    pub fn lightness_at(&self, share: f64) -> Result<f64, Unmeasurable> {
        self.shades.lightness_at(share).ok_or(Unmeasurable::NoDetail)
    }

    /// The tint of the light parts: the chroma of the least tinted tenth of the lightest tenth. A light in
    /// one colour leaves none of them grey.
    pub fn tint_of_lights(&self) -> Result<f64, Unmeasurable> {
        self.shades.chroma_of_lightest(0.1, 0.1).ok_or(Unmeasurable::NoDetail)
    }

    /// The share of the warm pixels, the colour of every skin, whose red is at the end of its scale.
    pub fn burnt_share_of_warm(&self) -> Result<f64, Unmeasurable> {
        if f64::from(self.warm) < SOME * f64::from(self.shades.total()) {
            return Err(Unmeasurable::NoDetail);
        }
        Ok(f64::from(self.burnt) / f64::from(self.warm))
    }
}

/// Whether a pixel has a hue between red and yellow, as skin of every tone has.
fn is_warm([red, green, blue]: [u8; 3]) -> bool {
    red >= WARM_RED && red >= green && red.saturating_sub(blue) >= WARM_STEP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skin_of_every_tone_is_warm_and_greys_are_not() {
        // The first, sixth, eighth and (too dark to tell) ninth tone of the Monk scale; then no skin.
        let cases = [
            ([246, 237, 228], true),
            ([160, 126, 86], true),
            ([96, 65, 52], true),
            ([58, 49, 42], false),
            ([128, 128, 128], false),
            ([255, 252, 250], false),
            ([190, 215, 238], false),
        ];
        let wrong: Vec<_> = cases.iter().filter(|(pixel, warm)| is_warm(*pixel) != *warm).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_stamp_is_too_small() {
        let stamp = Raster::new(40, 20, vec![128; 2400]).unwrap();
        assert_eq!(Tones::of(&stamp).err(), Some(Unmeasurable::TooSmall));
    }

    #[test]
    fn a_grey_wall_has_a_lightness_no_tint_and_no_skin() {
        let wall = Raster::new(60, 80, vec![119; 60 * 80 * 3]).unwrap();
        let tones = Tones::of(&wall).unwrap();
        assert_eq!(tones.lightness_at(0.5), Ok(50.0));
        assert_eq!(tones.tint_of_lights(), Ok(0.0));
        assert_eq!(tones.burnt_share_of_warm(), Err(Unmeasurable::NoDetail));
    }
}
