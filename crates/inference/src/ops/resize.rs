//! RESIZE_BILINEAR: bilinear interpolation between the four nearest input pixels.

use super::{BuildResult, Operator, RunContext};
use crate::build_context::BuildContext;

pub(crate) struct Resize {
    width: usize,
    channels: usize,
    /// For each output row the two input rows.
    rows: Vec<Interpolation>,
    /// For each output column the two input columns.
    columns: Vec<Interpolation>,
}

/// Two neighbouring indices and the weight of the second.
#[derive(Clone, Copy)]
struct Interpolation {
    first: usize,
    second: usize,
    weight: f32,
}

pub(super) fn build(context: &BuildContext) -> BuildResult {
    let [height, width, channels] = context.image(0)?;
    let [output_height, output_width, _] = context.output_image()?;
    let sizes = context.integers(1)?;
    if sizes.iter().map(|&size| i64::from(size)).ne([output_height as i64, output_width as i64]) {
        return Err(
            context.fail(format!("asked for {sizes:?}, the output is {output_height}x{output_width}"))
        );
    }
    context.expect_output(&[1, output_height, output_width, channels])?;
    let mapping = match (context.byte(2)? != 0, context.byte(3)? != 0) {
        (false, false) => CoordinateMapping::Asymmetric,
        (true, false) => CoordinateMapping::AlignCorners,
        (false, true) => CoordinateMapping::HalfPixel,
        (true, true) => return Err(context.fail("aligned corners together with half-pixel centres")),
    };
    // The tables of rows and columns count towards what the model keeps.
    context.reserve(output_height.checked_add(output_width))?;
    let rows = interpolations(mapping, height, output_height);
    let columns = interpolations(mapping, width, output_width);
    Ok((Operator::Resize(Resize { width, channels, rows, columns }), 1))
}

/// How output coordinates map to input coordinates, in ONNX's words.
#[derive(Clone, Copy)]
enum CoordinateMapping {
    /// `x * scale`.
    Asymmetric,
    /// `x * scale`, with the scale at which the centres of the corner pixels coincide.
    AlignCorners,
    /// `(x + 0.5) * scale - 0.5`.
    HalfPixel,
}

/// For each of `to` output indices the two of `from` input indices and their weights.
fn interpolations(mapping: CoordinateMapping, from: usize, to: usize) -> Vec<Interpolation> {
    let scale = match mapping {
        CoordinateMapping::AlignCorners if to > 1 => (from - 1) as f32 / (to - 1) as f32,
        _ => from as f32 / to as f32,
    };
    let interpolation = |index: usize| {
        let position = match mapping {
            CoordinateMapping::HalfPixel => (index as f32 + 0.5) * scale - 0.5,
            _ => index as f32 * scale,
        };
        let position = position.max(0.0);
        let first = (position as usize).min(from - 1);
        Interpolation { first, second: (first + 1).min(from - 1), weight: position - first as f32 }
    };
    (0..to).map(interpolation).collect()
}

impl Resize {
    #[inline(never)]
    pub fn run(&self, context: RunContext) {
        let input = (context.inputs)(0);
        let channels = self.channels;
        let row_length = self.columns.len() * channels;
        for (row, output) in self.rows.iter().zip(context.output.chunks_exact_mut(row_length)) {
            let line = |y: usize| &input[y * self.width * channels..][..self.width * channels];
            let (upper, lower) = (line(row.first), line(row.second));
            self.interpolate_row(output, upper, lower, row.weight);
        }
    }

    #[inline(never)]
    fn interpolate_row(&self, output: &mut [f32], upper: &[f32], lower: &[f32], down: f32) {
        let channels = self.channels;
        for (column, pixel) in self.columns.iter().zip(output.chunks_exact_mut(channels)) {
            let four = [
                &upper[column.first * channels..][..channels],
                &upper[column.second * channels..][..channels],
                &lower[column.first * channels..][..channels],
                &lower[column.second * channels..][..channels],
            ];
            bilinear(pixel, four, down, column.weight);
        }
    }
}

/// Interpolates between four pixels: upper left, upper right, lower left, lower right.
fn bilinear(pixel: &mut [f32], four: [&[f32]; 4], down: f32, right: f32) {
    let weights = [(1.0 - down) * (1.0 - right), (1.0 - down) * right, down * (1.0 - right), down * right];
    let [a, b, c, d] = four;
    for ((((value, a), b), c), d) in pixel.iter_mut().zip(a).zip(b).zip(c).zip(d) {
        *value = a * weights[0] + b * weights[1] + c * weights[2] + d * weights[3];
    }
}
