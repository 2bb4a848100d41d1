//! Iteration over tensors of up to four dimensions with any strides: broadcasting, transposing, slicing and padding
//! differ in nothing but the strides.

use crate::tflite::MAX_RANK;

/// Sizes or strides of four dimensions.
pub(crate) type Dims = [usize; MAX_RANK];

/// A shape with leading dimensions of size 1 added.
pub(crate) fn as_4d(shape: &[usize]) -> Dims {
    let mut sizes = [1; MAX_RANK];
    sizes[MAX_RANK - shape.len()..].copy_from_slice(shape);
    sizes
}

/// The strides of a contiguous row-major tensor.
pub(crate) fn strides(sizes: Dims) -> Dims {
    let mut strides = [1; MAX_RANK];
    for dimension in (0..MAX_RANK - 1).rev() {
        strides[dimension] = strides[dimension + 1] * sizes[dimension + 1];
    }
    strides
}

/// Calls `row` for each row (the last dimension), in order, with its offsets in `N` tensors.
#[inline(always)]
pub(crate) fn for_each_row<const N: usize>(sizes: Dims, strides: [Dims; N], mut row: impl FnMut([usize; N])) {
    for a in 0..sizes[0] {
        for b in 0..sizes[1] {
            for c in 0..sizes[2] {
                row(strides.map(|stride| a * stride[0] + b * stride[1] + c * stride[2]));
            }
        }
    }
}
