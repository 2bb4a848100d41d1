//! CONV_2D, computed directly from the input without im2col: from the rows as they are where no window reaches the
//! padding, otherwise from a ring buffer of padded rows.

use super::row_ring::RowRing;
use super::sliding_window::SlidingWindow;
use super::{BuildResult, Operator, RunContext};
use crate::build_context::BuildContext;
use crate::packed_weights::{ConvOutput, InputRows, PackedWeights, PixelRun};
use crate::post_ops::{PostOps, Residual};
use crate::simd::{SimdKernel, SimdVector};

pub(crate) struct Conv {
    window: SlidingWindow,
    input_channels: usize,
    weights: PackedWeights,
    pub post_ops: PostOps,
}

pub(super) fn build(context: &BuildContext) -> BuildResult {
    let [_, _, input_channels] = context.image(0)?;
    let weights_shape = context.shape(1)?;
    let [outputs, kernel_height, kernel_width, depth] = weights_shape[..] else {
        return Err(context.fail(format!("weights of shape {weights_shape:?}")));
    };
    if depth != input_channels {
        let problem = format!("weights for {depth} channels, the input has {input_channels}");
        return Err(context.fail(problem));
    }
    if (context.integer(4, 1)?, context.integer(5, 1)?) != (1, 1) {
        return Err(context.fail("a dilated kernel"));
    }
    let window = SlidingWindow::new(context, [kernel_height, kernel_width], outputs)?;
    let bias = context.floats(2)?;
    if bias.len() != outputs {
        return Err(context.fail(format!("{} biases for {outputs} outputs", bias.len())));
    }
    let depth = kernel_height * kernel_width * depth;
    context.reserve(PackedWeights::size(outputs, depth))?;
    let weights = PackedWeights::pack(depth, &context.floats(1)?, &bias);
    let post_ops = PostOps::new(context.activation(3)?);
    Ok((Operator::Conv(Conv { window, input_channels, weights, post_ops }), 1))
}

impl Conv {
    /// Length of the ring buffer of padded rows; 0 where no window reaches the padding.
    pub fn scratch(&self) -> usize {
        if self.window.is_unpadded() { 0 } else { self.window.kernel[0] * self.padded_row() }
    }

    #[inline(never)]
    pub fn run(&self, context: RunContext) {
        let residual = self.post_ops.residual;
        let output = ConvOutput {
            post_ops: &self.post_ops,
            residual: residual.map(|channels| Residual { values: (context.inputs)(1), channels }),
            values: context.output,
        };
        let input = (context.inputs)(0);
        context.instructions.run(Run { conv: self, input, scratch: context.scratch, output });
    }

    /// Values in a padded row of the input.
    fn padded_row(&self) -> usize {
        self.window.padded_width() * self.input_channels
    }

    /// Whether each output pixel depends on the input pixel of the same index alone.
    fn is_pointwise(&self) -> bool {
        self.window.kernel == [1, 1] && self.window.stride == [1, 1]
    }

    /// Row `row` of the output.
    fn output_row<'a>(&self, input: InputRows<'a>, row: usize) -> PixelRun<'a> {
        let count = self.window.output[1];
        let pixel_stride = self.window.stride[1] * self.input_channels;
        PixelRun { input, pixel_stride, count, first: row * count }
    }
}

struct Run<'a> {
    conv: &'a Conv,
    input: &'a [f32],
    scratch: &'a mut [f32],
    output: ConvOutput<'a>,
}

impl SimdKernel for Run<'_> {
    #[inline(always)]
    fn run<V: SimdVector>(mut self) {
        let Conv { window, weights, .. } = self.conv;
        let channels = self.conv.input_channels;
        let height = window.kernel[0];
        if self.conv.is_pointwise() {
            let input = InputRows { rows: self.input, row_length: self.input.len(), top: 0, height };
            let count = window.output[0] * window.output[1];
            let run = PixelRun { input, pixel_stride: channels, count, first: 0 };
            weights.convolve::<V>(&run, &mut self.output);
            return;
        }
        if window.is_unpadded() {
            for row in 0..window.output[0] {
                let row_length = window.input[1] * channels;
                let top = row * window.stride[0];
                let input = InputRows { rows: self.input, row_length, top, height };
                weights.convolve::<V>(&self.conv.output_row(input, row), &mut self.output);
            }
            return;
        }
        let row_length = self.conv.padded_row();
        let rows = &mut self.scratch[..height * row_length];
        rows.fill(0.0);
        let left = window.padding_before[1] * channels;
        let input_length = window.input[1] * channels;
        let mut ring = RowRing::new(height);
        for row in 0..window.output[0] {
            let top = ring.advance(row * window.stride[0], |slot, padded| {
                let to = &mut rows[slot * row_length + left..][..input_length];
                match window.input_row(padded) {
                    Some(from) => to.copy_from_slice(&self.input[from * input_length..][..input_length]),
                    None => to.fill(0.0),
                }
            });
            let input = InputRows { rows, row_length, top, height };
            weights.convolve::<V>(&self.conv.output_row(input, row), &mut self.output);
        }
    }
}
