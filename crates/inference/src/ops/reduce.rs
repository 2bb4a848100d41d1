//! MEAN and SUM over some of the dimensions.

use super::strided::{Dims, dims, each_row, strides};
use super::{Built, Job, Operator};
use crate::spec::Spec;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Mean,
    Sum,
}

pub(crate) struct Reduce {
    kind: Kind,
    sizes: Dims,
    /// Distances in the output, 0 along the dimensions that are summed over.
    output_strides: Dims,
}

pub(super) fn build(spec: &Spec, kind: Kind) -> Built {
    let shape = spec.shape(0)?;
    let axes = spec.axes(&spec.integers(1)?, shape.len())?;
    let mut kept = shape.clone();
    for &axis in &axes {
        kept[axis] = 1;
    }
    if spec.byte(0)? != 0 {
        spec.expect_output(&kept)?;
    } else {
        let dropped = (0..shape.len()).filter(|axis| !axes.contains(axis));
        spec.expect_output(&dropped.map(|axis| shape[axis]).collect::<Vec<_>>())?;
    }
    let (sizes, kept) = (dims(&shape), dims(&kept));
    let mut output_strides = strides(kept);
    for dimension in 0..sizes.len() {
        if kept[dimension] == 1 {
            output_strides[dimension] = 0;
        }
    }
    Ok((Operator::Reduce(Reduce { kind, sizes, output_strides }), 1))
}

impl Reduce {
    #[inline(never)]
    pub fn run(&self, job: Job) {
        let input = (job.inputs)(0);
        job.output.fill(0.0);
        each_row(self.sizes, [strides(self.sizes), self.output_strides], |[from, to]| {
            for (index, value) in input[from..][..self.sizes[3]].iter().enumerate() {
                job.output[to + index * self.output_strides[3]] += value;
            }
        });
        if self.kind == Kind::Mean {
            let count = (input.len() / job.output.len()) as f32;
            for sum in job.output {
                *sum /= count;
            }
        }
    }
}
