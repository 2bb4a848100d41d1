//! Affine sampling: a rotated and scaled grid of samples on a picture. The only resampler, deterministic on every platform.

use super::{Pyramid, Raster};
use precheck_foundation::geometry::Point;

/// A grid of samples on a picture: column `i`, row `j`, counted from the middle of the grid, is at `centre` plus `i` times
/// `across` plus `j` times `across` turned by a right angle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleGrid {
    /// The middle of the grid, in pixels of the picture (the first pixel's centre is 0.5).
    pub centre: Point,
    /// The step to the next column, in pixels of the picture.
    pub across: Point,
    /// Columns of the grid.
    pub width: u32,
    /// Rows of the grid.
    pub height: u32,
}

/// What samples outside the picture are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Border {
    /// Black.
    Black,
    /// The nearest pixel of the picture.
    Edge,
}

/// Up to this step between samples, in pixels of the chosen pyramid level, one bilinear sample covers nearly every pixel;
/// above, each sample is the mean of two by two.
const SINGLE_TAP: f64 = 1.4;

impl SampleGrid {
    /// A grid of `width` x `height` samples, `step` pixels apart, that covers a whole picture.
    pub fn whole(width: u32, height: u32, step: f64) -> Self {
        let centre = Point { x: f64::from(width) * step / 2.0, y: f64::from(height) * step / 2.0 };
        Self { centre, across: Point { x: step, y: 0.0 }, width, height }
    }

    /// The point of the picture at a position on the grid; (0, 0) is the upper left corner of the first sample.
    pub fn to_picture(&self, x: f64, y: f64) -> Point {
        let (i, j) = (x - f64::from(self.width) / 2.0, y - f64::from(self.height) / 2.0);
        Point {
            x: self.centre.x + i * self.across.x - j * self.across.y,
            y: self.centre.y + i * self.across.y + j * self.across.x,
        }
    }

    /// The position on the grid of a point of the picture.
    pub fn from_picture(&self, point: Point) -> Point {
        let (dx, dy) = (point.x - self.centre.x, point.y - self.centre.y);
        let square = self.across.x * self.across.x + self.across.y * self.across.y;
        Point {
            x: f64::from(self.width) / 2.0 + (dx * self.across.x + dy * self.across.y) / square,
            y: f64::from(self.height) / 2.0 + (dy * self.across.x - dx * self.across.y) / square,
        }
    }

    /// Where the centre of each sample (column, row) is on another grid of the same picture.
    pub fn centres_on(&self, other: &Self) -> impl Fn(usize, usize) -> Point {
        let on_other = |x: f64, y: f64| other.from_picture(self.to_picture(x, y));
        let (first, right, below) = (on_other(0.5, 0.5), on_other(1.5, 0.5), on_other(0.5, 1.5));
        let (across, down) = ((right.x - first.x, right.y - first.y), (below.x - first.x, below.y - first.y));
        move |x, y| {
            let (x, y) = (x as f64, y as f64);
            Point { x: first.x + x * across.0 + y * down.0, y: first.y + x * across.1 + y * down.1 }
        }
    }

    /// The same grid on the same picture enlarged by this factor.
    pub fn scaled(&self, factor: f64) -> Self {
        let scaled = |point: Point| Point { x: point.x * factor, y: point.y * factor };
        Self { centre: scaled(self.centre), across: scaled(self.across), ..*self }
    }

    /// The distance of neighbouring samples, in pixels of the picture.
    pub fn scale(&self) -> f64 {
        (self.across.x * self.across.x + self.across.y * self.across.y).sqrt()
    }

    /// The samples in rows from the top: red, green and blue, each scaled to `range` (for black and for white).
    pub fn sample(&self, picture: &Pyramid, border: Border, range: (f32, f32)) -> Vec<f32> {
        normalised(&self.colours(picture, border), range)
    }

    /// The samples in rows from the top. Where the grid is coarser than the picture, they are taken from the pyramid level
    /// whose pixels are closest below the step.
    pub fn colours(&self, picture: &Pyramid, border: Border) -> Vec<[u8; 3]> {
        let (level, halved) = picture.level(self.scale());
        let grid = self.scaled(1.0 / f64::from(1 << halved));
        let mut colours = Vec::with_capacity(self.width as usize * self.height as usize);
        let mut row = vec![0; self.width as usize];
        let taps: u32 = if grid.scale() > SINGLE_TAP { 2 } else { 1 };
        let within = |n: u32| (f64::from(n) + 0.5) / f64::from(taps);
        for j in 0..self.height {
            row.fill(0);
            for tap in 0..taps * taps {
                let start = grid.to_picture(within(tap % taps), f64::from(j) + within(tap / taps));
                add_line(level, start, grid.across, border, &mut row);
            }
            match taps {
                1 => colours.extend(row.iter().map(|sum| bytes(*sum))),
                _ => colours.extend(row.iter().map(|sum| bytes((sum + 2 * ONES) >> 2 & BYTES))),
            }
        }
        colours
    }
}

/// Adds to each sum the channels of a bilinear sample: the first at `start`, each next one `step` further.
#[inline(never)]
fn add_line(picture: &Raster, start: Point, step: Point, border: Border, sums: &mut [u64]) {
    let (mut x, mut y) = (fixed(start.x - 0.5), fixed(start.y - 0.5));
    let (dx, dy) = (fixed(step.x), fixed(step.y));
    let last = sums.len() as i64 - 1;
    // The picture is convex: a line that begins and ends inside never leaves it.
    let inside = has_four(picture, x, y) && has_four(picture, x + last * dx, y + last * dy);
    let (rgb, width) = (picture.rgb(), picture.width() as usize);
    for sum in sums {
        let (left, top) = (x >> FRACTION_BITS, y >> FRACTION_BITS);
        let four = if inside || has_four(picture, x, y) {
            four_at(rgb, 3 * (top as usize * width + left as usize), 3 * width)
        } else {
            None
        };
        let four = four.unwrap_or_else(|| four_near(picture, left, top, border));
        *sum += bilinear(four, share(x), share(y));
        (x, y) = (x + dx, y + dy);
    }
}

/// Colours as numbers, each channel scaled to `low` for 0 and `high` for 255.
pub fn normalised(colours: &[[u8; 3]], (low, high): (f32, f32)) -> Vec<f32> {
    let gain = (high - low) / 255.0;
    let numbers: [f32; 256] = std::array::from_fn(|channel| channel as f32 * gain + low);
    colours.as_flattened().iter().map(|channel| numbers[usize::from(*channel)]).collect()
}

/// Fraction bits of a coordinate. With the largest picture and the longest row the error stays below a hundredth of a
/// pixel.
const FRACTION_BITS: u32 = 16;

/// A coordinate in fixed point: from here on all arithmetic is in integers.
fn fixed(pixels: f64) -> i64 {
    (pixels * f64::from(1 << FRACTION_BITS) + 0.5).floor() as i64
}

/// The three channels of a pixel in one number, sixteen bits each, so that all three are interpolated at once.
const BYTES: u64 = 0x00ff_00ff_00ff;
const ONES: u64 = 0x0001_0001_0001;

fn bytes(channels: u64) -> [u8; 3] {
    [channels as u8, (channels >> 16) as u8, (channels >> 32) as u8]
}

/// Spreads the three low bytes of `pixel` to sixteen bits each.
fn channels(pixel: u64) -> u64 {
    pixel & 0xff | (pixel & 0xff00) << 8 | (pixel & 0x00ff_0000) << 16
}

/// Interpolates between `a` and `b`, rounded; `share` is that of `b` in 1/256. A channel of `b - a` may borrow from the next
/// one; the sum gives it back.
fn mixed(a: u64, b: u64, share: u64) -> u64 {
    ((a << 8) + 128 * ONES).wrapping_add(b.wrapping_sub(a).wrapping_mul(share)) >> 8 & BYTES
}

/// Interpolates between four pixels; `right` and `down` are the shares of the right and lower ones in 1/256.
fn bilinear([upper, lower]: [u64; 2], right: u64, down: u64) -> u64 {
    let across = |pair: u64| mixed(channels(pair), channels(pair >> 24), right);
    mixed(across(upper), across(lower), down)
}

/// The fraction of a coordinate in 1/256.
fn share(coordinate: i64) -> u64 {
    (coordinate >> (FRACTION_BITS - 8)) as u64 & 0xff
}

/// Whether a position, counted from the centre of the first pixel, is between four pixels of the picture.
fn has_four(picture: &Raster, x: i64, y: i64) -> bool {
    let within =
        |coordinate: i64, length: u32| (0..i64::from(length) - 1).contains(&(coordinate >> FRACTION_BITS));
    within(x, picture.width()) && within(y, picture.height())
}

/// The pixel whose bytes begin at `offset` and the one to its right, and the two below at `below` bytes further: each pair
/// in the six low bytes of a number. `None` for the last pixels of the picture, where eight bytes are not left.
fn four_at(rgb: &[u8], offset: usize, below: usize) -> Option<[u64; 2]> {
    let eight = |offset: usize| rgb.get(offset..offset + 8)?.first_chunk().copied();
    Some([u64::from_le_bytes(eight(offset)?), u64::from_le_bytes(eight(offset + below)?)])
}

/// The same for any position, inside the picture or not.
fn four_near(picture: &Raster, left: i64, top: i64, border: Border) -> [u64; 2] {
    let pair = |y: i64| pixel(picture, left, y, border) | pixel(picture, left + 1, y, border) << 24;
    [pair(top), pair(top + 1)]
}

fn pixel(picture: &Raster, x: i64, y: i64, border: Border) -> u64 {
    let (right, bottom) = (i64::from(picture.width()) - 1, i64::from(picture.height()) - 1);
    let (near_x, near_y) = (x.clamp(0, right), y.clamp(0, bottom));
    if (near_x, near_y) != (x, y) && border == Border::Black {
        return 0;
    }
    let index = near_y as usize * picture.width() as usize + near_x as usize;
    let [red, green, blue] = picture.pixels().get(index).copied().unwrap_or_default();
    u64::from_le_bytes([red, green, blue, 0, 0, 0, 0, 0])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 4 x 4 pixels, red grows to the right, green downwards.
    fn ramp() -> Raster {
        let pixel = |i: u8| [i % 4 * 10, i / 4 * 10, 0];
        Raster::new(4, 4, (0..16).flat_map(pixel).collect()).unwrap()
    }

    fn grid(across: (f64, f64), side: u32) -> SampleGrid {
        let across = Point { x: across.0, y: across.1 };
        SampleGrid { centre: Point { x: 2.0, y: 2.0 }, across, width: side, height: side }
    }

    fn reds(grid: SampleGrid) -> Vec<f32> {
        let samples = grid.sample(&Pyramid::of(&ramp()), Border::Edge, (0.0, 255.0));
        samples.chunks(3).map(|pixel| pixel[0]).collect()
    }

    #[test]
    fn an_unrotated_grid_of_the_same_size_is_the_picture() {
        let samples = grid((1.0, 0.0), 4).sample(&Pyramid::of(&ramp()), Border::Black, (0.0, 255.0));
        let exact: Vec<f32> = ramp().rgb().iter().map(|c| f32::from(*c)).collect();
        assert_eq!(samples, exact);
    }

    #[test]
    fn a_grid_turned_by_a_quarter_turns_the_picture() {
        let reds = reds(grid((0.0, 1.0), 4));
        assert_eq!(reds[..4], [30.0, 30.0, 30.0, 30.0]);
        assert_eq!(reds[12..], [0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn a_coarser_grid_takes_means() {
        assert_eq!(reds(grid((2.0, 0.0), 2)), [5.0, 25.0, 5.0, 25.0]);
    }

    #[test]
    fn samples_of_a_pyramid_level_are_at_the_same_position() {
        let pixel = |i: usize| [(i % 64) as u8 * 4, (i / 64) as u8 * 4, 0];
        let picture = Raster::new(64, 64, (0..64 * 64).flat_map(pixel).collect()).unwrap();
        let grid = SampleGrid {
            centre: Point { x: 33.0, y: 29.0 },
            across: Point { x: 3.0, y: 0.0 },
            width: 1,
            height: 1,
        };
        let sample = grid.sample(&Pyramid::of(&picture), Border::Edge, (0.0, 255.0));
        assert!((sample[0] - 130.0).abs() < 1.0 && (sample[1] - 114.0).abs() < 1.0, "{sample:?}");
    }

    #[test]
    fn outside_the_picture_is_black_or_its_edge() {
        let far = SampleGrid { centre: Point { x: 40.0, y: 2.0 }, ..grid((1.0, 0.0), 1) };
        let of = |border, range| far.sample(&Pyramid::of(&ramp()), border, range);
        assert_eq!(of(Border::Black, (-1.0, 1.0)), [-1.0, -1.0, -1.0]);
        assert_eq!(of(Border::Edge, (0.0, 255.0)), [30.0, 15.0, 0.0]);
    }

    #[test]
    fn to_the_picture_and_back_is_the_same_position() {
        let turned = SampleGrid {
            centre: Point { x: 7.0, y: 3.0 },
            across: Point { x: 1.5, y: -0.5 },
            width: 4,
            height: 9,
        };
        let back = turned.from_picture(turned.to_picture(1.25, 7.5));
        assert!((back.x - 1.25).abs() < 1e-12 && (back.y - 7.5).abs() < 1e-12, "{back:?}");
        let other = grid((0.5, 0.25), 6);
        let (on_other, direct) =
            (turned.centres_on(&other)(3, 8), other.from_picture(turned.to_picture(3.5, 8.5)));
        assert!(on_other.distance(direct) < 1e-9, "{on_other:?} {direct:?}");
    }
}
