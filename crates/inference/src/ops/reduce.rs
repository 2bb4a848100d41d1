//! MEAN and SUM over some dimensions.

use super::strides::{Dims, as_4d, for_each_row, strides};
use super::{BuildResult, Operator, RunContext};
use crate::build_context::BuildContext;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Mean,
    Sum,
}

pub(crate) struct Reduce {
    kind: Kind,
    sizes: Dims,
    /// Strides in the output, 0 along the reduced dimensions.
    output_strides: Dims,
}

pub(super) fn build(context: &BuildContext, kind: Kind) -> BuildResult {
    let shape = context.shape(0)?;
    let axes = context.axes(&context.integers(1)?, shape.len())?;
    let mut kept = shape.clone();
    for &axis in &axes {
        kept[axis] = 1;
    }
    if context.byte(0)? != 0 {
        context.expect_output(&kept)?;
    } else {
        let dropped = (0..shape.len()).filter(|axis| !axes.contains(axis));
        context.expect_output(&dropped.map(|axis| shape[axis]).collect::<Vec<_>>())?;
    }
    let (sizes, kept) = (as_4d(&shape), as_4d(&kept));
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
    pub fn run(&self, context: RunContext) {
        let input = (context.inputs)(0);
        context.output.fill(0.0);
        for_each_row(self.sizes, [strides(self.sizes), self.output_strides], |[from, to]| {
            for (index, value) in input[from..][..self.sizes[3]].iter().enumerate() {
                context.output[to + index * self.output_strides[3]] += value;
            }
        });
        if self.kind == Kind::Mean {
            let count = (input.len() / context.output.len()) as f32;
            for sum in context.output {
                *sum /= count;
            }
        }
    }
}
