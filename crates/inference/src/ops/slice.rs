//! STRIDED_SLICE with strides of 1.

use super::strides::{Dims, as_4d, for_each_row, strides};
use super::{BuildResult, Operator, RunContext};
use crate::build_context::BuildContext;

pub(crate) struct Slice {
    /// Size of the slice.
    sizes: Dims,
    /// Offset of its first value in the input.
    start: usize,
    input_strides: Dims,
}

pub(super) fn build(context: &BuildContext) -> BuildResult {
    let shape = context.shape(0)?;
    let (begin, end, steps) = (context.integers(1)?, context.integers(2)?, context.integers(3)?);
    let rank = shape.len();
    if [&begin, &end, &steps].iter().any(|bounds| bounds.len() != rank) || steps.iter().any(|&step| step != 1)
    {
        return Err(context.fail(format!("bounds {begin:?} to {end:?} with steps {steps:?} in {shape:?}")));
    }
    if context.integer(2, 0)? != 0 || context.integer(3, 0)? != 0 {
        return Err(context.fail("an ellipsis or a new axis"));
    }
    let is_set = |field: usize, axis: usize| Ok(context.integer(field, 0)? >> axis & 1 == 1);
    let (mut sizes, mut kept, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    for axis in 0..rank {
        let size = shape[axis];
        let low = if is_set(0, axis)? { 0 } else { bound(begin[axis], size) };
        let shrink = is_set(4, axis)?;
        let high = match (shrink, is_set(1, axis)?) {
            (true, _) => low + 1,
            (_, true) => size,
            _ => bound(end[axis], size),
        };
        if low >= high || high > size {
            return Err(context.fail(format!("{low}..{high} of {size} along dimension {axis}")));
        }
        sizes.push(high - low);
        starts.push(low);
        if !shrink {
            kept.push(high - low);
        }
    }
    context.expect_output(&kept)?;
    let input_strides = strides(as_4d(&shape));
    let present = &input_strides[input_strides.len() - rank..];
    let start = starts.iter().zip(present).map(|(start, stride)| start * stride).sum();
    Ok((Operator::Slice(Slice { sizes: as_4d(&sizes), start, input_strides }), 1))
}

/// A bound as an index within `0..=size`; negative ones count from the end.
fn bound(bound: i32, size: usize) -> usize {
    let distance = bound.unsigned_abs() as usize;
    if bound < 0 { size.saturating_sub(distance) } else { distance.min(size) }
}

impl Slice {
    #[inline(never)]
    pub fn run(&self, context: RunContext) {
        let input = (context.inputs)(0);
        let length = self.sizes[3];
        let mut rows = context.output.chunks_exact_mut(length);
        for_each_row(self.sizes, [self.input_strides], |[from]| {
            if let Some(row) = rows.next() {
                row.copy_from_slice(&input[self.start + from..][..length]);
            }
        });
    }
}
