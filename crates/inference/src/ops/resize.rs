//! RESIZE_BILINEAR: every output value is a weighted mean of the four input values around its place.

use super::{Built, Job, Operator};
use crate::spec::Spec;

pub(crate) struct Resize {
    width: usize,
    channels: usize,
    /// For each output row the input rows.
    rows: Vec<Mix>,
    /// For each output column the input columns.
    columns: Vec<Mix>,
}

/// Two neighbours and the weight of the second.
#[derive(Clone, Copy)]
struct Mix {
    first: usize,
    second: usize,
    weight: f32,
}

pub(super) fn build(spec: &Spec) -> Built {
    let [height, width, channels] = spec.image(0)?;
    let [output_height, output_width, _] = spec.output_image()?;
    let sizes = spec.integers(1)?;
    if sizes.iter().map(|&size| i64::from(size)).ne([output_height as i64, output_width as i64]) {
        return Err(spec.fail(format!("asked for {sizes:?}, the output is {output_height}x{output_width}")));
    }
    spec.expect_output(&[1, output_height, output_width, channels])?;
    let placing = match (spec.byte(2)? != 0, spec.byte(3)? != 0) {
        (false, false) => Placing::Corner,
        (true, false) => Placing::AlignedCorners,
        (false, true) => Placing::HalfPixel,
        (true, true) => return Err(spec.fail("aligned corners together with half-pixel centres")),
    };
    // The tables of rows and columns count towards what the model keeps.
    spec.reserve(output_height.checked_add(output_width))?;
    let rows = mixes(placing, height, output_height);
    let columns = mixes(placing, width, output_width);
    Ok((Operator::Resize(Resize { width, channels, rows, columns }), 1))
}

/// What an output pixel's place in the input is measured from.
#[derive(Clone, Copy)]
enum Placing {
    /// The outer corner of the first pixels.
    Corner,
    /// The centres of the first and of the last pixels.
    AlignedCorners,
    /// The centres of pixels half a pixel from the corner.
    HalfPixel,
}

/// For each of `to` places the two of `from` that it mixes.
fn mixes(placing: Placing, from: usize, to: usize) -> Vec<Mix> {
    let scale = match placing {
        Placing::AlignedCorners if to > 1 => (from - 1) as f32 / (to - 1) as f32,
        _ => from as f32 / to as f32,
    };
    let mix = |place: usize| {
        let position = match placing {
            Placing::HalfPixel => (place as f32 + 0.5) * scale - 0.5,
            _ => place as f32 * scale,
        };
        let position = position.max(0.0);
        let first = (position as usize).min(from - 1);
        Mix { first, second: (first + 1).min(from - 1), weight: position - first as f32 }
    };
    (0..to).map(mix).collect()
}

impl Resize {
    #[inline(never)]
    pub fn run(&self, job: Job) {
        let input = (job.inputs)(0);
        let channels = self.channels;
        let row_length = self.columns.len() * channels;
        for (row, output) in self.rows.iter().zip(job.output.chunks_exact_mut(row_length)) {
            let line = |y: usize| &input[y * self.width * channels..][..self.width * channels];
            let (upper, lower) = (line(row.first), line(row.second));
            self.mix_row(output, upper, lower, row.weight);
        }
    }

    #[inline(never)]
    fn mix_row(&self, output: &mut [f32], upper: &[f32], lower: &[f32], down: f32) {
        let channels = self.channels;
        for (column, pixel) in self.columns.iter().zip(output.chunks_exact_mut(channels)) {
            let four = [
                &upper[column.first * channels..][..channels],
                &upper[column.second * channels..][..channels],
                &lower[column.first * channels..][..channels],
                &lower[column.second * channels..][..channels],
            ];
            blend(pixel, four, down, column.weight);
        }
    }
}

/// Mixes four pixels: upper left, upper right, lower left, lower right.
fn blend(pixel: &mut [f32], four: [&[f32]; 4], down: f32, right: f32) {
    let weights = [(1.0 - down) * (1.0 - right), (1.0 - down) * right, down * (1.0 - right), down * right];
    let [a, b, c, d] = four;
    for ((((value, a), b), c), d) in pixel.iter_mut().zip(a).zip(b).zip(c).zip(d) {
        *value = a * weights[0] + b * weights[1] + c * weights[2] + d * weights[3];
    }
}
