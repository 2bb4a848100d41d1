//! Cutting a turned, scaled rectangle out of a picture: the one deterministic resampler for models.

use super::Raster;
use crate::geometry::Point;

/// A grid of sample places on a picture: column `i`, row `j` lies at `centre` plus `i` and `j`, counted from
/// the middle of the grid, along the two axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// The middle of the grid, in pixels of the picture (the first pixel's centre is 0.5).
    pub centre: Point,
    /// One column to the right, in pixels of the picture.
    pub across: Point,
    /// Side of the square grid, in samples.
    pub side: u32,
}

/// What lies beyond the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// Black.
    Black,
    /// The picture's nearest pixel.
    Edge,
}

impl Frame {
    /// Where a place on the grid lies on the picture; (0, 0) is the upper left corner of the first sample.
    pub fn to_picture(&self, x: f64, y: f64) -> Point {
        let (i, j) = (x - f64::from(self.side) / 2.0, y - f64::from(self.side) / 2.0);
        Point {
            x: self.centre.x + i * self.across.x - j * self.across.y,
            y: self.centre.y + i * self.across.y + j * self.across.x,
        }
    }

    /// How many pixels of the picture one sample is apart from the next.
    pub fn scale(&self) -> f64 {
        (self.across.x * self.across.x + self.across.y * self.across.y).sqrt()
    }

    /// The samples in rows from the top, red, green, blue each `low` for black to `high` for white. Where the
    /// grid is coarser than the picture, each sample is the mean of several bilinear ones.
    pub fn sample(&self, picture: &Raster, beyond: Beyond, (low, high): (f32, f32)) -> Vec<f32> {
        let taps = (self.scale().ceil() as u32).clamp(1, MAX_TAPS);
        let gain = (high - low) / (255 * taps * taps) as f32;
        let mut samples = Vec::with_capacity(self.side as usize * self.side as usize * 3);
        for j in 0..self.side {
            for i in 0..self.side {
                let mut sum = [0.0_f32; 3];
                for tap in 0..taps * taps {
                    let within = |n: u32| (f64::from(n) + 0.5) / f64::from(taps);
                    let x = f64::from(i) + within(tap % taps);
                    let y = f64::from(j) + within(tap / taps);
                    let pixel = bilinear(picture, self.to_picture(x, y), beyond);
                    for (total, channel) in sum.iter_mut().zip(pixel) {
                        *total += channel;
                    }
                }
                samples.extend(sum.map(|total| total * gain + low));
            }
        }
        samples
    }
}

/// Enough for the largest reduction that a model's input asks of an overview.
const MAX_TAPS: u32 = 8;

/// The colour between the four nearest pixel centres.
fn bilinear(picture: &Raster, place: Point, beyond: Beyond) -> [f32; 3] {
    let (x, y) = (place.x - 0.5, place.y - 0.5);
    let (left, top) = (x.floor(), y.floor());
    let (right_share, lower_share) = ((x - left) as f32, (y - top) as f32);
    let at = |dx: f64, dy: f64| pixel(picture, left + dx, top + dy, beyond);
    let (a, b, c, d) = (at(0.0, 0.0), at(1.0, 0.0), at(0.0, 1.0), at(1.0, 1.0));
    let mut mixed = [0.0; 3];
    for (channel, out) in mixed.iter_mut().enumerate() {
        let upper = a[channel] + (b[channel] - a[channel]) * right_share;
        let lower = c[channel] + (d[channel] - c[channel]) * right_share;
        *out = upper + (lower - upper) * lower_share;
    }
    mixed
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
        Frame { centre: Point { x: 2.0, y: 2.0 }, across: Point { x: across.0, y: across.1 }, side }
    }

    #[test]
    fn a_level_frame_of_the_same_size_is_the_picture() {
        let samples = frame((1.0, 0.0), 4).sample(&ramp(), Beyond::Black, (0.0, 255.0));
        let exact: Vec<f32> = ramp().rgb().iter().map(|c| f32::from(*c)).collect();
        assert_eq!(samples, exact);
    }

    #[test]
    fn a_frame_turned_by_a_quarter_turns_the_picture() {
        let samples = frame((0.0, 1.0), 4).sample(&ramp(), Beyond::Black, (0.0, 255.0));
        let reds: Vec<f32> = samples.chunks(3).map(|p| p[0]).collect();
        assert_eq!(reds[..4], [30.0, 30.0, 30.0, 30.0]);
        assert_eq!(reds[12..], [0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn a_coarser_frame_takes_means() {
        let samples = frame((2.0, 0.0), 2).sample(&ramp(), Beyond::Edge, (0.0, 255.0));
        let reds: Vec<f32> = samples.chunks(3).map(|p| p[0]).collect();
        assert_eq!(reds, [5.0, 25.0, 5.0, 25.0]);
    }

    #[test]
    fn beyond_the_picture_is_black_or_its_edge() {
        let far = Frame { centre: Point { x: 40.0, y: 2.0 }, across: Point { x: 1.0, y: 0.0 }, side: 1 };
        assert_eq!(far.sample(&ramp(), Beyond::Black, (-1.0, 1.0)), [-1.0, -1.0, -1.0]);
        assert_eq!(far.sample(&ramp(), Beyond::Edge, (0.0, 255.0)), [30.0, 15.0, 0.0]);
    }
}
