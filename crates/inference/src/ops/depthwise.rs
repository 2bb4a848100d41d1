//! DEPTHWISE_CONV_2D: each channel is convolved with a kernel of its own. Padded input rows are kept in a ring buffer,
//! in which the pixels of each block of eight channels are contiguous.

use super::row_ring::RowRing;
use super::sliding_window::SlidingWindow;
use super::{BuildResult, Operator, RunContext};
use crate::build_context::BuildContext;
use crate::packed_weights::to_blocks;
use crate::post_ops::{PostOps, Residual, TileOrigin};
use crate::simd::{LANES, LaneArray, SimdKernel, SimdVector};

/// Output pixels of a tile.
const TILE_PIXELS: usize = 6;

pub(crate) struct Depthwise {
    window: SlidingWindow,
    channels: usize,
    /// For each block of channels the kernel, row after row.
    weights: Vec<LaneArray>,
    bias: Vec<LaneArray>,
    pub post_ops: PostOps,
}

pub(super) fn build(context: &BuildContext) -> BuildResult {
    let [_, _, channels] = context.image(0)?;
    let weights_shape = context.shape(1)?;
    let [1, kernel_height, kernel_width, outputs] = weights_shape[..] else {
        return Err(context.fail(format!("weights of shape {weights_shape:?}")));
    };
    if outputs != channels || context.integer(3, 1)? != 1 {
        let problem = format!("{outputs} outputs from {channels} channels; one for each is known");
        return Err(context.fail(problem));
    }
    if (context.integer(5, 1)?, context.integer(6, 1)?) != (1, 1) {
        return Err(context.fail("a dilated kernel"));
    }
    let window = SlidingWindow::new(context, [kernel_height, kernel_width], channels)?;
    let bias = context.floats(2)?;
    if bias.len() != channels {
        return Err(context.fail(format!("{} biases for {channels} channels", bias.len())));
    }
    let taps = kernel_height * kernel_width;
    context.reserve(channels.next_multiple_of(LANES).checked_mul(taps))?;
    let by_tap: Vec<Vec<LaneArray>> = context.floats(1)?.chunks(channels).map(to_blocks).collect();
    let bias = to_blocks(&bias);
    let weights = (0..bias.len()).flat_map(|block| by_tap.iter().map(move |tap| tap[block])).collect();
    let post_ops = PostOps::new(context.activation(4)?);
    Ok((Operator::Depthwise(Depthwise { window, channels, weights, bias, post_ops }), 1))
}

impl Depthwise {
    /// Length of the ring buffer of padded rows.
    pub fn scratch(&self) -> usize {
        self.window.kernel[0] * self.padded_row() * LANES
    }

    #[inline(never)]
    pub fn run(&self, context: RunContext) {
        let residual = self.post_ops.residual;
        context.instructions.run(Run {
            op: self,
            input: (context.inputs)(0),
            residual: residual.map(|channels| Residual { values: (context.inputs)(1), channels }),
            scratch: context.scratch,
            output: context.output,
        });
    }

    /// Blocks in a padded row.
    fn padded_row(&self) -> usize {
        self.window.padded_width() * self.bias.len()
    }
}

struct Run<'a> {
    op: &'a Depthwise,
    input: &'a [f32],
    residual: Option<Residual<'a>>,
    scratch: &'a mut [f32],
    output: &'a mut [f32],
}

/// The padded input rows under the kernel for one output row.
struct Rows<'a> {
    /// The ring buffer.
    blocks: &'a [LaneArray],
    row_length: usize,
    /// Slot of the uppermost row.
    top: usize,
    /// Index of the output row.
    output: usize,
}

impl SimdKernel for Run<'_> {
    #[inline(always)]
    fn run<V: SimdVector>(mut self) {
        let op = self.op;
        let window = &op.window;
        let row_length = op.padded_row();
        let scratch = std::mem::take(&mut self.scratch);
        let blocks = &mut scratch.as_chunks_mut().0[..window.kernel[0] * row_length];
        blocks.fill([0.0; LANES]);
        let mut ring = RowRing::new(window.kernel[0]);
        for output in 0..window.output[0] {
            let top = ring.advance(output * window.stride[0], |slot, padded| {
                self.fill_row(&mut blocks[slot * row_length..][..row_length], padded);
            });
            let rows = Rows { blocks, row_length, top, output };
            // For the usual kernels the sizes are constants, so that the compiler unrolls the loops.
            match (window.kernel, window.stride[1]) {
                ([3, 3], 1) => self.convolve_row::<V>(&rows, [3, 3], 1),
                ([3, 3], 2) => self.convolve_row::<V>(&rows, [3, 3], 2),
                ([5, 5], 1) => self.convolve_row::<V>(&rows, [5, 5], 1),
                ([5, 5], 2) => self.convolve_row::<V>(&rows, [5, 5], 2),
                (kernel, stride) => self.convolve_row::<V>(&rows, kernel, stride),
            }
        }
    }
}

impl Run<'_> {
    /// Fills a row of the ring buffer with row `padded` of the padded input.
    #[inline(always)]
    fn fill_row(&self, to: &mut [LaneArray], padded: usize) {
        let window = &self.op.window;
        let channels = self.op.channels;
        let width = window.input[1];
        let input =
            window.input_row(padded).map(|row| &self.input[row * width * channels..][..width * channels]);
        for (index, pixels) in to.chunks_exact_mut(window.padded_width()).enumerate() {
            let pixels = &mut pixels[window.padding_before[1]..][..width];
            let Some(input) = input else {
                pixels.fill([0.0; LANES]);
                continue;
            };
            let start = index * LANES;
            let length = LANES.min(channels - start);
            for (block, pixel) in pixels.iter_mut().zip(input.chunks_exact(channels)) {
                match pixel[start..].first_chunk() {
                    Some(full) => *block = *full,
                    None => block[..length].copy_from_slice(&pixel[start..]),
                }
            }
        }
    }

    /// Computes an output row. Not inlined in WebAssembly, see `PackedWeights::convolve_panels`.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn convolve_row<V: SimdVector>(&mut self, rows: &Rows, kernel: [usize; 2], stride: usize) {
        let width = self.op.window.output[1];
        for block in 0..self.op.bias.len() {
            let mut pixel = 0;
            while pixel + TILE_PIXELS <= width {
                self.micro_kernel::<V, TILE_PIXELS>(rows, kernel, stride, block, pixel);
                pixel += TILE_PIXELS;
            }
            while pixel < width {
                self.micro_kernel::<V, 1>(rows, kernel, stride, block, pixel);
                pixel += 1;
            }
        }
    }

    /// Computes one block of channels of `PIXELS` neighbouring pixels.
    #[inline(always)]
    fn micro_kernel<V: SimdVector, const PIXELS: usize>(
        &mut self,
        rows: &Rows,
        kernel: [usize; 2],
        stride: usize,
        block: usize,
        pixel: usize,
    ) {
        let width = self.op.window.padded_width();
        let weights = &self.op.weights[block * kernel[0] * kernel[1]..][..kernel[0] * kernel[1]];
        let mut sums = [[V::load(&self.op.bias[block])]; PIXELS];
        for y in 0..kernel[0] {
            let slot = if rows.top + y < kernel[0] { rows.top + y } else { rows.top + y - kernel[0] };
            let start = slot * rows.row_length + block * width + pixel * stride;
            let span = &rows.blocks[start..start + (PIXELS - 1) * stride + kernel[1]];
            for x in 0..kernel[1] {
                let weight = V::load(&weights[y * kernel[1] + x]);
                for (index, [sum]) in sums.iter_mut().enumerate() {
                    *sum = *sum + V::load(&span[index * stride + x]) * weight;
                }
            }
        }
        let origin = TileOrigin { pixel: rows.output * self.op.window.output[1] + pixel, block };
        self.op.post_ops.apply_and_store(sums, self.residual, self.output, self.op.channels, origin);
    }
}
