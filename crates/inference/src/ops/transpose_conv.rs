//! Convolution2DTransposeBias, MediaPipe's own operator: every input pixel adds its kernel-sized
//! square to the output.

use super::{Built, Job, Operator};
use crate::epilogue::{Activation, Epilogue};
use crate::error::LoadError;
use crate::panels::{Line, Panels, Target, Window};
use crate::simd::{Kernel, Lanes};
use crate::spec::Spec;

/// The custom operator's name in the file.
const NAME: &[u8] = b"Convolution2DTransposeBias";

/// Number of SAME padding in the operator's options (`TfLitePadding`).
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
    /// Rows and columns of the first square that lie above and left of the output.
    before: [usize; 2],
    /// One output for each value of the square.
    panels: Panels,
    epilogue: Epilogue,
    bias: Vec<f32>,
}

pub(super) fn build(spec: &Spec) -> Built {
    if spec.raw.custom_name != NAME {
        let name = spec.raw.custom_name.escape_ascii();
        return Err(LoadError::Unsupported(format!("custom operator `{name}`")));
    }
    let [input_height, input_width, input_channels] = spec.image(0)?;
    let [output_height, output_width, outputs] = spec.output_image()?;
    let (input, output) = ([input_height, input_width], [output_height, output_width]);
    let weights_shape = spec.shape(1)?;
    let [weight_outputs, kernel_height, kernel_width, depth] = weights_shape[..] else {
        return Err(spec.fail(format!("weights of shape {weights_shape:?}")));
    };
    let kernel = [kernel_height, kernel_width];
    if (weight_outputs, depth) != (outputs, input_channels) || kernel.iter().any(|&k| k > MAX_KERNEL) {
        let problem = format!("weights {weights_shape:?} from {input_channels} to {outputs} channels");
        return Err(spec.fail(problem));
    }
    let stride = stride(spec)?;
    let mut before = [0; 2];
    for side in 0..2 {
        if input[side].checked_mul(stride[side]) != Some(output[side]) {
            let problem = format!("an output of {output:?} from {input:?} with stride {stride:?}");
            return Err(spec.fail(problem));
        }
        let covered = (input[side] - 1) * stride[side] + kernel[side];
        before[side] = covered.saturating_sub(output[side]) / 2;
    }
    let bias = spec.floats(2)?;
    if bias.len() != outputs {
        return Err(spec.fail(format!("{} biases for {outputs} outputs", bias.len())));
    }
    let square = outputs * kernel_height * kernel_width;
    spec.reserve(Panels::size(square, depth))?;
    let panels = Panels::pack(depth, &spec.floats(1)?, &vec![0.0; square]);
    let epilogue = Epilogue::new(Activation::None);
    let op = TransposeConv { input, input_channels, output, kernel, stride, before, panels, epilogue, bias };
    Ok((Operator::TransposeConv(op), 1))
}

/// The stride from the custom options: padding, stride width, stride height, 32 bits each.
fn stride(spec: &Spec) -> Result<[usize; 2], LoadError> {
    let fields: Vec<i32> =
        spec.raw.custom_options.as_chunks().0.iter().map(|field| i32::from_le_bytes(*field)).collect();
    match fields[..] {
        [SAME, width, height] if width > 0 && height > 0 => Ok([height as usize, width as usize]),
        _ => Err(spec.fail(format!("options {fields:?}; known are [1, stride, stride]"))),
    }
}

impl TransposeConv {
    /// Room for the squares of a row of input pixels.
    pub fn scratch(&self) -> usize {
        self.input[1] * self.square()
    }

    #[inline(never)]
    pub fn run(&self, job: Job) {
        for pixel in job.output.chunks_exact_mut(self.bias.len()) {
            pixel.copy_from_slice(&self.bias);
        }
        let squares = &mut job.scratch[..self.scratch()];
        let row_length = self.input[1] * self.input_channels;
        for (y, row) in (job.inputs)(0).chunks_exact(row_length).enumerate() {
            job.instructions.run(Squares { op: self, row, squares: &mut *squares });
            for (x, square) in squares.chunks_exact(self.square()).enumerate() {
                self.add(job.output, square, [y, x]);
            }
        }
    }

    /// Values in the square that one input pixel adds.
    fn square(&self) -> usize {
        self.bias.len() * self.kernel[0] * self.kernel[1]
    }

    /// Adds the square of the input pixel at row and column `at`, as far as it is in the output.
    fn add(&self, output: &mut [f32], square: &[f32], at: [usize; 2]) {
        let place = |side: usize, offset: usize| {
            (at[side] * self.stride[side] + offset)
                .checked_sub(self.before[side])
                .filter(|&place| place < self.output[side])
        };
        let outputs = self.bias.len();
        for ky in 0..self.kernel[0] {
            let Some(y) = place(0, ky) else { continue };
            for kx in 0..self.kernel[1] {
                let Some(x) = place(1, kx) else { continue };
                let pixel = &mut output[(y * self.output[1] + x) * outputs..][..outputs];
                for (channel, value) in pixel.iter_mut().enumerate() {
                    *value += square[(channel * self.kernel[0] + ky) * self.kernel[1] + kx];
                }
            }
        }
    }
}

/// Computes the squares of a row of input pixels.
struct Squares<'a> {
    op: &'a TransposeConv,
    row: &'a [f32],
    squares: &'a mut [f32],
}

impl Kernel for Squares<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self) {
        let window = Window { rows: self.row, row_length: self.row.len(), top: 0, height: 1 };
        let op = self.op;
        let line = Line { window, step: op.input_channels, count: op.input[1], first: 0 };
        let mut target = Target { epilogue: &op.epilogue, residual: None, output: self.squares };
        op.panels.line::<L>(&line, &mut target);
    }
}
