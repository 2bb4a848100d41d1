//! MAX_POOL_2D and AVERAGE_POOL_2D. Padding counts neither for the maximum nor for the mean.

use std::ops::Range;

use super::sliding_window::SlidingWindow;
use super::{BuildResult, Operator, RunContext};
use crate::build_context::BuildContext;
use crate::post_ops::Activation;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Max,
    Average,
}

pub(crate) struct Pool {
    kind: Kind,
    window: SlidingWindow,
    channels: usize,
}

pub(super) fn build(context: &BuildContext, kind: Kind) -> BuildResult {
    let [_, _, channels] = context.image(0)?;
    if context.activation(5)? != Activation::None {
        return Err(context.fail("an activation"));
    }
    let window = SlidingWindow::new(context, [context.size(4)?, context.size(3)?], channels)?;
    Ok((Operator::Pool(Pool { kind, window, channels }), 1))
}

impl Pool {
    #[inline(never)]
    pub fn run(&self, context: RunContext) {
        let input = (context.inputs)(0);
        let width = self.window.output[1];
        for (y, row) in context.output.chunks_exact_mut(width * self.channels).enumerate() {
            self.pool_row(input, y, row);
        }
    }

    #[inline(never)]
    fn pool_row(&self, input: &[f32], y: usize, output: &mut [f32]) {
        let rows = self.window_range(0, y);
        for (x, pixel) in output.chunks_exact_mut(self.channels).enumerate() {
            let columns = self.window_range(1, x);
            match self.kind {
                Kind::Max => self.max(input, rows.clone(), columns, pixel),
                Kind::Average => self.average(input, rows.clone(), columns, pixel),
            }
        }
    }

    /// The input rows (side 0) or columns (side 1) under the window of output row or column `index`.
    fn window_range(&self, side: usize, index: usize) -> Range<usize> {
        let start = index * self.window.stride[side];
        let before = self.window.padding_before[side];
        let end = (start + self.window.kernel[side]).saturating_sub(before);
        start.saturating_sub(before)..end.min(self.window.input[side])
    }

    fn max(&self, input: &[f32], rows: Range<usize>, columns: Range<usize>, pixel: &mut [f32]) {
        pixel.fill(f32::NEG_INFINITY);
        for row in rows {
            for from in self.pixels(input, row, columns.clone()) {
                for (maximum, value) in pixel.iter_mut().zip(from) {
                    *maximum = if *value > *maximum { *value } else { *maximum };
                }
            }
        }
    }

    fn average(&self, input: &[f32], rows: Range<usize>, columns: Range<usize>, pixel: &mut [f32]) {
        let count = (rows.len() * columns.len()) as f32;
        pixel.fill(0.0);
        for row in rows {
            for from in self.pixels(input, row, columns.clone()) {
                for (sum, value) in pixel.iter_mut().zip(from) {
                    *sum += value;
                }
            }
        }
        for sum in pixel {
            *sum /= count;
        }
    }

    /// The pixels of an input row in these columns.
    fn pixels<'a>(
        &self,
        input: &'a [f32],
        row: usize,
        columns: Range<usize>,
    ) -> impl Iterator<Item = &'a [f32]> {
        let start = (row * self.window.input[1] + columns.start) * self.channels;
        input[start..][..columns.len() * self.channels].chunks_exact(self.channels)
    }
}
