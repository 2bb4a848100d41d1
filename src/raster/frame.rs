//! Cutting a turned, scaled rectangle out of a picture: the one deterministic resampler.

use super::{Pyramid, Raster};
use crate::geometry::Point;

/// A grid of sample places on a picture: column `i`, row `j` lies at `centre` plus `i` and `j`, counted from
/// the middle of the grid, along the two axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
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
pub enum Beyond {
    /// Black.
    Black,
    /// The picture's nearest pixel.
    Edge,
}

/// From this many pixels of the fitting level between two samples on, each sample is the mean of two by two; before,
/// one bilinear sample leaves hardly a pixel out.
const SINGLE_TAP: f64 = 1.4;

impl Frame {
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
    pub fn sample(&self, picture: &Pyramid, beyond: Beyond, (low, high): (f32, f32)) -> Vec<f32> {
        let gain = (high - low) / 255.0;
        let mut samples = Vec::with_capacity(self.width as usize * self.height as usize * 3);
        self.colours(picture, beyond, |colour| samples.extend(colour.map(|channel| channel * gain + low)));
        samples
    }

    /// Gives the samples in rows from the top, each channel 0 to 255. Where the grid is coarser than the
    /// picture, each sample is the mean of several bilinear ones on the level that fits.
    pub fn colours(&self, picture: &Pyramid, beyond: Beyond, mut give: impl FnMut([f32; 3])) {
        let (level, halved) = picture.level(self.scale());
        let frame = self.scaled(1.0 / f64::from(1 << halved));
        let taps = if frame.scale() > SINGLE_TAP { 2 } else { 1 };
        let share = 1.0 / (taps * taps) as f32;
        let within = |n: u32| (f64::from(n) + 0.5) / f64::from(taps);
        for j in 0..self.height {
            let starts: [Point; 4] = std::array::from_fn(|tap| {
                let (x, y) = (within(tap as u32 % taps), within(tap as u32 / taps));
                frame.to_picture(x, f64::from(j) + y)
            });
            for i in 0..self.width {
                let (dx, dy) = (f64::from(i) * frame.across.x, f64::from(i) * frame.across.y);
                let mut sum = [0.0_f32; 3];
                for start in starts.iter().take((taps * taps) as usize) {
                    let pixel = bilinear(level, start.x + dx, start.y + dy, beyond);
                    for (total, channel) in sum.iter_mut().zip(pixel) {
                        *total += channel;
                    }
                }
                give(sum.map(|total| total * share));
            }
        }
    }
}

/// The colour between the four nearest pixel centres.
fn bilinear(picture: &Raster, x: f64, y: f64, beyond: Beyond) -> [f32; 3] {
    let (x, y) = (x - 0.5, y - 0.5);
    let (left, top) = (whole_below(x), whole_below(y));
    let (right_share, lower_share) = ((x - f64::from(left)) as f32, (y - f64::from(top)) as f32);
    let [a, b, c, d] = four(picture, left, top, beyond);
    std::array::from_fn(|channel| {
        let upper = a[channel] + (b[channel] - a[channel]) * right_share;
        let lower = c[channel] + (d[channel] - c[channel]) * right_share;
        upper + (lower - upper) * lower_share
    })
}

/// The largest whole number that is not above `x`; places are far within its range.
fn whole_below(x: f64) -> i32 {
    let towards_zero = x as i32;
    towards_zero - i32::from(x < f64::from(towards_zero))
}

/// The pixels at (left, top), to its right, below it, and below that to the right.
fn four(picture: &Raster, left: i32, top: i32, beyond: Beyond) -> [[f32; 3]; 4] {
    let (width, height, pixels) = (picture.width() as usize, picture.height() as usize, picture.pixels());
    if left >= 0 && top >= 0 && (left as usize) + 1 < width && (top as usize) + 1 < height {
        let start = top as usize * width + left as usize;
        let (upper, lower) = (pixels.get(start..start + 2), pixels.get(start + width..start + width + 2));
        if let (Some(&[a, b]), Some(&[c, d])) = (upper, lower) {
            return [a, b, c, d].map(|pixel| pixel.map(f32::from));
        }
    }
    let (left, top) = (f64::from(left), f64::from(top));
    [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
        .map(|(dx, dy)| pixel(picture, left + dx, top + dy, beyond))
}

fn pixel(picture: &Raster, x: f64, y: f64, beyond: Beyond) -> [f32; 3] {
    let (right, bottom) = (f64::from(picture.width() - 1), f64::from(picture.height() - 1));
    let outside = x < 0.0 || y < 0.0 || x > right || y > bottom;
    if outside && beyond == Beyond::Black {
        return [0.0; 3];
    }
    let (x, y) = (x.clamp(0.0, right) as usize, y.clamp(0.0, bottom) as usize);
    let place = y * picture.width() as usize + x;
    picture.pixels().get(place).map_or([0.0; 3], |pixel| pixel.map(f32::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 4 x 4 pixels, red grows to the right, green downwards.
    fn ramp() -> Raster {
        let pixel = |i: u8| [i % 4 * 10, i / 4 * 10, 0];
        Raster::new(4, 4, (0..16).flat_map(pixel).collect()).unwrap()
    }

    fn frame(across: (f64, f64), side: u32) -> Frame {
        let across = Point { x: across.0, y: across.1 };
        Frame { centre: Point { x: 2.0, y: 2.0 }, across, width: side, height: side }
    }

    fn reds(frame: Frame) -> Vec<f32> {
        let samples = frame.sample(&Pyramid::of(&ramp()), Beyond::Edge, (0.0, 255.0));
        samples.chunks(3).map(|pixel| pixel[0]).collect()
    }

    #[test]
    fn a_level_frame_of_the_same_size_is_the_picture() {
        let samples = frame((1.0, 0.0), 4).sample(&Pyramid::of(&ramp()), Beyond::Black, (0.0, 255.0));
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
        let frame = Frame {
            centre: Point { x: 33.0, y: 29.0 },
            across: Point { x: 3.0, y: 0.0 },
            width: 1,
            height: 1,
        };
        let sample = frame.sample(&Pyramid::of(&picture), Beyond::Edge, (0.0, 255.0));
        assert!((sample[0] - 130.0).abs() < 1.0 && (sample[1] - 114.0).abs() < 1.0, "{sample:?}");
    }

    #[test]
    fn beyond_the_picture_is_black_or_its_edge() {
        let far = Frame { centre: Point { x: 40.0, y: 2.0 }, ..frame((1.0, 0.0), 1) };
        let of = |beyond, range| far.sample(&Pyramid::of(&ramp()), beyond, range);
        assert_eq!(of(Beyond::Black, (-1.0, 1.0)), [-1.0, -1.0, -1.0]);
        assert_eq!(of(Beyond::Edge, (0.0, 255.0)), [30.0, 15.0, 0.0]);
    }

    #[test]
    fn there_and_back_is_the_same_place() {
        let turned = Frame {
            centre: Point { x: 7.0, y: 3.0 },
            across: Point { x: 1.5, y: -0.5 },
            width: 4,
            height: 9,
        };
        let back = turned.from_picture(turned.to_picture(1.25, 7.5));
        assert!((back.x - 1.25).abs() < 1e-12 && (back.y - 7.5).abs() < 1e-12, "{back:?}");
    }
}
