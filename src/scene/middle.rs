//! The middle of the picture, where a portrait has its face: its colours, with skin in mind.

use super::Unmeasurable;
use super::shades::{Shades, place_at};
use crate::raster::{Lab, Raster};
use std::ops::Range;

/// The colours of an ellipse in the middle of the picture, a little above its centre.
#[derive(Debug, Clone)]
pub struct Middle {
    pixels: u32,
    warm: Shades,
    /// Pixels that are light enough to have a colour, by their distance from skin in steps of [`STEP`].
    from_skin: Vec<u32>,
    hues: Hues,
}

/// Centre of the ellipse, as a share of the width and of the height. A portrait that follows the notice has
/// the tip of the nose there.
const CENTRE: (f64, f64) = (0.5, 0.45);

/// Half axes of the ellipse, likewise: about the face of a head that is half as high as the picture.
/// Of the sizes from 0.12 to 0.3, this one separated the labelled portraits best.
const HALF_AXES: (f64, f64) = (0.22, 0.25);

/// Darker pixels (CIELAB lightness) have no colour that could be trusted.
const LIT: f64 = 20.0;

/// Width of a step of the distance from skin.
const STEP: f64 = 0.1;

/// Distances above 64 count as 64.
const STEPS: usize = 640;

/// Below these shares of the middle there is too little to judge: of lit pixels, and of warm ones.
const ENOUGH_LIT: f64 = 0.1;
const ENOUGH_WARM: f64 = 0.02;

impl Middle {
    pub(super) fn new() -> Self {
        Self { pixels: 0, warm: Shades::new(), from_skin: vec![0; STEPS + 1], hues: Hues::default() }
    }

    /// The columns of the row `y` of `picture` that belong to the middle.
    pub(super) fn columns(picture: &Raster, y: usize) -> Range<usize> {
        let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
        let down = ((y as f64 + 0.5) / height - CENTRE.1) / HALF_AXES.1;
        let half = HALF_AXES.0 * width * (1.0 - down * down).max(0.0).sqrt();
        let left = CENTRE.0 * width - half;
        left.round() as usize..(left + 2.0 * half).round() as usize
    }

    pub(super) fn add(&mut self, lab: Lab, chroma: f64, warm: bool) {
        self.pixels += 1;
        self.hues.add(lab, chroma);
        if lab.l >= LIT {
            let step = (distance_from_skin(lab, chroma) / STEP) as usize;
            self.from_skin[step.min(STEPS)] += 1;
        }
        if warm {
            self.warm.add(lab, chroma);
        }
    }

    /// How far the colours of the middle are from skin: the distance that the closest fifth of them keeps.
    /// Zero if a fifth has the colour of skin.
    pub fn distance_from_skin(&self) -> Result<f64, Unmeasurable> {
        let lit: u32 = self.from_skin.iter().sum();
        if f64::from(lit) < ENOUGH_LIT * f64::from(self.pixels) {
            return Err(Unmeasurable::NoDetail);
        }
        let step = place_at(&self.from_skin, 0.2).ok_or(Unmeasurable::NoDetail)?;
        Ok(step as f64 * STEP)
    }

    /// The chroma of well-lit skin: the median of the lightest quarter of the warm pixels.
    pub fn chroma_of_lit_skin(&self) -> Result<f64, Unmeasurable> {
        if f64::from(self.warm.total()) < ENOUGH_WARM * f64::from(self.pixels) {
            return Err(Unmeasurable::NoDetail);
        }
        self.warm.chroma_of_lightest(0.25, 0.5).ok_or(Unmeasurable::NoDetail)
    }

    /// How far the colours stray from one single tint, as a share of their lightness. Zero for a picture in
    /// shades of grey.
    pub fn spread_of_hues(&self) -> Result<f64, Unmeasurable> {
        self.hues.spread().ok_or(Unmeasurable::NoDetail)
    }
}

/// The distance (CIELAB) of a colour from the colours of skin.
///
/// Skin has a hue from 20 (pink) to 80 degrees (yellowish), and its chroma is between a tenth and six tenths
/// of its lightness: the labelled portraits, from the palest to the darkest, lie inside.
fn distance_from_skin(lab: Lab, chroma: f64) -> f64 {
    const COS_20: f64 = 0.939_692_6;
    const SIN_20: f64 = 0.342_020_1;
    const COS_80: f64 = 0.173_648_2;
    const SIN_80: f64 = 0.984_807_8;
    let inside_of_red = COS_20 * lab.b - SIN_20 * lab.a;
    let inside_of_yellow = SIN_80 * lab.a - COS_80 * lab.b;
    let to_hue = if inside_of_red >= 0.0 && inside_of_yellow >= 0.0 {
        0.0
    } else if lab.a + lab.b <= 0.0 {
        chroma
    } else {
        -inside_of_red.min(inside_of_yellow)
    };
    to_hue.max(chroma - 0.6 * lab.l).max(0.1 * lab.l - chroma)
}

/// Sums that tell whether all colours lie on one line through grey.
#[derive(Debug, Clone, Default)]
struct Hues {
    pixels: u32,
    coloured: u32,
    aa: f64,
    ab: f64,
    bb: f64,
}

impl Hues {
    /// Darker pixels are left out: their few steps of brightness make any hue.
    const DARKEST: f64 = 15.0;

    /// Less chroma than this share of the lightness is grey with the noise of JPEG.
    const GREY: f64 = 0.06;

    /// A picture with fewer coloured pixels than this share is grey.
    const FEW: f64 = 0.005;

    fn add(&mut self, lab: Lab, chroma: f64) {
        if lab.l < Self::DARKEST {
            return;
        }
        self.pixels += 1;
        if chroma <= Self::GREY * lab.l {
            return;
        }
        self.coloured += 1;
        let (a, b) = (lab.a / lab.l, lab.b / lab.l);
        self.aa += a * a;
        self.ab += a * b;
        self.bb += b * b;
    }

    /// Root mean square distance from the best line through grey: the square root of the smaller
    /// eigenvalue of the mean products of a/l and b/l.
    fn spread(&self) -> Option<f64> {
        if self.pixels == 0 {
            return None;
        }
        if f64::from(self.coloured) < Self::FEW * f64::from(self.pixels) {
            return Some(0.0);
        }
        let half_sum = (self.aa + self.bb) / 2.0;
        let half_difference = (self.aa - self.bb) / 2.0;
        let root = (half_difference * half_difference + self.ab * self.ab).sqrt();
        Some(((half_sum - root).max(0.0) / f64::from(self.coloured)).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_skin(pixel: [u8; 3]) -> f64 {
        let lab = Lab::of(pixel);
        distance_from_skin(lab, lab.chroma())
    }

    #[test]
    fn skin_tones_are_skin_and_other_colours_are_far() {
        let skin =
            [[229, 194, 171], [200, 158, 132], [160, 126, 86], [130, 92, 67], [96, 65, 52], [58, 49, 42]];
        let other = [[128, 128, 128], [190, 215, 238], [120, 200, 110], [90, 60, 160], [230, 40, 40]];
        let wrong: Vec<_> = skin
            .iter()
            .filter(|pixel| from_skin(**pixel) > 0.0)
            .chain(other.iter().filter(|pixel| from_skin(**pixel) < 5.0))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn distances_grow_steadily_around_the_wheel_of_hues() {
        let at = |a: f64, b: f64| distance_from_skin(Lab { l: 60.0, a, b }, (a * a + b * b).sqrt());
        let cases = [at(14.0, 14.0), at(20.0, 0.0), at(14.0, -14.0), at(0.0, -20.0), at(-20.0, 0.0)];
        assert_eq!(cases[0], 0.0);
        assert!((cases[1] - 6.84).abs() < 0.01, "{cases:?}");
        assert!(cases.is_sorted(), "{cases:?}");
    }

    #[test]
    fn one_tint_has_no_spread_and_two_have() {
        let spread = |colours: &[(f64, f64)]| {
            let mut hues = Hues::default();
            for (a, b) in colours {
                hues.add(Lab { l: 50.0, a: *a, b: *b }, (a * a + b * b).sqrt());
            }
            hues.spread().unwrap()
        };
        assert!(spread(&[(10.0, 10.0), (20.0, 20.0), (5.0, 5.0)]) < 1e-7);
        assert!(spread(&[(10.0, 10.0), (10.0, -10.0)]) > 0.1);
        assert_eq!(spread(&[(0.5, 0.5), (0.0, 1.0)]), 0.0);
    }

    #[test]
    fn the_middle_is_an_ellipse_inside_the_picture() {
        let picture = Raster::new(100, 200, vec![0; 60_000]).unwrap();
        assert_eq!(Middle::columns(&picture, 89), 28..72);
        assert!(Middle::columns(&picture, 0).is_empty());
        assert!(Middle::columns(&picture, 199).is_empty());
    }
}
