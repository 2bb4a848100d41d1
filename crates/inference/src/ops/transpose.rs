//! TRANSPOSE: a permutation of the dimensions.

use super::strides::{Dims, as_4d, for_each_row, strides};
use super::{BuildResult, Operator, RunContext};
use crate::build_context::BuildContext;

pub(crate) struct Transpose {
    output: Dims,
    /// Strides in the input along the output's dimensions.
    input_strides: Dims,
}

pub(super) fn build(context: &BuildContext) -> BuildResult {
    let shape = context.shape(0)?;
    let order = context.axes(&context.integers(1)?, shape.len())?;
    if order.len() != shape.len() || (0..shape.len()).any(|axis| !order.contains(&axis)) {
        return Err(context.fail(format!("{order:?} is no order of {} dimensions", shape.len())));
    }
    let turned: Vec<usize> = order.iter().map(|&axis| shape[axis]).collect();
    context.expect_output(&turned)?;
    let output = as_4d(&turned);
    let missing = output.len() - shape.len();
    let from = strides(as_4d(&shape));
    let mut input_strides = [0; 4];
    for (stride, axis) in input_strides[missing..].iter_mut().zip(&order) {
        *stride = from[missing + axis];
    }
    Ok((Operator::Transpose(Transpose { output, input_strides }), 1))
}

impl Transpose {
    #[inline(never)]
    pub fn run(&self, context: RunContext) {
        let input = (context.inputs)(0);
        let mut rows = context.output.chunks_exact_mut(self.output[3]);
        for_each_row(self.output, [self.input_strides], |[from]| {
            let values = input[from..].iter().step_by(self.input_strides[3].max(1));
            for (to, value) in rows.next().into_iter().flatten().zip(values) {
                *to = *value;
            }
        });
    }
}
