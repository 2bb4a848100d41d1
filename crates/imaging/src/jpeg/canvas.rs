//! The picture as it grows: bands of each component, brought to one size and mixed into rows of pixels.
//!
//! A component with half the samples is interpolated linearly between its two nearest samples, 3 : 1
//! (libjpeg's "fancy upsampling"; rounded after each direction and reaching into the padding at the edges, as
//! in zune-jpeg); for other ratios the nearest sample is repeated, as both do. Since the last row of a band
//! needs the first of the next, mixing runs one band behind.

use super::coefficients::Region;
use super::colour_transform::mix;
use super::frame::{Colour, Frame};
use super::idct::Points;

/// What blocks become that could not be read: the middle of the range, grey once mixed.
const UNREADABLE: u8 = 128;

/// What a canvas makes of the components.
#[derive(Clone, Copy, PartialEq)]
pub enum Paint {
    /// Red, green and blue.
    Colours,
    /// The first component as it is; the others are not looked at.
    First,
}

/// A region of the picture at a reduced size.
pub struct Canvas {
    paint: Paint,
    colour: Colour,
    width: usize,
    height: usize,
    /// Three bytes a pixel, or one of the first component alone.
    pixels: Vec<u8>,
    /// Rows of pixels in a band.
    band: usize,
    /// Bands that were finished.
    bands: usize,
    planes: Vec<Plane>,
    /// For each component a row that is half way to its size, and one that is there.
    scratch: [[Vec<u8>; 2]; 4],
}

/// Bands of one component.
struct Plane {
    /// Samples of the band being filled, in rows of `stride`.
    samples: Vec<u8>,
    stride: usize,
    /// The band before.
    before: Vec<u8>,
    /// The last row of the band before that.
    above: Vec<u8>,
    /// Rows in a band.
    rows: usize,
    /// Rows in all bands.
    height: usize,
    across: Ratio,
    down: Ratio,
}

/// How many samples of the picture there are to how many of the component.
#[derive(Clone, Copy)]
struct Ratio {
    picture: usize,
    component: usize,
}

impl Ratio {
    fn is_same(self) -> bool {
        self.picture == self.component
    }

    fn is_double(self) -> bool {
        self.picture == 2 * self.component
    }

    /// The component's sample nearest to the picture's.
    fn nearest(self, position: usize) -> usize {
        position * self.component / self.picture
    }
}

impl Canvas {
    /// An empty canvas for the region, whose blocks become `side` samples a side at the highest sampling, and
    /// those of each component as many as `points` says.
    pub fn new(frame: &Frame, region: &Region, side: usize, points: &[Points], paint: Paint) -> Self {
        let (unit_width, unit_height) = (side * frame.h_max, side * frame.v_max);
        let length = |full: usize, unit: usize, range: &std::ops::Range<usize>| {
            (full * side).div_ceil(8).min(range.end * unit) - range.start * unit
        };
        let width = length(frame.width, unit_width, &region.columns);
        let height = length(frame.height, unit_height, &region.rows);
        let plane = |(component, points): (&super::frame::Component, &Points)| {
            let across = Ratio { picture: unit_width, component: component.h * points.0 };
            let down = Ratio { picture: unit_height, component: component.v * points.1 };
            let (stride, rows) = (region.columns.len() * across.component, down.component);
            Plane {
                samples: vec![UNREADABLE; stride * rows],
                before: vec![UNREADABLE; stride * rows],
                above: vec![UNREADABLE; stride],
                stride,
                rows,
                height: region.rows.len() * rows,
                across,
                down,
            }
        };
        let components = if paint == Paint::First { 1 } else { frame.components.len() };
        Canvas {
            paint,
            colour: frame.colour,
            width,
            height,
            pixels: vec![UNREADABLE; width * height * paint.bytes()],
            band: unit_height,
            bands: 0,
            planes: frame.components.iter().zip(points).take(components).map(plane).collect(),
            scratch: Default::default(),
        }
    }

    /// Where in the band that is being filled a component's sample at `x`, `y` goes: the samples from there
    /// on, and the length of a row.
    #[inline(always)]
    pub fn place(&mut self, component: usize, x: usize, y: usize) -> (&mut [u8], usize) {
        let plane = &mut self.planes[component];
        (&mut plane.samples[y * plane.stride + x..], plane.stride)
    }

    /// The band is filled: begins the next.
    pub fn finish_band(&mut self) {
        if self.bands > 0 {
            self.mix_band_before();
        }
        for plane in &mut self.planes {
            plane.above.copy_from_slice(&plane.before[plane.before.len() - plane.stride..]);
            std::mem::swap(&mut plane.samples, &mut plane.before);
            plane.samples.fill(UNREADABLE);
        }
        self.bands += 1;
    }

    /// Width, height and pixels, once all bands were finished.
    pub fn finish(mut self) -> (usize, usize, Vec<u8>) {
        if self.bands > 0 {
            self.mix_band_before();
        }
        (self.width, self.height, self.pixels)
    }

    /// Mixes the rows of the band before the one that is being filled.
    fn mix_band_before(&mut self) {
        let index = self.bands - 1;
        let rows = index * self.band..self.height.min((index + 1) * self.band);
        for y in rows {
            let mut lines: [&[u8]; 4] = [&[]; 4];
            for ((line, plane), scratch) in lines.iter_mut().zip(&self.planes).zip(&mut self.scratch) {
                *line = plane.line(index, y, self.width, scratch);
            }
            let length = self.width * self.paint.bytes();
            let pixels = &mut self.pixels[y * length..][..length];
            match self.paint {
                Paint::Colours => mix(self.colour, lines, pixels.as_chunks_mut().0),
                Paint::First => pixels.copy_from_slice(lines[0]),
            }
        }
    }
}

impl Paint {
    /// Bytes a pixel.
    fn bytes(self) -> usize {
        if self == Paint::First { 1 } else { 3 }
    }
}

impl Plane {
    /// The component's samples for row `y` of the picture, which lies in the band with this index, one for
    /// each of the picture's `width` pixels.
    fn line<'a>(
        &'a self,
        band: usize,
        y: usize,
        width: usize,
        [blended, widened]: &'a mut [Vec<u8>; 2],
    ) -> &'a [u8] {
        let smooth = [self.across, self.down].iter().all(|ratio| ratio.is_double() || ratio.is_same());
        let near = self.row(band, self.down.nearest(y));
        let line = if smooth && self.down.is_double() {
            let far = if y.is_multiple_of(2) {
                (y / 2).saturating_sub(1)
            } else {
                (y / 2 + 1).min(self.height - 1)
            };
            blended.resize(self.stride, 0);
            blend(near, self.row(band, far), blended);
            blended
        } else {
            near
        };
        if self.across.is_same() {
            return &line[..width];
        }
        widened.resize(width.max(2 * self.stride), 0);
        if smooth {
            double(line, widened);
        } else {
            widened
                .iter_mut()
                .take(width)
                .enumerate()
                .for_each(|(x, sample)| *sample = line[self.across.nearest(x)]);
        }
        &widened[..width]
    }

    /// Row `row` of the component, which lies in the band with this index or next to it.
    fn row(&self, band: usize, row: usize) -> &[u8] {
        match row.checked_sub(band * self.rows) {
            None => &self.above,
            Some(row) if row < self.rows => &self.before[row * self.stride..][..self.stride],
            Some(_) => &self.samples[..self.stride],
        }
    }
}

/// Three parts of `near` and one of `far`.
fn blend(near: &[u8], far: &[u8], out: &mut [u8]) {
    for (out, (&near, &far)) in out.iter_mut().zip(near.iter().zip(far)) {
        *out = mean(near, far);
    }
}

/// Twice as many samples, each three parts of the nearest and one of the next; the outermost as they are.
fn double(line: &[u8], out: &mut [u8]) {
    let (pairs, _) = out.as_chunks_mut::<2>();
    for (pair, window) in pairs[1..].iter_mut().zip(line.array_windows::<3>()) {
        *pair = [mean(window[1], window[0]), mean(window[1], window[2])];
    }
    let last = line.len() - 1;
    pairs[0] = [line[0], mean(line[0], line[last.min(1)])];
    pairs[last] = [mean(line[last], line[last.saturating_sub(1)]), line[last]];
    if last == 0 {
        pairs[0] = [line[0]; 2];
    }
}

#[inline(always)]
fn mean(near: u8, far: u8) -> u8 {
    ((3 * u16::from(near) + u16::from(far) + 2) >> 2) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_doubled_three_to_one() {
        let cases: [(&[u8], &[u8]); 3] =
            [(&[7], &[7, 7]), (&[0, 100], &[0, 25, 75, 100]), (&[0, 100, 20], &[0, 25, 75, 80, 40, 20])];
        for (line, doubled) in cases {
            let mut out = vec![0; 2 * line.len()];
            double(line, &mut out);
            assert_eq!(out, doubled);
        }
    }

    #[test]
    fn odd_ratios_repeat_the_nearest_sample() {
        let ratio = Ratio { picture: 3, component: 2 };
        assert_eq!([0, 1, 2, 3, 4, 5].map(|x| ratio.nearest(x)), [0, 0, 1, 2, 2, 3]);
    }
}
