//! PRELU: x where it is positive, x times the channel's slope elsewhere.

use super::{BuildResult, Operator, RunContext};
use crate::build_context::BuildContext;
use crate::packed_weights::to_blocks;
use crate::post_ops::Activation;

pub(crate) struct Prelu {
    /// One for each channel (the last dimension).
    slopes: Vec<f32>,
}

pub(super) fn build(context: &BuildContext) -> BuildResult {
    let shape = context.shape(0)?;
    context.expect_output(&shape)?;
    let slopes = context.floats(1)?;
    if Some(&slopes.len()) != shape.last() || context.shape(1)?.last() != shape.last() {
        return Err(context.fail(format!("{} slopes for an input of {shape:?}", slopes.len())));
    }
    Ok((Operator::Prelu(Prelu { slopes }), 1))
}

impl Prelu {
    /// The activation that can be fused into a convolution.
    pub fn as_activation(&self) -> Activation {
        Activation::Prelu(to_blocks(&self.slopes))
    }

    #[inline(never)]
    pub fn run(&self, context: RunContext) {
        let channels = self.slopes.len();
        let pixels = context.output.chunks_exact_mut(channels);
        for (to, from) in pixels.zip((context.inputs)(0).chunks_exact(channels)) {
            for ((to, x), slope) in to.iter_mut().zip(from).zip(&self.slopes) {
                *to = if *x > 0.0 { *x } else { x * slope };
            }
        }
    }
}
