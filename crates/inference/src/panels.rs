//! Weights laid out for the inner loop of a convolution, and that loop: a small block of output
//! pixels and channels whose sums stay in registers.
//!
//! Every output value is the bias plus its products, added one after another in the order of the
//! kernel's rows, columns and input channels. No blocking changes that order, so none changes a bit.

use std::array;

use crate::epilogue::{Epilogue, Place, Residual};
use crate::simd::{Group, LANES, Lanes};

/// Output pixels whose sums are kept at a time: with one panel, eight 128-bit registers in
/// WebAssembly; with two, eight 256-bit registers natively. Both leave room for weights and products.
const ROWS: usize = 4;

/// Values of input that should stay in the first-level cache while all weights pass over them: half
/// of 32 KiB.
const CACHED_INPUT: usize = 4096;

/// The weights of a convolution, eight output channels (a panel) next to each other.
pub(crate) struct Panels {
    /// Products that make up one output value.
    depth: usize,
    outputs: usize,
    /// Panel after panel; in each, one group for each product.
    weights: Vec<Group>,
    bias: Vec<Group>,
}

/// The input rows that one row of output is made of.
#[derive(Clone, Copy)]
pub(crate) struct Window<'a> {
    /// Rows one after another, as a ring.
    pub rows: &'a [f32],
    pub row_length: usize,
    /// Which row of the ring is the window's first.
    pub top: usize,
    /// Rows that the window covers.
    pub height: usize,
}

/// A line of neighbouring output pixels.
pub(crate) struct Line<'a> {
    pub window: Window<'a>,
    /// Values from the window's start for one pixel to that for the next.
    pub step: usize,
    /// Number of pixels.
    pub count: usize,
    /// Number of the first of them in the output.
    pub first: usize,
}

/// Where a line's results go and what is done to them before.
pub(crate) struct Target<'a> {
    pub epilogue: &'a Epilogue,
    pub residual: Option<Residual<'a>>,
    pub output: &'a mut [f32],
}

impl<'a> Window<'a> {
    #[inline(always)]
    fn row(&self, index: usize) -> &'a [f32] {
        let start = (self.top + index) * self.row_length;
        let start = if start < self.rows.len() { start } else { start - self.rows.len() };
        &self.rows[start..start + self.row_length]
    }
}

/// Puts the weights of one output into its lane of a panel.
#[inline(never)]
fn fill_lane(panel: &mut [[f32; LANES]], lane: usize, weights: &[f32]) {
    for (group, weight) in panel.iter_mut().zip(weights) {
        group[lane] = *weight;
    }
}

impl Panels {
    /// Values that `pack` keeps for so many outputs and products.
    pub fn size(outputs: usize, depth: usize) -> Option<usize> {
        outputs.checked_next_multiple_of(LANES)?.checked_mul(depth.checked_add(1)?)
    }

    /// Lays out `weights`, which are `bias.len()` x `depth`.
    pub fn pack(depth: usize, weights: &[f32], bias: &[f32]) -> Self {
        let outputs = bias.len();
        let panels = outputs.div_ceil(LANES);
        let mut packed = vec![[0.0; LANES]; panels * depth];
        for (output, row) in weights.chunks_exact(depth).enumerate() {
            fill_lane(&mut packed[output / LANES * depth..][..depth], output % LANES, row);
        }
        Self { depth, outputs, weights: packed, bias: groups(bias) }
    }

    /// Computes a line of output pixels.
    #[inline(always)]
    pub fn line<L: Lanes>(&self, line: &Line, target: &mut Target) {
        let block = (CACHED_INPUT / self.depth).next_multiple_of(ROWS).max(ROWS);
        let mut start = 0;
        while start < line.count {
            let end = line.count.min(start + block);
            self.block::<L>(line, start, end, target);
            start = end;
        }
    }

    /// Computes the pixels `start..end` of a line.
    #[inline(always)]
    fn block<L: Lanes>(&self, line: &Line, start: usize, end: usize, target: &mut Target) {
        let panels = self.bias.len();
        let mut panel = 0;
        if L::WIDE {
            while panel + 2 <= panels {
                self.strip::<L, 2>(line, start, end, panel, target);
                panel += 2;
            }
        }
        while panel < panels {
            self.strip::<L, 1>(line, start, end, panel, target);
            panel += 1;
        }
    }

    /// Computes `PANELS` panels of the pixels `start..end` of a line.
    ///
    /// A function of its own in WebAssembly: in large functions V8 keeps the sums in memory instead of
    /// registers, which takes twice the time.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn strip<L: Lanes, const PANELS: usize>(
        &self,
        line: &Line,
        start: usize,
        end: usize,
        panel: usize,
        target: &mut Target,
    ) {
        let mut pixel = start;
        while pixel + ROWS <= end {
            self.tile::<L, ROWS, PANELS>(line, pixel, panel, target);
            pixel += ROWS;
        }
        while pixel < end {
            self.tile::<L, 1, PANELS>(line, pixel, panel, target);
            pixel += 1;
        }
    }

    /// Computes `PANELS` panels of `ROWS` pixels.
    #[inline(always)]
    fn tile<L: Lanes, const ROWS: usize, const PANELS: usize>(
        &self,
        line: &Line,
        pixel: usize,
        panel: usize,
        target: &mut Target,
    ) {
        let mut sums = [[L::splat(0.0); PANELS]; ROWS];
        for row in &mut sums {
            for (sum, bias) in row.iter_mut().zip(&self.bias[panel..]) {
                *sum = L::load(bias);
            }
        }
        let run = self.depth / line.window.height;
        for index in 0..line.window.height {
            let row = &line.window.row(index)[pixel * line.step..];
            let inputs = array::from_fn(|number| &row[number * line.step..][..run]);
            let weights =
                array::from_fn(|number| &self.weights[(panel + number) * self.depth + index * run..][..run]);
            sums = accumulate(sums, inputs, weights, run);
        }
        let place = Place { pixel: line.first + pixel, group: panel };
        target.epilogue.finish(sums, target.residual, target.output, self.outputs, place);
    }
}

/// Adds `run` products to every sum.
#[inline(always)]
fn accumulate<L: Lanes, const ROWS: usize, const PANELS: usize>(
    mut sums: [[L; PANELS]; ROWS],
    inputs: [&[f32]; ROWS],
    weights: [&[Group]; PANELS],
    run: usize,
) -> [[L; PANELS]; ROWS] {
    for k in 0..run {
        for row in 0..ROWS {
            let input = L::splat(inputs[row][k]);
            for panel in 0..PANELS {
                sums[row][panel] = sums[row][panel] + input * L::load(&weights[panel][k]);
            }
        }
    }
    sums
}

/// Values in groups, the last one filled up with 0.
pub(crate) fn groups(values: &[f32]) -> Vec<Group> {
    let group = |chunk: &[f32]| {
        let mut group = [0.0; LANES];
        group[..chunk.len()].copy_from_slice(chunk);
        group
    };
    values.chunks(LANES).map(group).collect()
}
