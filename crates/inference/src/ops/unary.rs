//! Element-wise functions: RELU, HARD_SWISH, LOGISTIC, NEG, SQRT, RSQRT.

use super::{BuildResult, Operator, RunContext};
use crate::build_context::BuildContext;
use crate::exp::logistic;
use crate::post_ops::{Activation, hard_swish};
use crate::simd::{LANES, SimdKernel, SimdVector};

#[derive(Clone, Copy)]
pub(crate) enum Unary {
    Relu,
    HardSwish,
    Logistic,
    Negate,
    SquareRoot,
    InverseSquareRoot,
}

pub(super) fn build(context: &BuildContext, function: Unary) -> BuildResult {
    context.expect_output(&context.shape(0)?)?;
    Ok((Operator::Unary(function), 1))
}

impl Unary {
    /// The activation that can be fused into a convolution, if this is one.
    pub fn as_activation(&self) -> Option<Activation> {
        match self {
            Self::Relu => Some(Activation::Relu),
            Self::HardSwish => Some(Activation::HardSwish),
            _ => None,
        }
    }

    #[inline(never)]
    pub fn run(&self, context: RunContext) {
        let run = Run { function: *self, input: (context.inputs)(0), output: context.output };
        context.instructions.run(run);
    }

    #[inline(always)]
    fn apply<V: SimdVector>(self, x: V) -> V {
        match self {
            Self::Relu => x.max(V::splat(0.0)),
            Self::HardSwish => hard_swish(x),
            Self::Logistic => logistic(x),
            Self::Negate => x * V::splat(-1.0),
            Self::SquareRoot => x.sqrt(),
            Self::InverseSquareRoot => V::splat(1.0) / x.sqrt(),
        }
    }
}

struct Run<'a> {
    function: Unary,
    input: &'a [f32],
    output: &'a mut [f32],
}

impl SimdKernel for Run<'_> {
    #[inline(always)]
    fn run<V: SimdVector>(self) {
        let (blocks, rest) = self.input.as_chunks();
        let (output_blocks, output_rest) = self.output.as_chunks_mut();
        for (to, from) in output_blocks.iter_mut().zip(blocks) {
            self.function.apply(V::load(from)).store(to);
        }
        let mut padded = [0.0; LANES];
        padded[..rest.len()].copy_from_slice(rest);
        self.function.apply(V::load(&padded)).store(&mut padded);
        output_rest.copy_from_slice(&padded[..output_rest.len()]);
    }
}
