//! CONCATENATION: several tensors one after another along one dimension.

use super::{Built, Job, Operator};
use crate::epilogue::Activation;
use crate::spec::Spec;

pub(crate) struct Concatenation {
    /// For each input the values that it adds at a time.
    lengths: Vec<usize>,
}

pub(super) fn build(spec: &Spec) -> Built {
    if spec.activation(1)? != Activation::None {
        return Err(spec.fail("an activation"));
    }
    let shapes: Vec<Vec<usize>> =
        (0..spec.raw.inputs.len()).map(|input| spec.shape(input)).collect::<Result<_, _>>()?;
    let mut joined = spec.shape(0)?;
    let axis = spec.axes(&[spec.integer(0, 0)?], joined.len())?[0];
    joined[axis] = shapes.iter().filter_map(|shape| shape.get(axis)).sum();
    for shape in &shapes {
        let fits = shape.len() == joined.len()
            && (0..joined.len()).all(|other| other == axis || shape[other] == joined[other]);
        if !fits {
            return Err(spec.fail(format!("{shapes:?} do not fit along dimension {axis}")));
        }
    }
    spec.expect_output(&joined)?;
    let lengths = shapes.iter().map(|shape| shape[axis..].iter().product()).collect();
    Ok((Operator::Concatenation(Concatenation { lengths }), shapes.len()))
}

impl Concatenation {
    #[inline(never)]
    pub fn run(&self, job: Job) {
        let together: usize = self.lengths.iter().sum();
        let mut start = 0;
        for (index, &length) in self.lengths.iter().enumerate() {
            let pieces = (job.inputs)(index).chunks_exact(length);
            for (to, piece) in job.output.chunks_exact_mut(together).zip(pieces) {
                to[start..start + length].copy_from_slice(piece);
            }
            start += length;
        }
    }
}
