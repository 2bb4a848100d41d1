//! Measures of light and colour on the face. The standard's luminance is linear light: half of it is far
//! lighter than the middle of an sRGB picture.

use super::face::Frame;
use crate::scene::{Face, Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;
use precheck_imaging::colour::srgb_to_linear;
use precheck_imaging::raster::Raster;
use std::sync::LazyLock;

/// Landmarks on the outline of the face mask: the jaw from ear to ear, and the brows (MediaPipe's face mesh).
/// The forehead is no part of it, as the landmarks of the reference implementation end at the brows.
const OUTLINE: [usize; 33] = [
    127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323,
    454, 356, 300, 293, 334, 296, 336, 107, 66, 105, 63, 70,
];

/// Side of a cheek zone in distances of the eyes.
const CHEEK: f64 = 0.3;

/// Levels of luminance.
const LEVELS: usize = 256;

/// How many pixels have each luminance.
type Histogram = [u32; LEVELS];

/// Light of each encoded value, 0 to 1.
static LINEAR: LazyLock<[f64; LEVELS]> =
    LazyLock::new(|| std::array::from_fn(|value| srgb_to_linear(value as f64 / 255.0)));

/// The share that the luminances of both cheeks have in common.
pub fn illumination_uniformity(scene: &Scene) -> Result<f64, Unmeasurable> {
    let [right, left] = cheeks(scene)?.map(|pixels| histogram(&pixels));
    let (all_right, all_left) = (total(&right)?, total(&left)?);
    let common = |(a, b): (&u32, &u32)| (f64::from(*a) / all_right).min(f64::from(*b) / all_left);
    Ok(right.iter().zip(&left).map(common).sum())
}

/// The mean luminance of the face, 0 to 1.
pub fn mean(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (histogram, all) = of_face(scene)?;
    Ok(moment(&histogram, all, |level| level))
}

/// The variance of the face's luminance.
pub fn variance(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (histogram, all) = of_face(scene)?;
    let mean = moment(&histogram, all, |level| level);
    Ok(moment(&histogram, all, |level| (level - mean) * (level - mean)))
}

/// The entropy of the face's luminance in bits.
pub fn entropy(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (histogram, all) = of_face(scene)?;
    let shares = histogram.iter().filter(|count| **count > 0).map(|count| f64::from(*count) / all);
    Ok(-shares.map(|share| share * num::ln(share)).sum::<f64>() / std::f64::consts::LN_2)
}

/// How far the mean colour of the cheeks (CIELAB, D50) is from the colours of skin.
pub fn natural_colour(scene: &Scene) -> Result<f64, Unmeasurable> {
    scene.global_tones()?;
    let [right, left] = cheeks(scene)?;
    let pixels = [right, left].concat();
    if pixels.is_empty() {
        return Err(Unmeasurable::NoDetail);
    }
    let mean = [0, 1, 2].map(|channel| {
        let sum: f64 = pixels.iter().map(|pixel| f64::from(pixel[channel])).sum();
        sum / pixels.len() as f64 / 255.0
    });
    let grey = pixels.iter().all(|[red, green, blue]| red == green && green == blue);
    Ok(if grey { 0.0 } else { from_skin(mean) })
}

/// The distance of a colour from the standard's box of a from 5 to 25 and b from 5 to 35; 100 outside of the
/// warm quarter.
fn from_skin(encoded: [f64; 3]) -> f64 {
    let (a, b) = in_d50(encoded);
    if a < 0.0 || b < 0.0 {
        return 100.0;
    }
    let beyond = |value: f64, low: f64, high: f64| (low - value).max(value - high).max(0.0);
    let (a, b) = (beyond(a, 5.0, 25.0), beyond(b, 5.0, 35.0));
    (a * a + b * b).sqrt()
}

/// a and b of CIELAB under D50: linear sRGB to XYZ (Bradford), over the white.
fn in_d50(encoded: [f64; 3]) -> (f64, f64) {
    const XYZ: [[f64; 3]; 3] = [
        [0.436_074_7, 0.385_064_9, 0.143_080_4],
        [0.222_504_5, 0.716_878_6, 0.060_616_9],
        [0.013_932_2, 0.097_104_5, 0.714_173_3],
    ];
    const WHITE: [f64; 3] = [0.964_22, 1.0, 0.825_21];
    const DARK: f64 = 216.0 / 24_389.0;
    let [red, green, blue] = encoded.map(srgb_to_linear);
    let root = |row: usize| {
        let share = (XYZ[row][0] * red + XYZ[row][1] * green + XYZ[row][2] * blue) / WHITE[row];
        if share > DARK { num::cbrt(share) } else { (841.0 / 108.0) * share + 4.0 / 29.0 }
    };
    let (x, y, z) = (root(0), root(1), root(2));
    (500.0 * (x - y), 200.0 * (y - z))
}

fn of_face(scene: &Scene) -> Result<(Histogram, f64), Unmeasurable> {
    let face = scene.face()?;
    let outline = hull(OUTLINE.map(|number| face.landmarks.point(number)).to_vec());
    let histogram = histogram(&pixels_within(scene, &outline)?);
    let all = total(&histogram)?;
    Ok((histogram, all))
}

/// The pixels of the zones below the right and the left eye.
fn cheeks(scene: &Scene) -> Result<[Vec<[u8; 3]>; 2], Unmeasurable> {
    let [right, left] = cheek_zones(scene.face()?);
    Ok([pixels_within(scene, &right)?, pixels_within(scene, &left)?])
}

/// Squares that begin half-way down to the mouth, one at each eye's centre and inwards of it.
fn cheek_zones(face: &Face) -> [[Point; 4]; 2] {
    let frame = Frame::of(face);
    let [right, left] = frame.eyes;
    let (x, y) = (left.x - right.x, left.y - right.y);
    let distance = right.distance(left);
    let down = frame.eyes_to_mouth() / 2.0 / distance;
    let place = |across: f64, down: f64| Point {
        x: right.x + across * x - down * y,
        y: right.y + across * y + down * x,
    };
    [0.0, 1.0 - CHEEK].map(|begin| {
        let (end, bottom) = (begin + CHEEK, down + CHEEK);
        [place(begin, down), place(end, down), place(end, bottom), place(begin, bottom)]
    })
}

/// The overview's pixels within a convex polygon whose corners go clockwise, in pixels of the photo.
fn pixels_within(scene: &Scene, corners: &[Point]) -> Result<Vec<[u8; 3]>, Unmeasurable> {
    let pixels = scene.pixels()?;
    let reduction = f64::from(pixels.reduction);
    let corners: Vec<Point> =
        corners.iter().map(|corner| Point { x: corner.x / reduction, y: corner.y / reduction }).collect();
    let overview: &Raster = &pixels.overview;
    let within = |place: Point| {
        let next = corners.iter().cycle().skip(1);
        corners.iter().zip(next).all(|(from, to)| turn(*from, *to, place) >= 0.0)
    };
    let (low, high) = corners
        .iter()
        .fold((f64::MAX, 0.0_f64), |(low, high), corner| (low.min(corner.y), high.max(corner.y)));
    let rows = overview.rows().enumerate().skip(low.max(0.0) as usize);
    let rows = rows.take_while(|(y, _)| (*y as f64) < high);
    let inside = rows.flat_map(|(y, row)| {
        let place = move |x: usize| Point { x: x as f64 + 0.5, y: y as f64 + 0.5 };
        row.iter().enumerate().filter(move |(x, _)| within(place(*x))).map(|(_, pixel)| *pixel)
    });
    Ok(inside.collect())
}

/// Positive if the way over `a` and `b` to `c` turns clockwise on the picture.
fn turn(a: Point, b: Point, c: Point) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// The convex hull, clockwise on the picture (Andrew's monotone chain).
fn hull(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    let mut hull = half(points.iter());
    hull.extend(half(points.iter().rev()));
    hull
}

/// From the first point to the last, turning clockwise only; without the last.
fn half<'a>(points: impl Iterator<Item = &'a Point>) -> Vec<Point> {
    let mut way: Vec<Point> = Vec::new();
    for point in points {
        while let [.., a, b] = way.as_slice() {
            if turn(*a, *b, *point) > 0.0 {
                break;
            }
            way.pop();
        }
        way.push(*point);
    }
    way.pop();
    way
}

fn histogram(pixels: &[[u8; 3]]) -> Histogram {
    let linear = &*LINEAR;
    let mut histogram = [0; LEVELS];
    for pixel in pixels {
        let [red, green, blue] = pixel.map(|value| linear[usize::from(value)]);
        let luminance = 255.0 * (0.2126 * red + 0.7152 * green + 0.0722 * blue);
        histogram[(luminance.round() as usize).min(LEVELS - 1)] += 1;
    }
    histogram
}

fn total(histogram: &Histogram) -> Result<f64, Unmeasurable> {
    let total: u32 = histogram.iter().sum();
    if total == 0 { Err(Unmeasurable::NoDetail) } else { Ok(f64::from(total)) }
}

/// The mean of something about all luminances, which are 0 to 1.
fn moment(histogram: &Histogram, all: f64, of: impl Fn(f64) -> f64) -> f64 {
    let terms = histogram.iter().enumerate();
    terms.map(|(level, count)| f64::from(*count) * of(level as f64 / 255.0)).sum::<f64>() / all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hull_holds_its_points_and_turns_one_way() {
        let point = |(x, y): (f64, f64)| Point { x, y };
        let square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (2.0, 1.0), (3.0, 3.0)].map(point);
        let corners: Vec<_> = hull(square.to_vec()).iter().map(|corner| (corner.x, corner.y)).collect();
        assert_eq!(corners, [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]);
    }

    #[test]
    fn luminance_is_linear_light() {
        let level = |grey: u8| histogram(&[[grey; 3]]).iter().position(|count| *count > 0).unwrap();
        assert_eq!([0, 88, 124, 231, 255].map(level), [0, 25, 51, 204, 255]);
    }

    #[test]
    fn moments_of_a_known_histogram() {
        let mut two = [0; LEVELS];
        two[0] = 3;
        two[255] = 1;
        let mean = moment(&two, 4.0, |level| level);
        assert_eq!((mean, moment(&two, 4.0, |level| (level - mean) * (level - mean))), (0.25, 0.1875));
    }

    #[test]
    fn skin_of_every_tone_is_natural_and_a_cast_is_not() {
        let of = |pixel: [u8; 3]| from_skin(pixel.map(|value| f64::from(value) / 255.0));
        let skin = [[229, 194, 171], [200, 158, 132], [130, 92, 67], [96, 65, 52]];
        let wrong: Vec<_> = skin.iter().filter(|pixel| of(**pixel) > 0.0).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(of([150, 190, 140]) == 100.0 && of([240, 120, 60]) > 5.0);
    }
}
