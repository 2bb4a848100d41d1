//! The colour of the light on a photo, estimated from skin, the whites of the eyes and the background together.
//!
//! # How
//! In log-chroma coordinates (see [`LogChroma`]) coloured light, or a wrong white balance, moves every colour by the same
//! vector (the von Kries model on linear sRGB). Each source tells that vector with an uncertainty of its own:
//!
//! - **skin**: its mean over people of all tones, with the spread of pigment, which is large along the axis from yellow to
//!   blue and small across it;
//! - **the whites of the eyes**, which differ less between people, but are mixed with lids and lashes;
//! - **the background**: white or grey, which shows the light as it is; or light blue, anywhere near the line from white to
//!   the blue of the national rule, which hardly shows it; or of any other colour, which shows nothing.
//!
//! How much coloured light there is before anything is seen is a mixture as well: most photos have nearly none, a few have
//! much. All distributions are normal, so that each hypothesis (which wall, which light) has its own closed-form estimate, and
//! the result is their mean, weighted by how well each explains what was measured. A light blue wall is therefore no cast
//! while face and eyes look natural before it, and a grey wall that turned blue together with them is one.
//!
//! Means and spreads were taken from 1256 portraits of all skin tones (medians, and 1.48 times the median absolute
//! deviation), those of light and wall chosen so that a wall explains a bluish background if the face does not contradict.

use super::aligned_face::FaceCell;
use super::face::parts::{EYES, OVAL};
use super::face_colour::inner_outline;
use super::stats::{median, quantile};
use super::{AlignedFace, Background, Face, Region, Segmentation, Unmeasurable, median_colour};
use precheck_foundation::num;
use precheck_imaging::colour::Lab;

/// A colour without its lightness: natural logarithms of ratios of linear sRGB, rotated so that the first coordinate follows
/// daylight from yellow to blue and the second is across it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogChroma {
    /// From yellow to blue.
    pub blue: f64,
    /// From green to magenta.
    pub magenta: f64,
}

/// The axes in the plane of ln(red / green) and ln(blue / green): unit vectors, perpendicular.
const BLUE: [f64; 2] = [-0.866, 0.5];
const MAGENTA: [f64; 2] = [0.5, 0.866];

/// Smallest linear light of a channel that is divided by.
const DARKEST: f64 = 1e-4;

impl LogChroma {
    /// Of a colour.
    pub fn of(colour: Lab) -> Self {
        let [red, green, blue] = colour.linear_rgb().map(|light| num::ln(light.max(DARKEST)));
        let (red, blue) = (red - green, blue - green);
        Self { blue: BLUE[0] * red + BLUE[1] * blue, magenta: MAGENTA[0] * red + MAGENTA[1] * blue }
    }

    /// White of luminance [`SHOWN`] in light of this colour.
    fn lit_white(self) -> Lab {
        let along = |axis: usize| BLUE[axis] * self.blue + MAGENTA[axis] * self.magenta;
        let (red, blue) = (num::exp(along(0)), num::exp(along(1)));
        let scale = SHOWN / (LUMINANCE[0] * red + LUMINANCE[1] + LUMINANCE[2] * blue);
        Lab::of_linear([scale * red, scale, scale * blue])
    }

    fn minus(self, other: Self) -> Self {
        Self { blue: self.blue - other.blue, magenta: self.magenta - other.magenta }
    }
}

/// Luminance of linear sRGB (IEC 61966-2-1).
const LUMINANCE: [f64; 3] = [0.2126, 0.7152, 0.0722];

/// The luminance of the grey on which a cast is shown: that of skin and of a wall in a little shade.
const SHOWN: f64 = 0.45;

/// A normal distribution with independent coordinates.
#[derive(Debug, Clone, Copy)]
struct Normal {
    mean: LogChroma,
    deviation: LogChroma,
}

const fn normal(mean: (f64, f64), deviation: (f64, f64)) -> Normal {
    Normal {
        mean: LogChroma { blue: mean.0, magenta: mean.1 },
        deviation: LogChroma { blue: deviation.0, magenta: deviation.1 },
    }
}

/// Skin in white light.
const SKIN: Normal = normal((-0.727, 0.062), (0.22, 0.09));

/// The whites of the eyes, measured as [`eye_whites`] does, in white light.
const EYE_WHITES: Normal = normal((-0.229, 0.055), (0.16, 0.08));

/// Walls with the probability of each: white and grey; light blue, see [`LIGHT_BLUE`]; any other colour. The first two are
/// equally common on portraits. What is sold and painted as light blue leans to violet as well: sRGB (190, 215, 238) is 0.1
/// across the line.
const GREY_WALL: (Normal, f64) = (normal((0.0, 0.0), (0.04, 0.03)), 0.425);
const BLUE_WALL: ((f64, f64), f64) = ((0.1, 0.1), 0.425);
const OTHER_WALL: (Normal, f64) = (normal((-0.3, 0.0), (0.5, 0.3)), 0.15);

/// The light blue of the national rule, sRGB (100, 197, 255). Light blue walls are anywhere between it and white; the line is
/// cut into this many hypotheses.
const LIGHT_BLUE: LogChroma = LogChroma { blue: 1.572, magenta: -0.238 };
const SHADES: usize = 8;

/// The light: nearly white, or coloured.
const LIGHTS: [(Normal, f64); 2] =
    [(normal((0.0, 0.0), (0.10, 0.05)), 0.85), (normal((0.0, 0.0), (0.35, 0.2)), 0.15)];

/// The part of the skin, by lightness, whose median colour counts: neither its shadows nor its highlights.
const SKIN_QUANTILES: (f64, f64) = (0.1, 0.9);

/// The whites of the eyes: how far from the centre of the iris in its radii, the lighter share, and of it the bluer share,
/// which is farthest from the lids.
const IRIS: f64 = 1.1;
const LIGHTER: f64 = 0.6;
const BLUER: f64 = 0.7;

/// Lightness (CIELAB) below which a wall shows no reliable colour.
const DARK_WALL: f64 = 20.0;

/// Every cell of the aligned face whose column and row are multiples of this is looked at for skin.
const STRIDE: usize = 4;

/// Fewest cells of skin and of eyes that have a colour.
const MIN_SKIN: usize = 200;
const MIN_EYE_WHITES: usize = 20;

/// How far the light of the photo is from white: the colour difference (CIEDE2000) between a grey in white light and the
/// same grey in this light.
///
/// # Errors
/// [`Unmeasurable::OutOfPicture`] if too little skin shows.
pub fn cast(
    aligned_face: &AlignedFace,
    face: &Face,
    segmentation: &Segmentation,
    background: Option<&Background>,
) -> Result<Cast, Unmeasurable> {
    let skin = skin(aligned_face, face, segmentation)?;
    let skin = LogChroma::of(middle_of(skin).ok_or(Unmeasurable::OutOfPicture)?);
    let mut seen = vec![Normal { mean: skin.minus(SKIN.mean), ..SKIN }];
    if let Some(whites) = eye_whites(aligned_face, face) {
        seen.push(Normal { mean: whites.minus(EYE_WHITES.mean), ..EYE_WHITES });
    }
    let wall = background.map(|background| background.colour).filter(|colour| colour.l >= DARK_WALL);
    let light = estimate(&seen, wall.map(LogChroma::of));
    Ok(Cast { light, difference: light.lit_white().difference(WHITE_LIGHT.lit_white()) })
}

const WHITE_LIGHT: LogChroma = LogChroma { blue: 0.0, magenta: 0.0 };

/// The estimated light.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cast {
    /// Its colour.
    pub light: LogChroma,
    /// Its colour difference from white light (CIEDE2000).
    pub difference: f64,
}

/// The mean of all hypotheses. `seen` are estimates of the light, `wall` is the background's colour.
fn estimate(seen: &[Normal], wall: Option<LogChroma>) -> LogChroma {
    let (mut total, mut blue, mut magenta) = (0.0, 0.0, 0.0);
    for (own, likely) in walls(wall) {
        for (light, probability) in LIGHTS {
            let all = seen.iter().chain(own.as_ref()).chain([&light]);
            let (along, fits_along) = product(all.clone().map(|one| (one.mean.blue, one.deviation.blue)));
            let (across, fits_across) = product(all.map(|one| (one.mean.magenta, one.deviation.magenta)));
            let weight = likely * probability * fits_along * fits_across;
            total += weight;
            blue += weight * along;
            magenta += weight * across;
        }
    }
    let total = total.max(f64::MIN_POSITIVE);
    LogChroma { blue: blue / total, magenta: magenta / total }
}

/// What the light is by each hypothesis about the wall, with its probability.
fn walls(wall: Option<LogChroma>) -> Vec<(Option<Normal>, f64)> {
    let Some(wall) = wall else { return vec![(None, 1.0)] };
    let by = |own: Normal| Some(Normal { mean: wall.minus(own.mean), ..own });
    let mut all = vec![(by(GREY_WALL.0), GREY_WALL.1), (by(OTHER_WALL.0), OTHER_WALL.1)];
    for shade in 0..SHADES {
        let share = (shade as f64 + 0.5) / SHADES as f64;
        let own = normal((share * LIGHT_BLUE.blue, share * LIGHT_BLUE.magenta), BLUE_WALL.0);
        all.push((by(own), BLUE_WALL.1 / SHADES as f64));
    }
    all
}

/// The mean of the product of normal distributions, given as (mean, deviation), and the product's integral up to a factor
/// that depends on their number alone.
fn product(all: impl Iterator<Item = (f64, f64)>) -> (f64, f64) {
    let (mut precision, mut first, mut second, mut densities) = (0.0, 0.0, 0.0, 1.0);
    for (mean, deviation) in all {
        let weight = 1.0 / (deviation * deviation);
        precision += weight;
        first += weight * mean;
        second += weight * mean * mean;
        densities *= deviation;
    }
    let mean = first / precision;
    let off = (second - first * mean).max(0.0);
    (mean, num::exp(-0.5 * off) / (densities * precision.sqrt()))
}

/// The colours of the face's skin.
fn skin(
    aligned_face: &AlignedFace,
    face: &Face,
    segmentation: &Segmentation,
) -> Result<Vec<Lab>, Unmeasurable> {
    let map = &aligned_face.colours;
    let inside = map.inside(&inner_outline(&face.points(&OVAL))).into_iter();
    let looked_at = aligned_face.cells(inside.filter(|(x, y)| x % STRIDE == 0 && y % STRIDE == 0));
    let is_skin = |cell: &&FaceCell| segmentation.at(map.cell_centre(cell.x, cell.y)) == Ok(Region::Skin);
    let skin: Vec<Lab> = looked_at.values()?.iter().filter(is_skin).map(|cell| cell.lab).collect();
    if skin.len() < MIN_SKIN { Err(Unmeasurable::OutOfPicture) } else { Ok(skin) }
}

/// The median colour between two quantiles of lightness.
fn middle_of(colours: Vec<Lab>) -> Option<Lab> {
    let mut lightness: Vec<f64> = colours.iter().map(|lab| lab.l).collect();
    let (dark, light) =
        (quantile(&mut lightness, SKIN_QUANTILES.0)?, quantile(&mut lightness, SKIN_QUANTILES.1)?);
    median_colour(colours.into_iter().filter(|lab| (dark..=light).contains(&lab.l)))
}

/// The colour of the whites of both eyes; `None` if they hardly show.
fn eye_whites(aligned_face: &AlignedFace, face: &Face) -> Option<LogChroma> {
    let map = &aligned_face.colours;
    let mut whites = Vec::new();
    for eye in EYES {
        let middle = face.point(eye.iris[0]);
        let reach = IRIS * middle.distance(face.point(eye.iris[1]));
        let cells = map.inside(&face.points(&eye.outline)).into_iter();
        let white = cells.filter(|(x, y)| map.cell_centre(*x, *y).distance(middle) > reach);
        whites.extend(white.filter_map(|cell| aligned_face.cell(cell)).map(|cell| cell.lab));
    }
    if whites.len() < MIN_EYE_WHITES {
        return None;
    }
    let least = quantile(&mut whites.iter().map(|lab| lab.l).collect::<Vec<_>>(), LIGHTER)?;
    let light: Vec<LogChroma> = whites.into_iter().filter(|lab| lab.l >= least).map(LogChroma::of).collect();
    let bluest = quantile(&mut light.iter().map(|white| white.blue).collect::<Vec<_>>(), BLUER)?;
    let kept = light.iter().filter(|white| white.blue >= bluest);
    Some(LogChroma {
        blue: median(&mut kept.clone().map(|white| white.blue).collect::<Vec<_>>())?,
        magenta: median(&mut kept.map(|white| white.magenta).collect::<Vec<_>>())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The estimate for a person with mean skin and eyes in this light, before a wall of this reflectance.
    fn seen_in(light: (f64, f64), wall: Option<(f64, f64)>) -> LogChroma {
        let light = LogChroma { blue: light.0, magenta: light.1 };
        let seen = [SKIN, EYE_WHITES].map(|source| Normal { mean: light, ..source });
        let wall = wall
            .map(|(blue, magenta)| LogChroma { blue: blue + light.blue, magenta: magenta + light.magenta });
        estimate(&seen, wall)
    }

    #[test]
    fn the_coordinates_of_known_colours() {
        let at = |pixel| LogChroma::of(Lab::of(pixel));
        assert!(at([119; 3]).blue.abs() < 1e-3 && at([119; 3]).magenta.abs() < 1e-3);
        let blue = at([100, 197, 255]);
        assert!((blue.blue - LIGHT_BLUE.blue).abs() < 0.01, "{blue:?}");
        assert!((blue.magenta - LIGHT_BLUE.magenta).abs() < 0.01, "{blue:?}");
    }

    #[test]
    fn white_light_is_white_before_every_wall() {
        let walls = [None, Some((0.0, 0.0)), Some((0.3, -0.05)), Some((1.3, -0.2)), Some((-0.8, 0.3))];
        let off = walls.map(|wall| seen_in((0.0, 0.0), wall).blue.abs());
        assert!(off.iter().all(|off| *off < 0.06), "{off:?}");
    }

    /// A face as bluish as pale ones are, before light blues that are common: below the limit of the shipped profile.
    #[test]
    fn a_common_light_blue_wall_is_no_blue_light() {
        let face = LogChroma { blue: 0.2, magenta: 0.0 };
        let seen = [SKIN, EYE_WHITES].map(|source| Normal { mean: face, ..source });
        let light = |wall: [u8; 3]| {
            estimate(&seen, Some(LogChroma::of(Lab::of(wall))))
                .lit_white()
                .difference(WHITE_LIGHT.lit_white())
        };
        let differences = [[190, 215, 238], [200, 220, 240], [210, 228, 245]].map(light);
        assert!(differences.iter().all(|difference| *difference < 6.0), "{differences:?}");
    }

    #[test]
    fn coloured_light_is_found_before_every_wall() {
        let cases = [(-0.4, 0.0), (0.33, 0.0), (0.0, -0.25), (0.0, 0.25)].into_iter().flat_map(|light| {
            [None, Some((0.0, 0.0)), Some((0.6, -0.09))].map(|wall| (light, wall, seen_in(light, wall)))
        });
        let wrong: Vec<_> = cases
            .filter(|((blue, magenta), _, is)| {
                is.blue * blue + is.magenta * magenta < 0.4 * (blue * blue + magenta * magenta)
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
