//! MAX_POOL_2D and AVERAGE_POOL_2D: the largest or the mean value under a window. What lies outside
//! the input does not count.

use std::ops::Range;

use super::geometry::Geometry;
use super::{Built, Job, Operator};
use crate::epilogue::Activation;
use crate::spec::Spec;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Max,
    Average,
}

pub(crate) struct Pool {
    kind: Kind,
    geometry: Geometry,
    channels: usize,
}

pub(super) fn build(spec: &Spec, kind: Kind) -> Built {
    let [_, _, channels] = spec.image(0)?;
    if spec.activation(5)? != Activation::None {
        return Err(spec.fail("an activation"));
    }
    let geometry = Geometry::new(spec, [spec.size(4)?, spec.size(3)?], channels)?;
    Ok((Operator::Pool(Pool { kind, geometry, channels }), 1))
}

impl Pool {
    #[inline(never)]
    pub fn run(&self, job: Job) {
        let input = (job.inputs)(0);
        let width = self.geometry.output[1];
        for (y, row) in job.output.chunks_exact_mut(width * self.channels).enumerate() {
            self.row(input, y, row);
        }
    }

    #[inline(never)]
    fn row(&self, input: &[f32], y: usize, output: &mut [f32]) {
        let rows = self.covered(0, y);
        for (x, pixel) in output.chunks_exact_mut(self.channels).enumerate() {
            let columns = self.covered(1, x);
            match self.kind {
                Kind::Max => self.max(input, rows.clone(), columns, pixel),
                Kind::Average => self.average(input, rows.clone(), columns, pixel),
            }
        }
    }

    /// The rows (side 0) or columns (side 1) of input under the window at `place`.
    fn covered(&self, side: usize, place: usize) -> Range<usize> {
        let start = place * self.geometry.stride[side];
        let before = self.geometry.before[side];
        let end = (start + self.geometry.kernel[side]).saturating_sub(before);
        start.saturating_sub(before)..end.min(self.geometry.input[side])
    }

    fn max(&self, input: &[f32], rows: Range<usize>, columns: Range<usize>, pixel: &mut [f32]) {
        pixel.fill(f32::NEG_INFINITY);
        for row in rows {
            for from in self.pixels(input, row, columns.clone()) {
                for (most, value) in pixel.iter_mut().zip(from) {
                    *most = if *value > *most { *value } else { *most };
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

    fn pixels<'a>(
        &self,
        input: &'a [f32],
        row: usize,
        columns: Range<usize>,
    ) -> impl Iterator<Item = &'a [f32]> {
        let start = (row * self.geometry.input[1] + columns.start) * self.channels;
        input[start..][..columns.len() * self.channels].chunks_exact(self.channels)
    }
}
