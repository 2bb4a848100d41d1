//! CONCATENATION of tensors along one dimension.

use super::{BuildResult, Operator, RunContext};
use crate::build_context::BuildContext;
use crate::post_ops::Activation;

pub(crate) struct Concatenation {
    /// For each input the number of contiguous values that it contributes at a time.
    lengths: Vec<usize>,
}

pub(super) fn build(context: &BuildContext) -> BuildResult {
    if context.activation(1)? != Activation::None {
        return Err(context.fail("an activation"));
    }
    let shapes: Vec<Vec<usize>> =
        (0..context.raw.inputs.len()).map(|input| context.shape(input)).collect::<Result<_, _>>()?;
    let mut joined = context.shape(0)?;
    let axis = context.axes(&[context.integer(0, 0)?], joined.len())?[0];
    joined[axis] = shapes.iter().filter_map(|shape| shape.get(axis)).sum();
    for shape in &shapes {
        let fits = shape.len() == joined.len()
            && (0..joined.len()).all(|other| other == axis || shape[other] == joined[other]);
        if !fits {
            return Err(context.fail(format!("{shapes:?} do not fit along dimension {axis}")));
        }
    }
    context.expect_output(&joined)?;
    let lengths = shapes.iter().map(|shape| shape[axis..].iter().product()).collect();
    Ok((Operator::Concatenation(Concatenation { lengths }), shapes.len()))
}

impl Concatenation {
    #[inline(never)]
    pub fn run(&self, context: RunContext) {
        let total: usize = self.lengths.iter().sum();
        let mut start = 0;
        for (index, &length) in self.lengths.iter().enumerate() {
            let pieces = (context.inputs)(index).chunks_exact(length);
            for (to, piece) in context.output.chunks_exact_mut(total).zip(pieces) {
                to[start..start + length].copy_from_slice(piece);
            }
            start += length;
        }
    }
}
