//! PAD with zeros.

use super::strides::{Dims, as_4d, for_each_row, strides};
use super::{BuildResult, Operator, RunContext};
use crate::build_context::BuildContext;

pub(crate) struct Pad {
    input: Dims,
    output: Dims,
    /// Offset of the input's first value in the output.
    start: usize,
}

pub(super) fn build(context: &BuildContext) -> BuildResult {
    let shape = context.shape(0)?;
    let amounts: Vec<usize> = context
        .integers(1)?
        .iter()
        .map(|&amount| usize::try_from(amount))
        .collect::<Result<_, _>>()
        .map_err(|_| context.fail("a negative padding"))?;
    let (amounts, rest) = amounts.as_chunks::<2>();
    if amounts.len() != shape.len() || !rest.is_empty() {
        return Err(context.fail(format!("paddings {amounts:?} for an input of {shape:?}")));
    }
    let padded: Vec<usize> = shape
        .iter()
        .zip(amounts)
        .map(|(size, [before, after])| size.checked_add(*before)?.checked_add(*after))
        .collect::<Option<_>>()
        .ok_or_else(|| context.fail(format!("paddings {amounts:?} are too large")))?;
    context.expect_output(&padded)?;
    let output = as_4d(&padded);
    let before: Vec<usize> = amounts.iter().map(|[before, _]| *before).collect();
    let mut starts = [0; 4];
    starts[4 - before.len()..].copy_from_slice(&before);
    let start = starts.iter().zip(strides(output)).map(|(before, stride)| before * stride).sum();
    Ok((Operator::Pad(Pad { input: as_4d(&shape), output, start }), 1))
}

impl Pad {
    /// The number of channels of the input, if this appends nothing but channels: such a padding can be fused into a
    /// convolution together with the addition that follows.
    pub fn as_channel_padding(&self) -> Option<usize> {
        (self.start == 0 && self.input[..3] == self.output[..3]).then_some(self.input[3])
    }

    #[inline(never)]
    pub fn run(&self, context: RunContext) {
        context.output.fill(0.0);
        let input = (context.inputs)(0);
        let length = self.input[3];
        for_each_row(self.input, [strides(self.input), strides(self.output)], |[from, to]| {
            context.output[self.start + to..][..length].copy_from_slice(&input[from..][..length]);
        });
    }
}
