//! The colour difference that a person sees: CIEDE2000 (ISO/CIE 11664-6).
//!
//! After G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary Test
//! Data, and Mathematical Observations", Color Research & Application 30(1), 2005. The parametric factors are 1.

use super::Lab;
use precheck_foundation::num::{angle, cos, exp, sin};

/// 25 to the power of 7: a chroma of 25 is where the formula passes from its correction for greys to none.
const CHROMA_25: f64 = 6_103_515_625.0;

impl Lab {
    /// The colour difference CIEDE2000. 1 is about the smallest that is seen side by side, 2 to 3 is noticed at a glance
    /// there, and from about 6 to 10 a difference is noticed from memory.
    pub fn difference(self, other: Self) -> f64 {
        let mean_chroma = (self.chroma() + other.chroma()) / 2.0;
        let redder = 1.0 + 0.5 * (1.0 - share_beyond_25(mean_chroma));
        let [one, two] = [self, other].map(|lab| Polar::of(redder * lab.a, lab.b));
        let lightness = other.l - self.l;
        let chroma = two.chroma - one.chroma;
        let grey = one.chroma * two.chroma == 0.0;
        let turn = if grey { 0.0 } else { around(two.hue - one.hue) };
        let hue = 2.0 * (one.chroma * two.chroma).sqrt() * sin(turn / 2.0);

        let l = (self.l + other.l) / 2.0 - 50.0;
        let c = (one.chroma + two.chroma) / 2.0;
        let h = if grey { one.hue + two.hue } else { one.hue + turn / 2.0 };
        let weight = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
            - 0.20 * cos(4.0 * h - 63.0);
        let lightness = lightness / (1.0 + 0.015 * l * l / (20.0 + l * l).sqrt());
        let chroma = chroma / (1.0 + 0.045 * c);
        let hue = hue / (1.0 + 0.015 * c * weight);
        let from_blue = around(h - 275.0) / 25.0;
        let rotation = -2.0 * share_beyond_25(c) * sin(60.0 * exp(-from_blue * from_blue));
        (lightness * lightness + chroma * chroma + hue * hue + rotation * chroma * hue).max(0.0).sqrt()
    }
}

/// Chroma, and hue angle from 0 to 360 degrees.
struct Polar {
    chroma: f64,
    hue: f64,
}

impl Polar {
    fn of(a: f64, b: f64) -> Self {
        let hue = if a == 0.0 && b == 0.0 { 0.0 } else { angle(a, b) };
        Self { chroma: (a * a + b * b).sqrt(), hue: if hue < 0.0 { hue + 360.0 } else { hue } }
    }
}

/// The same angle from -180 to 180 degrees, for one that is less than a turn off.
fn around(degrees: f64) -> f64 {
    if degrees > 180.0 {
        degrees - 360.0
    } else if degrees < -180.0 {
        degrees + 360.0
    } else {
        degrees
    }
}

/// The square root of c^7 / (c^7 + 25^7): 0 for greys, near 1 for colours.
fn share_beyond_25(chroma: f64) -> f64 {
    let square = chroma * chroma;
    let seventh = square * square * square * chroma;
    (seventh / (seventh + CHROMA_25)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All 34 pairs of table I of Sharma et al.
    const PUBLISHED: [([f64; 3], [f64; 3], f64); 34] = [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 3.1571, -77.2803], [50.0, 0.0, -82.7485], 2.8615),
        ([50.0, 2.8361, -74.0200], [50.0, 0.0, -82.7485], 3.4412),
        ([50.0, -1.3802, -84.2814], [50.0, 0.0, -82.7485], 1.0),
        ([50.0, -1.1848, -84.8006], [50.0, 0.0, -82.7485], 1.0),
        ([50.0, -0.9009, -85.5211], [50.0, 0.0, -82.7485], 1.0),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([50.0, -1.0, 2.0], [50.0, 0.0, 0.0], 2.3669),
        ([50.0, 2.4900, -0.0010], [50.0, -2.4900, 0.0009], 7.1792),
        ([50.0, 2.4900, -0.0010], [50.0, -2.4900, 0.0010], 7.1792),
        ([50.0, 2.4900, -0.0010], [50.0, -2.4900, 0.0011], 7.2195),
        ([50.0, 2.4900, -0.0010], [50.0, -2.4900, 0.0012], 7.2195),
        ([50.0, -0.0010, 2.4900], [50.0, 0.0009, -2.4900], 4.8045),
        ([50.0, -0.0010, 2.4900], [50.0, 0.0010, -2.4900], 4.8045),
        ([50.0, -0.0010, 2.4900], [50.0, 0.0011, -2.4900], 4.7461),
        ([50.0, 2.5, 0.0], [50.0, 0.0, -2.5], 4.3065),
        ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
        ([50.0, 2.5, 0.0], [61.0, -5.0, 29.0], 22.8977),
        ([50.0, 2.5, 0.0], [56.0, -27.0, -3.0], 31.9030),
        ([50.0, 2.5, 0.0], [58.0, 24.0, 15.0], 19.4535),
        ([50.0, 2.5, 0.0], [50.0, 3.1736, 0.5854], 1.0),
        ([50.0, 2.5, 0.0], [50.0, 3.2972, 0.0], 1.0),
        ([50.0, 2.5, 0.0], [50.0, 1.8634, 0.5757], 1.0),
        ([50.0, 2.5, 0.0], [50.0, 3.2592, 0.3350], 1.0),
        ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
        ([63.0109, -31.0961, -5.8663], [62.8187, -29.7946, -4.0864], 1.2630),
        ([61.2901, 3.7196, -5.3901], [61.4292, 2.2480, -4.9620], 1.8731),
        ([35.0831, -44.1164, 3.7933], [35.0232, -40.0716, 1.5901], 1.8645),
        ([22.7233, 20.0904, -46.6940], [23.0331, 14.9730, -42.5619], 2.0373),
        ([36.4612, 47.8580, 18.3852], [36.2715, 50.5065, 21.2231], 1.4146),
        ([90.8027, -2.0831, 1.4410], [91.1528, -1.6435, 0.0447], 1.4441),
        ([90.9257, -0.5406, -0.9208], [88.6381, -0.8985, -0.7239], 1.5381),
        ([6.7747, -0.2908, -2.4247], [5.8714, -0.0985, -2.2286], 0.6377),
        ([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082),
    ];

    #[test]
    fn the_published_pairs_have_their_published_differences_both_ways() {
        let lab = |[l, a, b]: [f64; 3]| Lab { l, a, b };
        let wrong: Vec<_> = PUBLISHED
            .into_iter()
            .map(|(one, two, published)| {
                (one, two, published, lab(one).difference(lab(two)), lab(two).difference(lab(one)))
            })
            .filter(|(.., published, is, back)| {
                (is - published).abs() > 1e-4 || (back - published).abs() > 1e-4
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_colour_does_not_differ_from_itself() {
        let same = [[0, 0, 0], [128, 128, 128], [255, 255, 255], [100, 197, 255]].map(Lab::of);
        assert!(same.iter().all(|lab| lab.difference(*lab) == 0.0));
    }
}
