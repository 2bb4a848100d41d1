//! Functions of one value: RELU, HARD_SWISH, LOGISTIC, NEG, SQRT, RSQRT.

use super::{Built, Job, Operator};
use crate::epilogue::{Activation, hard_swish};
use crate::exp::logistic;
use crate::simd::{Kernel, LANES, Lanes};
use crate::spec::Spec;

#[derive(Clone, Copy)]
pub(crate) enum Unary {
    Relu,
    HardSwish,
    Logistic,
    Negate,
    SquareRoot,
    InverseSquareRoot,
}

pub(super) fn build(spec: &Spec, function: Unary) -> Built {
    spec.expect_output(&spec.shape(0)?)?;
    Ok((Operator::Unary(function), 1))
}

impl Unary {
    /// The activation that this is, if a convolution can take it over.
    pub fn as_activation(&self) -> Option<Activation> {
        match self {
            Self::Relu => Some(Activation::Relu),
            Self::HardSwish => Some(Activation::HardSwish),
            _ => None,
        }
    }

    #[inline(never)]
    pub fn run(&self, job: Job) {
        let run = Run { function: *self, input: (job.inputs)(0), output: job.output };
        job.instructions.run(run);
    }

    #[inline(always)]
    fn of<L: Lanes>(self, x: L) -> L {
        match self {
            Self::Relu => x.max(L::splat(0.0)),
            Self::HardSwish => hard_swish(x),
            Self::Logistic => logistic(x),
            Self::Negate => x * L::splat(-1.0),
            Self::SquareRoot => x.sqrt(),
            Self::InverseSquareRoot => L::splat(1.0) / x.sqrt(),
        }
    }
}

struct Run<'a> {
    function: Unary,
    input: &'a [f32],
    output: &'a mut [f32],
}

impl Kernel for Run<'_> {
    #[inline(always)]
    fn run<L: Lanes>(self) {
        let (groups, rest) = self.input.as_chunks();
        let (output_groups, output_rest) = self.output.as_chunks_mut();
        for (to, from) in output_groups.iter_mut().zip(groups) {
            self.function.of(L::load(from)).store(to);
        }
        let mut padded = [0.0; LANES];
        padded[..rest.len()].copy_from_slice(rest);
        self.function.of(L::load(&padded)).store(&mut padded);
        output_rest.copy_from_slice(&padded[..output_rest.len()]);
    }
}
