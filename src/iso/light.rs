//! Measures of luminance and colour of the face. Luminance is linear, as in the standard, not sRGB encoded.

use super::face::ReferencePoints;
use crate::scene::{Face, Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;
use precheck_imaging::colour::srgb_to_linear;
use precheck_imaging::raster::Raster;
use std::sync::LazyLock;

/// Landmarks on the outline of the face mask: the jaw from ear to ear, and the brows (MediaPipe face mesh).
/// The forehead is left out, because the landmarks of OFIQ end at the brows.
const FACE_OUTLINE: [usize; 33] = [
    127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323,
    454, 356, 300, 293, 334, 296, 336, 107, 66, 105, 63, 70,
];

/// Side of a cheek zone in inter-eye distances.
const CHEEK_SIDE: f64 = 0.3;

/// Number of luminance levels.
const LEVELS: usize = 256;

/// Number of pixels at each luminance level.
type Histogram = [u32; LEVELS];

/// Linear value, 0 to 1, of each encoded sRGB value.
static LINEAR: LazyLock<[f64; LEVELS]> =
    LazyLock::new(|| std::array::from_fn(|value| srgb_to_linear(value as f64 / 255.0)));

/// Intersection of the normalised luminance histograms of both cheeks.
pub fn illumination_uniformity(scene: &Scene) -> Result<f64, Unmeasurable> {
    let [right, left] = cheeks(scene)?.map(|pixels| histogram(&pixels));
    let (all_right, all_left) = (total(&right)?, total(&left)?);
    let common = |(a, b): (&u32, &u32)| (f64::from(*a) / all_right).min(f64::from(*b) / all_left);
    Ok(right.iter().zip(&left).map(common).sum())
}

/// Mean luminance of the face, 0 to 1.
pub fn luminance_mean(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (histogram, all) = face_histogram(scene)?;
    Ok(moment(&histogram, all, |level| level))
}

/// Variance of the luminance of the face.
pub fn luminance_variance(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (histogram, all) = face_histogram(scene)?;
    let mean = moment(&histogram, all, |level| level);
    Ok(moment(&histogram, all, |level| (level - mean) * (level - mean)))
}

/// Entropy of the luminance of the face in bits.
pub fn dynamic_range(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (histogram, all) = face_histogram(scene)?;
    let shares = histogram.iter().filter(|count| **count > 0).map(|count| f64::from(*count) / all);
    Ok(-shares.map(|share| share * num::ln(share)).sum::<f64>() / std::f64::consts::LN_2)
}

/// Distance of the mean colour of the cheeks (CIELAB, D50) from the colours of skin.
pub fn natural_colour(scene: &Scene) -> Result<f64, Unmeasurable> {
    scene.require_known_colours()?;
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
    Ok(if grey { 0.0 } else { distance_from_skin(mean) })
}

/// Distance of a colour from the ranges of the standard, a* from 5 to 25 and b* from 5 to 35; 100 if a* or b* is
/// negative.
fn distance_from_skin(encoded: [f64; 3]) -> f64 {
    let (a, b) = lab_d50(encoded);
    if a < 0.0 || b < 0.0 {
        return 100.0;
    }
    let beyond = |value: f64, low: f64, high: f64| (low - value).max(value - high).max(0.0);
    let (a, b) = (beyond(a, 5.0, 25.0), beyond(b, 5.0, 35.0));
    (a * a + b * b).sqrt()
}

/// a* and b* of CIELAB under D50, from sRGB by way of XYZ (Bradford adaptation).
fn lab_d50(encoded: [f64; 3]) -> (f64, f64) {
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

/// The luminance histogram of the face, and its number of pixels.
fn face_histogram(scene: &Scene) -> Result<(Histogram, f64), Unmeasurable> {
    let face = scene.face()?;
    let outline = hull(FACE_OUTLINE.map(|number| face.landmarks.point(number)).to_vec());
    let histogram = histogram(&pixels_within(scene, &outline)?);
    let all = total(&histogram)?;
    Ok((histogram, all))
}

/// The pixels of the zones below the right and the left eye.
fn cheeks(scene: &Scene) -> Result<[Vec<[u8; 3]>; 2], Unmeasurable> {
    let [right, left] = cheek_zones(scene.face()?);
    Ok([pixels_within(scene, &right)?, pixels_within(scene, &left)?])
}

/// Squares below the eyes, halfway down to the mouth, from the centre of each eye inwards.
fn cheek_zones(face: &Face) -> [[Point; 4]; 2] {
    let points = ReferencePoints::of(face);
    let [right, left] = points.eyes;
    let (x, y) = (left.x - right.x, left.y - right.y);
    let distance = right.distance(left);
    let down = points.eyes_to_mouth() / 2.0 / distance;
    let point = |across: f64, down: f64| Point {
        x: right.x + across * x - down * y,
        y: right.y + across * y + down * x,
    };
    [0.0, 1.0 - CHEEK_SIDE].map(|begin| {
        let (end, bottom) = (begin + CHEEK_SIDE, down + CHEEK_SIDE);
        [point(begin, down), point(end, down), point(end, bottom), point(begin, bottom)]
    })
}

/// The pixels of the overview in a convex polygon; its corners are in pixels of the photo, clockwise.
fn pixels_within(scene: &Scene, corners: &[Point]) -> Result<Vec<[u8; 3]>, Unmeasurable> {
    let pixels = scene.pixels()?;
    let reduction = f64::from(pixels.reduction);
    let corners: Vec<Point> =
        corners.iter().map(|corner| Point { x: corner.x / reduction, y: corner.y / reduction }).collect();
    let overview: &Raster = &pixels.overview;
    let within = |point: Point| {
        let next = corners.iter().cycle().skip(1);
        corners.iter().zip(next).all(|(from, to)| cross_product(*from, *to, point) >= 0.0)
    };
    let (low, high) = corners
        .iter()
        .fold((f64::MAX, 0.0_f64), |(low, high), corner| (low.min(corner.y), high.max(corner.y)));
    let rows = overview.rows().enumerate().skip(low.max(0.0) as usize);
    let rows = rows.take_while(|(y, _)| (*y as f64) < high);
    let inside = rows.flat_map(|(y, row)| {
        let centre = move |x: usize| Point { x: x as f64 + 0.5, y: y as f64 + 0.5 };
        row.iter().enumerate().filter(move |(x, _)| within(centre(*x))).map(|(_, pixel)| *pixel)
    });
    Ok(inside.collect())
}

/// Cross product of `ab` and `ac`: positive if `a`, `b`, `c` turn clockwise on the picture.
fn cross_product(a: Point, b: Point, c: Point) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// The convex hull, clockwise on the picture (Andrew's monotone chain).
fn hull(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    let mut hull = half_hull(points.iter());
    hull.extend(half_hull(points.iter().rev()));
    hull
}

/// The part of the hull from the first point to the last, without the last.
fn half_hull<'a>(points: impl Iterator<Item = &'a Point>) -> Vec<Point> {
    let mut chain: Vec<Point> = Vec::new();
    for point in points {
        while let [.., a, b] = chain.as_slice() {
            if cross_product(*a, *b, *point) > 0.0 {
                break;
            }
            chain.pop();
        }
        chain.push(*point);
    }
    chain.pop();
    chain
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

/// Mean of a function of luminance (0 to 1) over all pixels.
fn moment(histogram: &Histogram, all: f64, of: impl Fn(f64) -> f64) -> f64 {
    let terms = histogram.iter().enumerate();
    terms.map(|(level, count)| f64::from(*count) * of(level as f64 / 255.0)).sum::<f64>() / all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_convex_hull_is_clockwise_and_leaves_inner_points_out() {
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
    fn skin_of_every_tone_is_natural_and_a_colour_cast_is_not() {
        let of = |pixel: [u8; 3]| distance_from_skin(pixel.map(|value| f64::from(value) / 255.0));
        let skin = [[229, 194, 171], [200, 158, 132], [130, 92, 67], [96, 65, 52]];
        let wrong: Vec<_> = skin.iter().filter(|pixel| of(**pixel) > 0.0).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(of([150, 190, 140]) == 100.0 && of([240, 120, 60]) > 5.0);
    }
}
