//! PRELU: x where it is positive, x times the channel's slope elsewhere.

use super::{Built, Job, Operator};
use crate::epilogue::Activation;
use crate::panels::groups;
use crate::spec::Spec;

pub(crate) struct Prelu {
    /// One for each channel, the last dimension.
    slopes: Vec<f32>,
}

pub(super) fn build(spec: &Spec) -> Built {
    let shape = spec.shape(0)?;
    spec.expect_output(&shape)?;
    let slopes = spec.floats(1)?;
    if Some(&slopes.len()) != shape.last() || spec.shape(1)?.last() != shape.last() {
        return Err(spec.fail(format!("{} slopes for an input of {shape:?}", slopes.len())));
    }
    Ok((Operator::Prelu(Prelu { slopes }), 1))
}

impl Prelu {
    /// The same as an activation that a convolution can take over.
    pub fn as_activation(&self) -> Activation {
        Activation::Prelu(groups(&self.slopes))
    }

    #[inline(never)]
    pub fn run(&self, job: Job) {
        let channels = self.slopes.len();
        let pixels = job.output.chunks_exact_mut(channels);
        for (to, from) in pixels.zip((job.inputs)(0).chunks_exact(channels)) {
            for ((to, x), slope) in to.iter_mut().zip(from).zip(&self.slopes) {
                *to = if *x > 0.0 { *x } else { x * slope };
            }
        }
    }
}
