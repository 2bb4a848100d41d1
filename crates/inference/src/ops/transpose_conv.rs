//! Convolution2DTransposeBias, a custom operator of MediaPipe: every input pixel adds a kernel-sized patch to the output
//! (a matrix product followed by col2im).

use super::{BuildResult, Operator, RunContext};
use crate::build_context::BuildContext;
use crate::error::LoadError;
use crate::packed_weights::{ConvOutput, InputRows, PackedWeights, PixelRun};
use crate::post_ops::{Activation, PostOps};
use crate::simd::{SimdKernel, SimdVector};

/// The custom operator's name in the file.
const NAME: &[u8] = b"Convolution2DTransposeBias";

/// The value of SAME padding in the operator's options (`TfLitePadding`).
const SAME: i32 = 1;

/// Largest kernel side: larger ones need more working memory than this operator is meant for.
const MAX_KERNEL: usize = 8;

/// Sizes are height and width.
pub(crate) struct TransposeConv {
    input: [usize; 2],
    input_channels: usize,
    output: [usize; 2],
    kernel: [usize; 2],
    stride: [usize; 2],
    /// Rows and columns of the first patch above and left of the output.
    padding_before: [usize; 2],
    /// One output channel for each value of a patch.
    weights: PackedWeights,
    post_ops: PostOps,
    bias: Vec<f32>,
}

pub(super) fn build(context: &BuildContext) -> BuildResult {
    if context.raw.custom_name != NAME {
        let name = context.raw.custom_name.escape_ascii();
        return Err(LoadError::Unsupported(format!("custom operator `{name}`")));
    }
    let [input_height, input_width, input_channels] = context.image(0)?;
    let [output_height, output_width, outputs] = context.output_image()?;
    let (input, output) = ([input_height, input_width], [output_height, output_width]);
    let weights_shape = context.shape(1)?;
    let [weight_outputs, kernel_height, kernel_width, depth] = weights_shape[..] else {
        return Err(context.fail(format!("weights of shape {weights_shape:?}")));
    };
    let kernel = [kernel_height, kernel_width];
    if (weight_outputs, depth) != (outputs, input_channels) || kernel.iter().any(|&k| k > MAX_KERNEL) {
        let problem = format!("weights {weights_shape:?} from {input_channels} to {outputs} channels");
        return Err(context.fail(problem));
    }
    let stride = stride(context)?;
    let mut padding_before = [0; 2];
    for side in 0..2 {
        if input[side].checked_mul(stride[side]) != Some(output[side]) {
            let problem = format!("an output of {output:?} from {input:?} with stride {stride:?}");
            return Err(context.fail(problem));
        }
        let extent = (input[side] - 1) * stride[side] + kernel[side];
        padding_before[side] = extent.saturating_sub(output[side]) / 2;
    }
    let bias = context.floats(2)?;
    if bias.len() != outputs {
        return Err(context.fail(format!("{} biases for {outputs} outputs", bias.len())));
    }
    let patch = outputs * kernel_height * kernel_width;
    context.reserve(PackedWeights::size(patch, depth))?;
    let weights = PackedWeights::pack(depth, &context.floats(1)?, &vec![0.0; patch]);
    let post_ops = PostOps::new(Activation::None);
    let op = TransposeConv {
        input,
        input_channels,
        output,
        kernel,
        stride,
        padding_before,
        weights,
        post_ops,
        bias,
    };
    Ok((Operator::TransposeConv(op), 1))
}

/// The stride from the custom options: padding, stride width, stride height, 32 bits each.
fn stride(context: &BuildContext) -> Result<[usize; 2], LoadError> {
    let fields: Vec<i32> =
        context.raw.custom_options.as_chunks().0.iter().map(|field| i32::from_le_bytes(*field)).collect();
    match fields[..] {
        [SAME, width, height] if width > 0 && height > 0 => Ok([height as usize, width as usize]),
        _ => Err(context.fail(format!("options {fields:?}; known are [1, stride, stride]"))),
    }
}

impl TransposeConv {
    /// Length of the patches of a row of input pixels.
    pub fn scratch(&self) -> usize {
        self.input[1] * self.patch_length()
    }

    #[inline(never)]
    pub fn run(&self, context: RunContext) {
        for pixel in context.output.chunks_exact_mut(self.bias.len()) {
            pixel.copy_from_slice(&self.bias);
        }
        let patches = &mut context.scratch[..self.scratch()];
        let row_length = self.input[1] * self.input_channels;
        for (y, row) in (context.inputs)(0).chunks_exact(row_length).enumerate() {
            context.instructions.run(Patches { op: self, row, patches: &mut *patches });
            for (x, patch) in patches.chunks_exact(self.patch_length()).enumerate() {
                self.add_patch(context.output, patch, [y, x]);
            }
        }
    }

    /// Values in the patch that one input pixel adds.
    fn patch_length(&self) -> usize {
        self.bias.len() * self.kernel[0] * self.kernel[1]
    }

    /// Adds the patch of the input pixel at row and column `at`, as far as it is inside the output.
    fn add_patch(&self, output: &mut [f32], patch: &[f32], at: [usize; 2]) {
        let position = |side: usize, offset: usize| {
            (at[side] * self.stride[side] + offset)
                .checked_sub(self.padding_before[side])
                .filter(|&position| position < self.output[side])
        };
        let outputs = self.bias.len();
        for ky in 0..self.kernel[0] {
            let Some(y) = position(0, ky) else { continue };
            for kx in 0..self.kernel[1] {
                let Some(x) = position(1, kx) else { continue };
                let pixel = &mut output[(y * self.output[1] + x) * outputs..][..outputs];
                for (channel, value) in pixel.iter_mut().enumerate() {
                    *value += patch[(channel * self.kernel[0] + ky) * self.kernel[1] + kx];
                }
            }
        }
    }
}

/// Computes the patches of a row of input pixels.
struct Patches<'a> {
    op: &'a TransposeConv,
    row: &'a [f32],
    patches: &'a mut [f32],
}

impl SimdKernel for Patches<'_> {
    #[inline(always)]
    fn run<V: SimdVector>(self) {
        let input = InputRows { rows: self.row, row_length: self.row.len(), top: 0, height: 1 };
        let op = self.op;
        let run = PixelRun { input, pixel_stride: op.input_channels, count: op.input[1], first: 0 };
        let mut output = ConvOutput { post_ops: &op.post_ops, residual: None, values: self.patches };
        op.weights.convolve::<V>(&run, &mut output);
    }
}
