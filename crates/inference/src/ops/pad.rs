//! PAD: zeros around a tensor.

use super::strided::{Dims, dims, each_row, strides};
use super::{Built, Job, Operator};
use crate::spec::Spec;

pub(crate) struct Pad {
    input: Dims,
    output: Dims,
    /// How far into the output the input begins.
    start: usize,
}

pub(super) fn build(spec: &Spec) -> Built {
    let shape = spec.shape(0)?;
    let amounts: Vec<usize> = spec
        .integers(1)?
        .iter()
        .map(|&amount| usize::try_from(amount))
        .collect::<Result<_, _>>()
        .map_err(|_| spec.fail("a negative padding"))?;
    let (amounts, rest) = amounts.as_chunks::<2>();
    if amounts.len() != shape.len() || !rest.is_empty() {
        return Err(spec.fail(format!("paddings {amounts:?} for an input of {shape:?}")));
    }
    let padded: Vec<usize> = shape
        .iter()
        .zip(amounts)
        .map(|(size, [before, after])| size.checked_add(*before)?.checked_add(*after))
        .collect::<Option<_>>()
        .ok_or_else(|| spec.fail(format!("paddings {amounts:?} are too large")))?;
    spec.expect_output(&padded)?;
    let output = dims(&padded);
    let before: Vec<usize> = amounts.iter().map(|[before, _]| *before).collect();
    // Distances are those of the output; a dimension that is not there begins at its only place, 0.
    let mut starts = [0; 4];
    starts[4 - before.len()..].copy_from_slice(&before);
    let start = starts.iter().zip(strides(output)).map(|(before, stride)| before * stride).sum();
    Ok((Operator::Pad(Pad { input: dims(&shape), output, start }), 1))
}

impl Pad {
    /// The number of channels before padding, if it adds nothing but channels after the last one:
    /// what a convolution can take over together with the addition that follows.
    pub fn as_wider_pixels(&self) -> Option<usize> {
        (self.start == 0 && self.input[..3] == self.output[..3]).then_some(self.input[3])
    }

    #[inline(never)]
    pub fn run(&self, job: Job) {
        job.output.fill(0.0);
        let input = (job.inputs)(0);
        let length = self.input[3];
        each_row(self.input, [strides(self.input), strides(self.output)], |[from, to]| {
            job.output[self.start + to..][..length].copy_from_slice(&input[from..][..length]);
        });
    }
}
