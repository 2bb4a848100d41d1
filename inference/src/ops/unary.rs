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

    pub fn run(&self, job: Job) {
        let input = (job.inputs)(0);
        match self {
            Self::Negate => each(input, job.output, |x| -x),
            Self::SquareRoot => each(input, job.output, f32::sqrt),
            Self::InverseSquareRoot => each(input, job.output, |x| 1.0 / x.sqrt()),
            Self::Relu | Self::HardSwish | Self::Logistic => {
                job.instructions.run(Run { function: *self, input, output: job.output });
            }
        }
    }
}

fn each(input: &[f32], output: &mut [f32], function: impl Fn(f32) -> f32) {
    for (to, from) in output.iter_mut().zip(input) {
        *to = function(*from);
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
        match self.function {
            Unary::HardSwish => map::<L>(self.input, self.output, hard_swish),
            Unary::Logistic => map::<L>(self.input, self.output, logistic),
            _ => map::<L>(self.input, self.output, |x| x.max(L::splat(0.0))),
        }
    }
}

/// Applies `function` to groups of values.
#[inline(always)]
fn map<L: Lanes>(input: &[f32], output: &mut [f32], function: impl Fn(L) -> L) {
    let (groups, rest) = input.as_chunks();
    let (output_groups, output_rest) = output.as_chunks_mut();
    for (to, from) in output_groups.iter_mut().zip(groups) {
        function(L::load(from)).store(to);
    }
    let mut padded = [0.0; LANES];
    padded[..rest.len()].copy_from_slice(rest);
    function(L::load(&padded)).store(&mut padded);
    output_rest.copy_from_slice(&padded[..output_rest.len()]);
}
