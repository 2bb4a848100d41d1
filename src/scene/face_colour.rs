//! Exposure and colour statistics of the main face, for the rules about light and colour.

use super::face::parts::{EYES, OVAL};
use super::lab_histogram::{LabHistogram, bin_at};
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
    /// Counts of cells not darker than [`LIT`] by [`distance_from_skin`], in bins of [`BIN_WIDTH`].
    from_skin: Vec<u32>,
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

/// Bin width for the distance from skin (CIELAB).
const BIN_WIDTH: f64 = 0.1;

/// Index of the last bin, which also counts distances above 64.
const LAST_BIN: usize = 640;

impl FaceColour {
    /// The statistics of `face` from the colours of its [`AlignedFace`](super::AlignedFace).
    ///
    /// # Errors
    /// [`Unmeasurable::OutOfPicture`] if too much of the face is outside the picture.
    #[inline(never)]
    pub fn of(aligned_face: &Map2d<Option<Lab>>, face: &Face) -> Result<Self, Unmeasurable> {
        let outline = inner_outline(&face.points(&OVAL));
        let (mut histogram, mut from_skin, mut hues) =
            (LabHistogram::new(), vec![0; LAST_BIN + 1], Hues::default());
        let cells = aligned_face.inside(&outline).into_iter();
        let colours: Sampled<Lab> = cells.map(|(x, y)| aligned_face.at(x, y).copied().flatten()).collect();
        for lab in colours.values()?.iter().copied() {
            let chroma = lab.chroma();
            histogram.add(lab, vividness(lab));
            hues.add(lab, chroma);
            if lab.l >= LIT {
                let bin = (distance_from_skin(lab, chroma) / BIN_WIDTH) as usize;
                from_skin[bin.min(LAST_BIN)] += 1;
            }
        }
        let eye_whites = lightness_of_eye_whites(aligned_face, face);
        Ok(Self { outline, histogram, from_skin, hues, eye_whites })
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

    /// The 20th percentile of the cells' distances (CIELAB) from the colours of skin of any tone: 0 if a fifth of the
    /// face has the colour of skin.
    pub fn distance_from_skin(&self) -> Result<f64, Unmeasurable> {
        self.require_light()?;
        let bin = bin_at(&self.from_skin, 0.2).ok_or(Unmeasurable::NoDetail)?;
        Ok(bin as f64 * BIN_WIDTH)
    }

    /// The root mean square distance of the colours from a single tint, as a share of their lightness. 0 for a grey
    /// face.
    pub fn hue_spread(&self) -> Result<f64, Unmeasurable> {
        self.hues.spread().ok_or(Unmeasurable::NoDetail)
    }

    /// Refuses a face that is too dark for its colours to be measured.
    fn require_light(&self) -> Result<(), Unmeasurable> {
        let lit: u32 = self.from_skin.iter().sum();
        let enough = f64::from(lit) >= MIN_LIT_SHARE * f64::from(self.histogram.total());
        if enough { Ok(()) } else { Err(Unmeasurable::NoDetail) }
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
fn inner_outline(corners: &[Point]) -> Vec<Point> {
    let count = corners.len() as f64;
    let (x, y) = corners.iter().fold((0.0, 0.0), |(x, y), corner| (x + corner.x, y + corner.y));
    let (x, y) = (x / count, y / count);
    corners.iter().map(|p| Point { x: x + INNER * (p.x - x), y: y + INNER * (p.y - y) }).collect()
}

/// The distance (CIELAB) of a colour from the colours of skin.
///
/// Skin has a hue from 20 (pink) to 80 degrees (yellowish), and its chroma is 0.1 to 0.65 times its lightness: these
/// ranges contain the labelled portraits, from the palest to the darkest.
fn distance_from_skin(lab: Lab, chroma: f64) -> f64 {
    const COS_20: f64 = 0.939_692_6;
    const SIN_20: f64 = 0.342_020_1;
    const COS_80: f64 = 0.173_648_2;
    const SIN_80: f64 = 0.984_807_8;
    let inside_of_red = COS_20 * lab.b - SIN_20 * lab.a;
    let inside_of_yellow = SIN_80 * lab.a - COS_80 * lab.b;
    let to_wedge = (-inside_of_red.min(inside_of_yellow)).max(0.0);
    let to_hue = if lab.a + lab.b <= 0.0 { chroma } else { to_wedge };
    to_hue.max(chroma - 0.65 * lab.l).max(0.1 * lab.l - chroma)
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
}
