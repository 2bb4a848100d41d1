//! STRIDED_SLICE with strides of 1: a box cut out of a tensor.

use super::strided::{Dims, dims, each_row, strides};
use super::{Built, Job, Operator};
use crate::spec::Spec;

pub(crate) struct Slice {
    /// Size of the box.
    sizes: Dims,
    /// How far into the input the box begins.
    start: usize,
    input_strides: Dims,
}

pub(super) fn build(spec: &Spec) -> Built {
    let shape = spec.shape(0)?;
    let (begin, end, steps) = (spec.integers(1)?, spec.integers(2)?, spec.integers(3)?);
    let rank = shape.len();
    if [&begin, &end, &steps].iter().any(|bounds| bounds.len() != rank) || steps.iter().any(|&step| step != 1)
    {
        return Err(spec.fail(format!("bounds {begin:?} to {end:?} with steps {steps:?} in {shape:?}")));
    }
    if spec.integer(2, 0)? != 0 || spec.integer(3, 0)? != 0 {
        return Err(spec.fail("an ellipsis or a new axis"));
    }
    let is_set = |field: usize, axis: usize| Ok(spec.integer(field, 0)? >> axis & 1 == 1);
    let (mut sizes, mut kept, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    for axis in 0..rank {
        let size = shape[axis];
        let low = if is_set(0, axis)? { 0 } else { place(begin[axis], size) };
        let shrink = is_set(4, axis)?;
        let high = match (shrink, is_set(1, axis)?) {
            (true, _) => low + 1,
            (_, true) => size,
            _ => place(end[axis], size),
        };
        if low >= high || high > size {
            return Err(spec.fail(format!("{low}..{high} of {size} along dimension {axis}")));
        }
        sizes.push(high - low);
        starts.push(low);
        if !shrink {
            kept.push(high - low);
        }
    }
    spec.expect_output(&kept)?;
    let input_strides = strides(dims(&shape));
    let present = &input_strides[input_strides.len() - rank..];
    let start = starts.iter().zip(present).map(|(start, stride)| start * stride).sum();
    Ok((Operator::Slice(Slice { sizes: dims(&sizes), start, input_strides }), 1))
}

/// A bound, which may count from the end, within `0..=size`.
fn place(bound: i32, size: usize) -> usize {
    let distance = bound.unsigned_abs() as usize;
    if bound < 0 { size.saturating_sub(distance) } else { distance.min(size) }
}

impl Slice {
    #[inline(never)]
    pub fn run(&self, job: Job) {
        let input = (job.inputs)(0);
        let length = self.sizes[3];
        let mut rows = job.output.chunks_exact_mut(length);
        each_row(self.sizes, [self.input_strides], |[from]| {
            if let Some(row) = rows.next() {
                row.copy_from_slice(&input[self.start + from..][..length]);
            }
        });
    }
}
