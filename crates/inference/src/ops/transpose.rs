//! TRANSPOSE: the dimensions in another order.

use super::strided::{Dims, dims, each_row, strides};
use super::{Built, Job, Operator};
use crate::spec::Spec;

pub(crate) struct Transpose {
    output: Dims,
    /// Distances in the input along the output's dimensions.
    input_strides: Dims,
}

pub(super) fn build(spec: &Spec) -> Built {
    let shape = spec.shape(0)?;
    let order = spec.axes(&spec.integers(1)?, shape.len())?;
    if order.len() != shape.len() || (0..shape.len()).any(|axis| !order.contains(&axis)) {
        return Err(spec.fail(format!("{order:?} is no order of {} dimensions", shape.len())));
    }
    let turned: Vec<usize> = order.iter().map(|&axis| shape[axis]).collect();
    spec.expect_output(&turned)?;
    let output = dims(&turned);
    let missing = output.len() - shape.len();
    let from = strides(dims(&shape));
    let mut input_strides = [0; 4];
    for (stride, axis) in input_strides[missing..].iter_mut().zip(&order) {
        *stride = from[missing + axis];
    }
    Ok((Operator::Transpose(Transpose { output, input_strides }), 1))
}

impl Transpose {
    #[inline(never)]
    pub fn run(&self, job: Job) {
        let input = (job.inputs)(0);
        let mut rows = job.output.chunks_exact_mut(self.output[3]);
        each_row(self.output, [self.input_strides], |[from]| {
            let values = input[from..].iter().step_by(self.input_strides[3].max(1));
            for (to, value) in rows.next().into_iter().flatten().zip(values) {
                *to = *value;
            }
        });
    }
}
