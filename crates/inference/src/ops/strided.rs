//! Walking over tensors of up to four dimensions whose values lie at any distance from each other:
//! broadcasting, transposing, slicing and padding are all only a matter of those distances.

use crate::tflite::MAX_RANK;

/// Sizes of, or distances between, the dimensions; those in front that a tensor does not have are 1.
pub(crate) type Dims = [usize; MAX_RANK];

/// A shape with 1 for the dimensions in front that it does not have.
pub(crate) fn dims(shape: &[usize]) -> Dims {
    let mut dims = [1; MAX_RANK];
    dims[MAX_RANK - shape.len()..].copy_from_slice(shape);
    dims
}

/// The distance between neighbours along each dimension of a tensor that is stored row by row.
pub(crate) fn strides(sizes: Dims) -> Dims {
    let mut strides = [1; MAX_RANK];
    for dimension in (0..MAX_RANK - 1).rev() {
        strides[dimension] = strides[dimension + 1] * sizes[dimension + 1];
    }
    strides
}

/// Calls `row` with the offsets in `N` tensors at which each row (the last dimension) begins, in the
/// order of the rows.
#[inline(always)]
pub(crate) fn each_row<const N: usize>(sizes: Dims, strides: [Dims; N], mut row: impl FnMut([usize; N])) {
    for a in 0..sizes[0] {
        for b in 0..sizes[1] {
            for c in 0..sizes[2] {
                row(strides.map(|stride| a * stride[0] + b * stride[1] + c * stride[2]));
            }
        }
    }
}
