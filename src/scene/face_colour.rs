//! Exposure and colour statistics of the main face, for the rules about light and colour.

use super::face::parts::{EYES, OVAL};
use super::lab_histogram::LabHistogram;
use super::sampled::Sampled;
use super::stats::quantile;
use super::{Face, Map2d, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_imaging::colour::Lab;

/// Exposure and colour statistics of one face.
#[derive(Debug, Clone, PartialEq)]
pub struct FaceColour {
    /// Corners of the measured part of the face, on the photo.
    outline: Vec<Point>,
    /// Counts of cells by lightness and [`vividness`].
    histogram: LabHistogram,
    hues: Hues,
    /// 95th percentile of the lightness of the whites of both eyes; `None` if both are closed.
    eye_whites: Option<f64>,
}

/// Scale of the measured outline about the centre of the face's: the rim is mixed with hair and background.
const INNER: f64 = 0.85;

/// Distance from the centre of the iris, in its radii, from which on the eye is white.
const IRIS: f64 = 1.1;

/// Smallest lightness (CIELAB) of a cell whose colour is reliable.
const LIT: f64 = 20.0;

/// Smallest share of lit cells in a face whose colour can be measured.
const MIN_LIT_SHARE: f64 = 0.1;

/// Lightness (CIELAB) from which on skin is overexposed: red is clipped first, and here green nearly
/// is too (sRGB 255, 250, 190).
const OVEREXPOSED: f64 = 97.0;

impl FaceColour {
    /// The statistics of `face` from the colours of its [`AlignedFace`](super::AlignedFace).
    ///
    /// # Errors
    /// [`Unmeasurable::OutOfPicture`] if too much of the face is outside the picture.
    #[inline(never)]
    pub fn of(aligned_face: &Map2d<Option<Lab>>, face: &Face) -> Result<Self, Unmeasurable> {
        let outline = inner_outline(&face.points(&OVAL));
        let (mut histogram, mut hues) = (LabHistogram::new(), Hues::default());
        let cells = aligned_face.inside(&outline).into_iter();
        let colours: Sampled<Lab> = cells.map(|(x, y)| aligned_face.at(x, y).copied().flatten()).collect();
        for lab in colours.values()?.iter().copied() {
            let chroma = lab.chroma();
            histogram.add(lab, vividness(lab));
            hues.add(lab, chroma);
        }
        let eye_whites = lightness_of_eye_whites(aligned_face, face);
        Ok(Self { outline, histogram, hues, eye_whites })
    }

    /// The outline of the measured part.
    pub fn mark(&self) -> Mark {
        Mark::polygon(&self.outline)
    }

    /// The lightness (CIELAB) that `share` (0 to 1) of the face does not exceed.
    pub fn lightness_at(&self, share: f64) -> Result<f64, Unmeasurable> {
        self.histogram.lightness_at(share).ok_or(Unmeasurable::OutOfPicture)
    }

    /// The lightness (CIELAB) of the parts that are light on every face: the 99th percentile of the face or the 95th of
    /// the whites of the eyes, whichever is larger.
    pub fn highlight_lightness(&self) -> Result<f64, Unmeasurable> {
        let skin = self.lightness_at(0.99)?;
        Ok(self.eye_whites.map_or(skin, |eye_whites| eye_whites.max(skin)))
    }

    /// The share (0 to 1) of the face that is so light that skin shows no colour there.
    pub fn overexposed_share(&self) -> Result<f64, Unmeasurable> {
        self.histogram.share_from(OVEREXPOSED).ok_or(Unmeasurable::OutOfPicture)
    }

    /// The median [`vividness`] of the lightest quarter of the face.
    pub fn lit_skin_vividness(&self) -> Result<f64, Unmeasurable> {
        self.require_light()?;
        self.histogram.chroma_of_lightest(0.25, 0.5).ok_or(Unmeasurable::OutOfPicture)
    }

    /// The root mean square distance of the colours from a single tint, as a share of their lightness. 0 for a grey
    /// face.
    pub fn hue_spread(&self) -> Result<f64, Unmeasurable> {
        self.hues.spread().ok_or(Unmeasurable::NoDetail)
    }

    /// Refuses a face that is too dark for its colours to be measured.
    fn require_light(&self) -> Result<(), Unmeasurable> {
        let lit = self.histogram.share_from(LIT).ok_or(Unmeasurable::OutOfPicture)?;
        if lit >= MIN_LIT_SHARE { Ok(()) } else { Err(Unmeasurable::NoDetail) }
    }
}

/// See [`FaceColour::eye_whites`].
fn lightness_of_eye_whites(aligned_face: &Map2d<Option<Lab>>, face: &Face) -> Option<f64> {
    let mut whites = Vec::new();
    for eye in EYES {
        let middle = face.point(eye.iris[0]);
        let reach = IRIS * middle.distance(face.point(eye.iris[1]));
        let cells = aligned_face.inside(&face.points(&eye.outline)).into_iter();
        let white = cells.filter(|(x, y)| aligned_face.cell_centre(*x, *y).distance(middle) > reach);
        whites.extend(white.filter_map(|(x, y)| Some(aligned_face.at(x, y)?.as_ref()?.l)));
    }
    quantile(&mut whites, 0.95)
}

/// The chroma (CIELAB) with b* weighted by 0.7: pigment, tan and warm light shift natural skin further towards yellow
/// than blood shifts it towards red.
fn vividness(lab: Lab) -> f64 {
    let yellow = 0.7 * lab.b;
    (lab.a * lab.a + yellow * yellow).sqrt()
}

/// The outline scaled by [`INNER`] about the mean of its corners.
pub(super) fn inner_outline(corners: &[Point]) -> Vec<Point> {
    let count = corners.len() as f64;
    let (x, y) = corners.iter().fold((0.0, 0.0), |(x, y), corner| (x + corner.x, y + corner.y));
    let (x, y) = (x / count, y / count);
    corners.iter().map(|p| Point { x: x + INNER * (p.x - x), y: y + INNER * (p.y - y) }).collect()
}

/// Sums from which the spread of hues is computed: whether all colours are on one line through grey in the plane of
/// a*/L* and b*/L*.
#[derive(Debug, Clone, Default, PartialEq)]
struct Hues {
    pixels: u32,
    coloured: u32,
    aa: f64,
    ab: f64,
    bb: f64,
}

impl Hues {
    /// Smallest lightness of a counted pixel: the hue of darker ones is rounding noise.
    const MIN_LIGHTNESS: f64 = 15.0;

    /// Largest ratio of chroma to lightness that is grey with the noise of JPEG.
    const GREY: f64 = 0.06;

    /// Smallest share of coloured pixels in a face that is not grey.
    const MIN_COLOURED: f64 = 0.005;

    fn add(&mut self, lab: Lab, chroma: f64) {
        if lab.l < Self::MIN_LIGHTNESS {
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

    /// Root mean square distance from the best line through grey: the square root of the smaller eigenvalue of the
    /// second moments of a*/L* and b*/L*. `None` without pixels.
    fn spread(&self) -> Option<f64> {
        if self.pixels == 0 {
            return None;
        }
        if f64::from(self.coloured) < Self::MIN_COLOURED * f64::from(self.pixels) {
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
}
