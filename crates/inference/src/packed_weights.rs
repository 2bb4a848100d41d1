//! Convolution weights packed for the micro-kernel, and the micro-kernel itself: a tile of output pixels and output
//! channels whose sums stay in registers (the scheme of GotoBLAS and BLIS).
//!
//! Every output value is the bias plus its products, added one after another in the order of the kernel's rows, columns
//! and input channels. Tiling never changes that order, so it never changes a bit.

use std::array;

use crate::post_ops::{PostOps, Residual, TileOrigin};
use crate::simd::{LANES, LaneArray, SimdVector};

/// Output pixels of a tile: with one panel their sums take eight 128-bit registers in WebAssembly, with two panels
/// eight 256-bit registers natively. Both leave registers for weights and products.
const TILE_PIXELS: usize = 4;

/// Input values that should stay in the first-level cache while all weights are applied to them: half of 32 KiB.
const CACHED_INPUT: usize = 4096;

/// The weights of a convolution in panels of eight output channels.
pub(crate) struct PackedWeights {
    /// Products that make up one output value.
    depth: usize,
    output_channels: usize,
    /// Panel after panel; within a panel the weights of its eight channels, product after product.
    weights: Vec<LaneArray>,
    /// A block for each panel.
    bias: Vec<LaneArray>,
}

/// The input rows under the kernel for one row of output.
#[derive(Clone, Copy)]
pub(crate) struct InputRows<'a> {
    /// A ring buffer of rows, or the whole input.
    pub rows: &'a [f32],
    pub row_length: usize,
    /// Index of the uppermost row in `rows`.
    pub top: usize,
    /// Height of the kernel.
    pub height: usize,
}

/// A run of neighbouring output pixels.
pub(crate) struct PixelRun<'a> {
    pub input: InputRows<'a>,
    /// Input values between the windows of neighbouring output pixels.
    pub pixel_stride: usize,
    /// Number of pixels.
    pub count: usize,
    /// Index of the first of them in the output.
    pub first: usize,
}

/// Where a convolution writes its results, and what is applied to them before.
pub(crate) struct ConvOutput<'a> {
    pub post_ops: &'a PostOps,
    pub residual: Option<Residual<'a>>,
    pub values: &'a mut [f32],
}

impl<'a> InputRows<'a> {
    #[inline(always)]
    fn row(&self, index: usize) -> &'a [f32] {
        let start = (self.top + index) * self.row_length;
        let start = if start < self.rows.len() { start } else { start - self.rows.len() };
        &self.rows[start..start + self.row_length]
    }
}

/// Writes the weights of one output channel into its lane of a panel.
#[inline(never)]
fn fill_lane(panel: &mut [LaneArray], lane: usize, weights: &[f32]) {
    for (block, weight) in panel.iter_mut().zip(weights) {
        block[lane] = *weight;
    }
}

impl PackedWeights {
    /// Number of values that [`PackedWeights::pack`] stores, the bias included.
    pub fn size(output_channels: usize, depth: usize) -> Option<usize> {
        output_channels.checked_next_multiple_of(LANES)?.checked_mul(depth.checked_add(1)?)
    }

    /// Packs `weights`, which are `bias.len()` x `depth`.
    pub fn pack(depth: usize, weights: &[f32], bias: &[f32]) -> Self {
        let output_channels = bias.len();
        let panels = output_channels.div_ceil(LANES);
        let mut packed = vec![[0.0; LANES]; panels * depth];
        for (channel, row) in weights.chunks_exact(depth).enumerate() {
            fill_lane(&mut packed[channel / LANES * depth..][..depth], channel % LANES, row);
        }
        Self { depth, output_channels, weights: packed, bias: to_blocks(bias) }
    }

    /// Computes a run of output pixels, in pieces whose input fits the cache.
    #[inline(always)]
    pub fn convolve<V: SimdVector>(&self, run: &PixelRun, output: &mut ConvOutput) {
        let piece = (CACHED_INPUT / self.depth).next_multiple_of(TILE_PIXELS).max(TILE_PIXELS);
        let mut start = 0;
        while start < run.count {
            let end = run.count.min(start + piece);
            self.convolve_piece::<V>(run, start, end, output);
            start = end;
        }
    }

    /// Computes all channels of the pixels `start..end` of a run.
    #[inline(always)]
    fn convolve_piece<V: SimdVector>(
        &self,
        run: &PixelRun,
        start: usize,
        end: usize,
        output: &mut ConvOutput,
    ) {
        let panels = self.bias.len();
        let mut panel = 0;
        if V::SIXTEEN_REGISTERS {
            while panel + 2 <= panels {
                self.convolve_panels::<V, 2>(run, start, end, panel, output);
                panel += 2;
            }
        }
        while panel < panels {
            self.convolve_panels::<V, 1>(run, start, end, panel, output);
            panel += 1;
        }
    }

    /// Computes `PANELS` panels of the pixels `start..end` of a run.
    ///
    /// Not inlined in WebAssembly: in large functions V8 spills the sums to memory, which takes twice the time.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn convolve_panels<V: SimdVector, const PANELS: usize>(
        &self,
        run: &PixelRun,
        start: usize,
        end: usize,
        panel: usize,
        output: &mut ConvOutput,
    ) {
        let mut pixel = start;
        while pixel + TILE_PIXELS <= end {
            self.micro_kernel::<V, TILE_PIXELS, PANELS>(run, pixel, panel, output);
            pixel += TILE_PIXELS;
        }
        while pixel < end {
            self.micro_kernel::<V, 1, PANELS>(run, pixel, panel, output);
            pixel += 1;
        }
    }

    /// Computes a tile of `PIXELS` pixels and `PANELS` panels.
    #[inline(always)]
    fn micro_kernel<V: SimdVector, const PIXELS: usize, const PANELS: usize>(
        &self,
        run: &PixelRun,
        pixel: usize,
        panel: usize,
        output: &mut ConvOutput,
    ) {
        let mut sums = [[V::splat(0.0); PANELS]; PIXELS];
        for pixel_sums in &mut sums {
            for (sum, bias) in pixel_sums.iter_mut().zip(&self.bias[panel..]) {
                *sum = V::load(bias);
            }
        }
        // The products of one kernel row are contiguous in the input.
        let length = self.depth / run.input.height;
        for index in 0..run.input.height {
            let row = &run.input.row(index)[pixel * run.pixel_stride..];
            let inputs = array::from_fn(|number| &row[number * run.pixel_stride..][..length]);
            let weights = array::from_fn(|number| {
                &self.weights[(panel + number) * self.depth + index * length..][..length]
            });
            sums = accumulate(sums, inputs, weights, length);
        }
        let origin = TileOrigin { pixel: run.first + pixel, block: panel };
        output.post_ops.apply_and_store(sums, output.residual, output.values, self.output_channels, origin);
    }
}

/// Adds `length` products to every sum.
#[inline(always)]
fn accumulate<V: SimdVector, const PIXELS: usize, const PANELS: usize>(
    mut sums: [[V; PANELS]; PIXELS],
    inputs: [&[f32]; PIXELS],
    weights: [&[LaneArray]; PANELS],
    length: usize,
) -> [[V; PANELS]; PIXELS] {
    for k in 0..length {
        for pixel in 0..PIXELS {
            let input = V::splat(inputs[pixel][k]);
            for panel in 0..PANELS {
                sums[pixel][panel] = sums[pixel][panel] + input * V::load(&weights[panel][k]);
            }
        }
    }
    sums
}

/// Values in blocks of [`LANES`], the last one padded with zeros.
pub(crate) fn to_blocks(values: &[f32]) -> Vec<LaneArray> {
    let block = |chunk: &[f32]| {
        let mut block = [0.0; LANES];
        block[..chunk.len()].copy_from_slice(chunk);
        block
    };
    values.chunks(LANES).map(block).collect()
}
