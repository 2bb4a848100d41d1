//! The light and the colours of the main face: one pass over its close-up counts what the rules of light and
//! colour need.

use super::face::parts::{EYES, OVAL};
use super::lab_histogram::{LabHistogram, place_at};
use super::stats::quantile;
use super::{Face, Map2d, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_imaging::colour::Lab;

/// What light and camera have made of one face.
#[derive(Debug, Clone, PartialEq)]
pub struct FaceColour {
    /// The part of the face that was looked at.
    outline: Vec<Point>,
    /// Cells by lightness and [`vividness`].
    histogram: LabHistogram,
    /// Cells that are light enough to have a colour, by their distance from skin in steps of [`STEP`].
    from_skin: Vec<u32>,
    hues: Hues,
    /// The lightness that only a twentieth of the whites of both eyes exceeds; `None` of closed ones.
    whites: Option<f64>,
}

/// The outline that is looked into, as a share of the face's own: at the rim hair and wall shine through.
const INNER: f64 = 0.85;

/// What is less than so many radii of the iris from its middle is not the white of the eye.
const IRIS: f64 = 1.1;

/// Darker cells (CIELAB lightness) have no colour that could be trusted.
const LIT: f64 = 20.0;

/// Below this share of lit cells the face is too dark to show a colour.
const ENOUGH_LIT: f64 = 0.1;

/// From this lightness on, skin has lost its colour as well: red reaches the end of its scale first, and here
/// green, the next, has reached it too (sRGB 255, 250, 190).
const BURNT: f64 = 97.0;

/// Width of a step of the distance from skin.
const STEP: f64 = 0.1;

/// Distances above 64 count as 64.
const STEPS: usize = 640;

impl FaceColour {
    /// The light and the colours of `face` on its close-up.
    #[inline(never)]
    pub fn of(aligned_face: &Map2d<Lab>, face: &Face) -> Self {
        let outline = inner_outline(&face.points(&OVAL));
        let (mut histogram, mut from_skin, mut hues) =
            (LabHistogram::new(), vec![0; STEPS + 1], Hues::default());
        for lab in aligned_face.values_inside(&outline).copied() {
            let chroma = lab.chroma();
            histogram.add(lab, vividness(lab));
            hues.add(lab, chroma);
            if lab.l >= LIT {
                let step = (distance_from_skin(lab, chroma) / STEP) as usize;
                from_skin[step.min(STEPS)] += 1;
            }
        }
        Self { outline, histogram, from_skin, hues, whites: lightness_of_whites(aligned_face, face) }
    }

    /// Where this was measured.
    pub fn mark(&self) -> Mark {
        Mark::polygon(&self.outline)
    }

    /// The lightness (CIELAB) below which this share (0 to 1) of the face lies.
    pub fn lightness_at(&self, share: f64) -> Result<f64, Unmeasurable> {
        self.histogram.lightness_at(share).ok_or(Unmeasurable::OutOfPicture)
    }

    /// The lightness (CIELAB) of what is light on every face: of its lightest hundredth, or of the lightest
    /// twentieth of the whites of the eyes, whichever is lighter.
    pub fn highlight_lightness(&self) -> Result<f64, Unmeasurable> {
        let skin = self.lightness_at(0.99)?;
        Ok(self.whites.map_or(skin, |whites| whites.max(skin)))
    }

    /// The share of the face that is so light that skin shows no colour there.
    pub fn overexposed_share(&self) -> Result<f64, Unmeasurable> {
        self.histogram.share_from(BURNT).ok_or(Unmeasurable::OutOfPicture)
    }

    /// How vivid (see [`vividness`]) well-lit skin is: the median of the lightest quarter of the face.
    pub fn lit_skin_vividness(&self) -> Result<f64, Unmeasurable> {
        self.lit()?;
        self.histogram.chroma_of_lightest(0.25, 0.5).ok_or(Unmeasurable::OutOfPicture)
    }

    /// How far (CIELAB) the face's colours are from skin of any tone: the distance that the closest fifth of
    /// them keeps. Zero if a fifth has the colour of skin.
    pub fn distance_from_skin(&self) -> Result<f64, Unmeasurable> {
        self.lit()?;
        let step = place_at(&self.from_skin, 0.2).ok_or(Unmeasurable::NoDetail)?;
        Ok(step as f64 * STEP)
    }

    /// How far the colours stray from one single tint, as a share of their lightness. Zero for a face in
    /// histogram of grey.
    pub fn hue_spread(&self) -> Result<f64, Unmeasurable> {
        self.hues.spread().ok_or(Unmeasurable::NoDetail)
    }

    /// That there is light enough to see a colour.
    fn lit(&self) -> Result<(), Unmeasurable> {
        let lit: u32 = self.from_skin.iter().sum();
        let enough = f64::from(lit) >= ENOUGH_LIT * f64::from(self.histogram.total());
        if enough { Ok(()) } else { Err(Unmeasurable::NoDetail) }
    }
}

fn lightness_of_whites(aligned_face: &Map2d<Lab>, face: &Face) -> Option<f64> {
    let mut whites = Vec::new();
    for eye in EYES {
        let middle = face.point(eye.iris[0]);
        let reach = IRIS * middle.distance(face.point(eye.iris[1]));
        let cells = aligned_face.inside(&face.points(&eye.outline)).into_iter();
        let white = cells.filter(|(x, y)| aligned_face.cell_centre(*x, *y).distance(middle) > reach);
        whites.extend(white.filter_map(|(x, y)| aligned_face.at(x, y).map(|lab| lab.l)));
    }
    quantile(&mut whites, 0.95)
}

/// The chroma (CIELAB) with the yellow in it at seven tenths: pigment, tan and warm lamps turn natural skin much
/// further towards yellow than blood turns it towards red.
fn vividness(lab: Lab) -> f64 {
    let yellow = 0.7 * lab.b;
    (lab.a * lab.a + yellow * yellow).sqrt()
}

/// The corners drawn towards their middle.
fn inner_outline(corners: &[Point]) -> Vec<Point> {
    let count = corners.len() as f64;
    let (x, y) = corners.iter().fold((0.0, 0.0), |(x, y), corner| (x + corner.x, y + corner.y));
    let (x, y) = (x / count, y / count);
    corners.iter().map(|p| Point { x: x + INNER * (p.x - x), y: y + INNER * (p.y - y) }).collect()
}

/// The distance (CIELAB) of a colour from the colours of skin.
///
/// Skin has a hue from 20 (pink) to 80 degrees (yellowish), and its chroma is between a tenth and 0.65 of its
/// lightness: the labelled portraits, from the palest to the darkest, lie inside.
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
    to_hue.max(chroma - 0.65 * lab.l).max(0.1 * lab.l - chroma)
}

/// Sums that tell whether all colours lie on one line through grey.
#[derive(Debug, Clone, Default, PartialEq)]
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
}
