//! Drawn pictures, ways to spoil them, and the scene of a file.

use crate::models::NoModels;
use crate::scene::Scene;
pub use crate::scene::testing::jpeg;
use image::imageops::{FilterType, resize};
use image::{ImageFormat, RgbImage};
use precheck_imaging::colour::{linear_to_srgb, srgb_to_linear};
use precheck_imaging::container::Photo;
use precheck_imaging::raster::Raster;

/// Centres and half axes of ellipses (as shares of the width) and their colours, from back to front: coat, collar,
/// neck, hair, face, brows, eyes, nostrils, mouth.
const SHAPES: [([f64; 4], [u8; 3]); 13] = [
    ([0.50, 1.35, 0.42, 0.45], [52, 58, 82]),
    ([0.50, 1.00, 0.13, 0.16], [236, 236, 238]),
    ([0.50, 0.88, 0.10, 0.16], [206, 164, 140]),
    ([0.50, 0.50, 0.25, 0.30], [44, 36, 32]),
    ([0.50, 0.56, 0.21, 0.28], [222, 182, 158]),
    ([0.41, 0.46, 0.06, 0.013], [60, 46, 38]),
    ([0.59, 0.46, 0.06, 0.013], [60, 46, 38]),
    ([0.41, 0.51, 0.045, 0.020], [246, 244, 242]),
    ([0.59, 0.51, 0.045, 0.020], [246, 244, 242]),
    ([0.41, 0.51, 0.019, 0.019], [40, 28, 22]),
    ([0.59, 0.51, 0.019, 0.019], [40, 28, 22]),
    ([0.50, 0.62, 0.030, 0.010], [176, 128, 108]),
    ([0.50, 0.70, 0.070, 0.016], [170, 92, 88]),
];

const WALL: [u8; 3] = [228, 232, 236];

/// A portrait in front of a plain wall, `width` pixels wide and a third higher, with edges one pixel wide.
pub fn portrait(width: u32) -> Raster {
    let (height, size) = (width * 4 / 3, f64::from(width));
    let mut rgb = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let (x, y) = ((f64::from(x) + 0.5) / size, (f64::from(y) + 0.5) / size);
            let colour = SHAPES.iter().fold(WALL.map(f64::from), |behind, ([cx, cy, rx, ry], colour)| {
                let (dx, dy) = ((x - cx) / rx, (y - cy) / ry);
                let outside = ((dx * dx + dy * dy).sqrt() - 1.0) * rx.min(*ry) * size;
                let covered = (0.5 - outside).clamp(0.0, 1.0);
                let mut mixed = behind;
                for (mixed, colour) in mixed.iter_mut().zip(colour) {
                    *mixed += (f64::from(*colour) - *mixed) * covered;
                }
                mixed
            });
            rgb.extend(colour.map(|channel| channel.round() as u8));
        }
    }
    Raster::new(width, height, rgb).unwrap()
}

/// One colour all over.
pub fn plain(width: u32, height: u32, colour: [u8; 3]) -> Raster {
    Raster::new(width, height, colour.repeat((width * height) as usize)).unwrap()
}

/// A box blur: each pixel is the mean of those up to this many columns and rows away.
pub fn smeared(picture: &Raster, columns: u32, rows: u32) -> Raster {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let across = mean_along(picture.rgb(), (height, 3 * width), (width, 3), 3, columns as usize);
    let down = mean_along(&across, (1, 0), (height, 3 * width), 3 * width, rows as usize);
    Raster::new(picture.width(), picture.height(), down).unwrap()
}

/// Running mean along lines: `lines` are their number and distance, `along` the number of values on a line and
/// their distance, `channels` the number of interleaved lines.
fn mean_along(
    bytes: &[u8],
    lines: (usize, usize),
    along: (usize, usize),
    channels: usize,
    reach: usize,
) -> Vec<u8> {
    let mut result = bytes.to_vec();
    for line in (0..lines.0).flat_map(|line| (0..channels).map(move |c| line * lines.1 + c)) {
        let values: Vec<u32> = (0..along.0).map(|i| u32::from(bytes[line + i * along.1])).collect();
        for i in 0..along.0 {
            let near = &values[i.saturating_sub(reach)..(i + reach + 1).min(along.0)];
            result[line + i * along.1] = (near.iter().sum::<u32>() / near.len() as u32) as u8;
        }
    }
    result
}

/// Reduced to this many columns and enlarged again.
pub fn coarse(picture: &Raster, columns: u32) -> Raster {
    let (width, height) = (picture.width(), picture.height());
    let whole = RgbImage::from_raw(width, height, picture.rgb().to_vec()).unwrap();
    let small = resize(&whole, columns, height * columns / width, FilterType::Triangle);
    Raster::new(width, height, resize(&small, width, height, FilterType::CatmullRom).into_raw()).unwrap()
}

/// Gaussian noise of this standard deviation in grey levels, the same in all three channels.
pub fn with_noise(picture: &Raster, deviation: i64) -> Raster {
    let mut dice = Dice(1);
    spoiled(picture, |_| {
        // The sum of twelve dice of 0 to 999 has a standard deviation of 1000.
        let sum: i64 = (0..12).map(|_| dice.roll(1000)).sum();
        Some((sum - 12 * 500) * deviation / 1000)
    })
}

/// One pixel in eighty black or white.
pub fn with_speckles(picture: &Raster) -> Raster {
    let mut dice = Dice(1);
    spoiled(picture, |_| match dice.roll(160) {
        0 => Some(255),
        1 => Some(-255),
        _ => None,
    })
}

fn spoiled(picture: &Raster, mut change: impl FnMut(usize) -> Option<i64>) -> Raster {
    let mut spoiled = picture.clone();
    for (i, pixel) in spoiled.pixels_mut().iter_mut().enumerate() {
        let by = change(i).unwrap_or(0);
        for channel in pixel {
            *channel = (i64::from(*channel) + by).clamp(0, 255) as u8;
        }
    }
    spoiled
}

/// Every pixel changed by the same function.
pub fn each(picture: &Raster, change: impl Fn([u8; 3]) -> [u8; 3]) -> Raster {
    let rgb = picture.pixels().iter().flat_map(|pixel| change(*pixel)).collect();
    Raster::new(picture.width(), picture.height(), rgb).unwrap()
}

/// The light of each channel multiplied, as coloured light and exposure do.
pub fn times(factors: [f64; 3]) -> impl Fn([u8; 3]) -> [u8; 3] {
    move |pixel| {
        std::array::from_fn(|i| linear_to_srgb(factors[i] * srgb_to_linear(f64::from(pixel[i]) / 255.0)))
    }
}

/// Each channel this many times as far from the mean of the pixel.
pub fn saturated(factor: f64) -> impl Fn([u8; 3]) -> [u8; 3] {
    move |pixel| {
        let grey = pixel.map(f64::from).iter().sum::<f64>() / 3.0;
        pixel.map(|value| (grey + factor * (f64::from(value) - grey)).round().clamp(0.0, 255.0) as u8)
    }
}

/// The picture without this many columns on the left and rows at the top.
pub fn without_border(picture: &Raster, columns: u32, rows: u32) -> Raster {
    let kept = picture.rows().skip(rows as usize).flat_map(|row| &row[columns as usize..]);
    let rgb = kept.flatten().copied().collect();
    Raster::new(picture.width() - columns, picture.height() - rows, rgb).unwrap()
}

/// The pixels of a JPEG.
pub fn decoded(bytes: &[u8]) -> Raster {
    let picture = image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).unwrap().into_rgb8();
    Raster::new(picture.width(), picture.height(), picture.into_raw()).unwrap()
}

/// The scene of this file without models.
pub fn scene(bytes: &[u8]) -> Scene {
    let mut scene = Scene::of_file(Photo::open(bytes));
    scene.analyze(bytes, &NoModels);
    scene
}

/// A linear congruential generator with the constants of Knuth's MMIX.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % sides) as i64
    }
}
