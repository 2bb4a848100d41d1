//! Cutting a turned, scaled rectangle out of a picture: the one deterministic resampler.

use super::{Pyramid, Raster};
use precheck_foundation::geometry::Point;

/// A grid of sample places on a picture: column `i`, row `j` lies at `centre` plus `i` and `j`, counted from
/// the middle of the grid, along the two axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleGrid {
    /// The middle of the grid, in pixels of the picture (the first pixel's centre is 0.5).
    pub centre: Point,
    /// One column to the right, in pixels of the picture.
    pub across: Point,
    /// Columns of the grid.
    pub width: u32,
    /// Rows of the grid.
    pub height: u32,
}

/// What lies beyond the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Border {
    /// Black.
    Black,
    /// The picture's nearest pixel.
    Edge,
}

/// From this many pixels of the fitting level between two samples on, each sample is the mean of two by two; before,
/// one bilinear sample leaves hardly a pixel out.
const SINGLE_TAP: f64 = 1.4;

impl SampleGrid {
    /// The whole of a picture of which one sample of the frame is `step` pixels.
    pub fn whole(width: u32, height: u32, step: f64) -> Self {
        let centre = Point { x: f64::from(width) * step / 2.0, y: f64::from(height) * step / 2.0 };
        Self { centre, across: Point { x: step, y: 0.0 }, width, height }
    }

    /// Where a place on the grid lies on the picture; (0, 0) is the upper left corner of the first sample.
    pub fn to_picture(&self, x: f64, y: f64) -> Point {
        let (i, j) = (x - f64::from(self.width) / 2.0, y - f64::from(self.height) / 2.0);
        Point {
            x: self.centre.x + i * self.across.x - j * self.across.y,
            y: self.centre.y + i * self.across.y + j * self.across.x,
        }
    }

    /// Where a place on the picture lies on the grid.
    pub fn from_picture(&self, place: Point) -> Point {
        let (dx, dy) = (place.x - self.centre.x, place.y - self.centre.y);
        let square = self.across.x * self.across.x + self.across.y * self.across.y;
        Point {
            x: f64::from(self.width) / 2.0 + (dx * self.across.x + dy * self.across.y) / square,
            y: f64::from(self.height) / 2.0 + (dy * self.across.x - dx * self.across.y) / square,
        }
    }

    /// The same grid on a picture that is larger by this factor.
    pub fn scaled(&self, factor: f64) -> Self {
        let scaled = |point: Point| Point { x: point.x * factor, y: point.y * factor };
        Self { centre: scaled(self.centre), across: scaled(self.across), ..*self }
    }

    /// How many pixels of the picture one sample is apart from the next.
    pub fn scale(&self) -> f64 {
        (self.across.x * self.across.x + self.across.y * self.across.y).sqrt()
    }

    /// The samples in rows from the top, red, green, blue each `low` for black to `high` for white.
    pub fn sample(&self, picture: &Pyramid, border: Border, range: (f32, f32)) -> Vec<f32> {
        normalised(&self.colours(picture, border), range)
    }

    /// The samples in rows from the top. Where the grid is coarser than the picture, each is the mean of several
    /// bilinear ones on the level that fits.
    pub fn colours(&self, picture: &Pyramid, border: Border) -> Vec<[u8; 3]> {
        let (level, halved) = picture.level(self.scale());
        let frame = self.scaled(1.0 / f64::from(1 << halved));
        let mut colours = Vec::with_capacity(self.width as usize * self.height as usize);
        let mut row = vec![0; self.width as usize];
        let taps: u32 = if frame.scale() > SINGLE_TAP { 2 } else { 1 };
        let within = |n: u32| (f64::from(n) + 0.5) / f64::from(taps);
        for j in 0..self.height {
            row.fill(0);
            for tap in 0..taps * taps {
                let start = frame.to_picture(within(tap % taps), f64::from(j) + within(tap / taps));
                add_line(level, start, frame.across, border, &mut row);
            }
            match taps {
                1 => colours.extend(row.iter().map(|sum| bytes(*sum))),
                _ => colours.extend(row.iter().map(|sum| bytes((sum + 2 * ONES) >> 2 & BYTES))),
            }
        }
        colours
    }
}

/// Adds to each sum the channels of the sample there: the first at `start`, each next one `step` further.
#[inline(never)]
fn add_line(picture: &Raster, start: Point, step: Point, border: Border, sums: &mut [u64]) {
    let (mut x, mut y) = (fixed(start.x - 0.5), fixed(start.y - 0.5));
    let (dx, dy) = (fixed(step.x), fixed(step.y));
    let last = sums.len() as i64 - 1;
    // The picture is convex: a line that begins and ends in it never leaves it.
    let inside = has_four(picture, x, y) && has_four(picture, x + last * dx, y + last * dy);
    let (rgb, width) = (picture.rgb(), picture.width() as usize);
    for sum in sums {
        let (left, top) = (x >> FRACTION, y >> FRACTION);
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

/// Colours as numbers, each channel `low` for 0 to `high` for 255.
pub fn normalised(colours: &[[u8; 3]], (low, high): (f32, f32)) -> Vec<f32> {
    let gain = (high - low) / 255.0;
    let numbers: [f32; 256] = std::array::from_fn(|channel| channel as f32 * gain + low);
    colours.as_flattened().iter().map(|channel| numbers[usize::from(*channel)]).collect()
}

/// Bits behind the point of a place. The largest picture and the longest row leave errors below a hundredth of a
/// pixel.
const FRACTION: u32 = 16;

/// A place, or a way, in whole numbers: from here on no step depends on the platform's floats.
fn fixed(pixels: f64) -> i64 {
    (pixels * f64::from(1 << FRACTION) + 0.5).floor() as i64
}

/// The three channels of a pixel side by side in one number, sixteen bits each: all three are mixed at once.
const BYTES: u64 = 0x00ff_00ff_00ff;
const ONES: u64 = 0x0001_0001_0001;

fn bytes(channels: u64) -> [u8; 3] {
    [channels as u8, (channels >> 16) as u8, (channels >> 32) as u8]
}

/// Puts a pixel's three bytes, the lowest of `pixel`, side by side.
fn channels(pixel: u64) -> u64 {
    pixel & 0xff | (pixel & 0xff00) << 8 | (pixel & 0x00ff_0000) << 16
}

/// `share` parts of 256 of `b`, the rest of `a`, rounded.
fn mixed(a: u64, b: u64, share: u64) -> u64 {
    (a * (256 - share) + b * share + 128 * ONES) >> 8 & BYTES
}

/// The colour between four pixels, so many parts of 256 from the left and from the top.
fn bilinear([upper, lower]: [u64; 2], right: u64, down: u64) -> u64 {
    let across = |pair: u64| mixed(channels(pair), channels(pair >> 24), right);
    mixed(across(upper), across(lower), down)
}

/// How far a place is behind a pixel's centre, in parts of 256.
fn share(place: i64) -> u64 {
    (place >> (FRACTION - 8)) as u64 & 0xff
}

/// Whether a place, counted from the centre of the first pixel, lies between four pixels of the picture.
fn has_four(picture: &Raster, x: i64, y: i64) -> bool {
    let within = |place: i64, length: u32| (0..i64::from(length) - 1).contains(&(place >> FRACTION));
    within(x, picture.width()) && within(y, picture.height())
}

/// The pixel whose bytes begin at `place` and the one to its right, and the two that lie `below` bytes further: each
/// pair in the six lower bytes of a number. `None` for the last ones of the picture, which no eight bytes follow.
fn four_at(rgb: &[u8], place: usize, below: usize) -> Option<[u64; 2]> {
    let eight = |place: usize| rgb.get(place..place + 8)?.first_chunk().copied();
    Some([u64::from_le_bytes(eight(place)?), u64::from_le_bytes(eight(place + below)?)])
}

/// The same of any place, which may lie beyond the picture.
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
    let place = near_y as usize * picture.width() as usize + near_x as usize;
    let [red, green, blue] = picture.pixels().get(place).copied().unwrap_or_default();
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

    fn frame(across: (f64, f64), side: u32) -> SampleGrid {
        let across = Point { x: across.0, y: across.1 };
        SampleGrid { centre: Point { x: 2.0, y: 2.0 }, across, width: side, height: side }
    }

    fn reds(frame: SampleGrid) -> Vec<f32> {
        let samples = frame.sample(&Pyramid::of(&ramp()), Border::Edge, (0.0, 255.0));
        samples.chunks(3).map(|pixel| pixel[0]).collect()
    }

    #[test]
    fn a_level_frame_of_the_same_size_is_the_picture() {
        let samples = frame((1.0, 0.0), 4).sample(&Pyramid::of(&ramp()), Border::Black, (0.0, 255.0));
        let exact: Vec<f32> = ramp().rgb().iter().map(|c| f32::from(*c)).collect();
        assert_eq!(samples, exact);
    }

    #[test]
    fn a_frame_turned_by_a_quarter_turns_the_picture() {
        let reds = reds(frame((0.0, 1.0), 4));
        assert_eq!(reds[..4], [30.0, 30.0, 30.0, 30.0]);
        assert_eq!(reds[12..], [0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn a_coarser_frame_takes_means() {
        assert_eq!(reds(frame((2.0, 0.0), 2)), [5.0, 25.0, 5.0, 25.0]);
    }

    #[test]
    fn a_level_of_the_pyramid_lies_where_the_picture_lies() {
        let pixel = |i: usize| [(i % 64) as u8 * 4, (i / 64) as u8 * 4, 0];
        let picture = Raster::new(64, 64, (0..64 * 64).flat_map(pixel).collect()).unwrap();
        let frame = SampleGrid {
            centre: Point { x: 33.0, y: 29.0 },
            across: Point { x: 3.0, y: 0.0 },
            width: 1,
            height: 1,
        };
        let sample = frame.sample(&Pyramid::of(&picture), Border::Edge, (0.0, 255.0));
        assert!((sample[0] - 130.0).abs() < 1.0 && (sample[1] - 114.0).abs() < 1.0, "{sample:?}");
    }

    #[test]
    fn beyond_the_picture_is_black_or_its_edge() {
        let far = SampleGrid { centre: Point { x: 40.0, y: 2.0 }, ..frame((1.0, 0.0), 1) };
        let of = |border, range| far.sample(&Pyramid::of(&ramp()), border, range);
        assert_eq!(of(Border::Black, (-1.0, 1.0)), [-1.0, -1.0, -1.0]);
        assert_eq!(of(Border::Edge, (0.0, 255.0)), [30.0, 15.0, 0.0]);
    }

    #[test]
    fn there_and_back_is_the_same_place() {
        let turned = SampleGrid {
            centre: Point { x: 7.0, y: 3.0 },
            across: Point { x: 1.5, y: -0.5 },
            width: 4,
            height: 9,
        };
        let back = turned.from_picture(turned.to_picture(1.25, 7.5));
        assert!((back.x - 1.25).abs() < 1e-12 && (back.y - 7.5).abs() < 1e-12, "{back:?}");
    }
}
