//! ADD, SUB, MUL, DIV and SQUARED_DIFFERENCE, value by value, with broadcasting: a dimension of size
//! 1 stands for as many as the other input has.

use super::strided::{Dims, dims, each_row, strides};
use super::{Built, Job, Operator};
use crate::epilogue::Activation;
use crate::spec::Spec;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    Add,
    Subtract,
    Multiply,
    Divide,
    SquaredDifference,
}

pub(crate) struct Binary {
    function: Function,
    activation: Activation,
    /// The output's sizes, neighbouring dimensions made one where both inputs allow it.
    sizes: Dims,
    /// Distances in the two inputs, 0 where one value stands for many.
    strides: [Dims; 2],
    /// Whether both inputs have the output's shape.
    same_shape: bool,
}

pub(super) fn build(spec: &Spec, function: Function) -> Built {
    let shapes = [spec.shape(0)?, spec.shape(1)?];
    let output_shape = spec.output_shape()?;
    let output = dims(&output_shape);
    let inputs = [dims(&shapes[0]), dims(&shapes[1])];
    for dimension in 0..output.len() {
        let (a, b) = (inputs[0][dimension], inputs[1][dimension]);
        let fits = a == b || a == 1 || b == 1;
        if !fits || output[dimension] != a.max(b) {
            let [a, b] = shapes;
            return Err(spec.fail(format!("{a:?} and {b:?} do not give {output_shape:?}")));
        }
    }
    // SQUARED_DIFFERENCE is the only one without an activation among its options.
    let activation = match function {
        Function::SquaredDifference => Activation::None,
        _ => spec.activation(0)?,
    };
    let (sizes, strides) = merge(output, inputs.map(broadcast));
    let same_shape = inputs == [output; 2];
    Ok((Operator::Binary(Binary { function, activation, sizes, strides, same_shape }), 2))
}

/// Distances between neighbours of an input, 0 along the dimensions where it has only one value.
fn broadcast(sizes: Dims) -> Dims {
    let mut strides = strides(sizes);
    for (stride, size) in strides.iter_mut().zip(sizes) {
        if size == 1 {
            *stride = 0;
        }
    }
    strides
}

/// Makes one dimension of the last two for as long as both inputs go through them in one step, so
/// that rows become long.
fn merge(mut sizes: Dims, mut strides: [Dims; 2]) -> (Dims, [Dims; 2]) {
    for _ in 1..sizes.len() {
        if strides.iter().any(|stride| stride[2] != stride[3] * sizes[3]) {
            break;
        }
        sizes = [1, sizes[0], sizes[1], sizes[2] * sizes[3]];
        strides = strides.map(|stride| [0, stride[0], stride[1], stride[3]]);
    }
    (sizes, strides)
}

impl Binary {
    /// The activation, if this adds two tensors of the same shape: what a convolution can take over.
    pub fn as_residual(&self) -> Option<&Activation> {
        (self.function == Function::Add && self.same_shape).then_some(&self.activation)
    }

    #[inline(never)]
    pub fn run(&self, job: Job) {
        let inputs = [(job.inputs)(0), (job.inputs)(1)];
        match self.function {
            Function::Add => self.apply(inputs, job.output, |a, b| a + b),
            Function::Subtract => self.apply(inputs, job.output, |a, b| a - b),
            Function::Multiply => self.apply(inputs, job.output, |a, b| a * b),
            Function::Divide => self.apply(inputs, job.output, |a, b| a / b),
            Function::SquaredDifference => self.apply(inputs, job.output, |a, b| (a - b) * (a - b)),
        }
        match self.activation {
            Activation::Relu => clamp(job.output, f32::INFINITY),
            Activation::Relu6 => clamp(job.output, 6.0),
            _ => {}
        }
    }

    #[inline(always)]
    fn apply(&self, inputs: [&[f32]; 2], output: &mut [f32], function: impl Fn(f32, f32) -> f32 + Copy) {
        let mut rows = output.chunks_exact_mut(self.sizes[3]);
        let steps = self.strides.map(|stride| stride[3]);
        each_row(self.sizes, self.strides, |offsets| {
            let Some(row) = rows.next() else { return };
            fill(row, &inputs[0][offsets[0]..], &inputs[1][offsets[1]..], steps, function);
        });
    }
}

/// Fills a row of the output from rows of the inputs, or from their only value where the step is 0.
#[inline(never)]
fn fill(row: &mut [f32], a: &[f32], b: &[f32], steps: [usize; 2], function: impl Fn(f32, f32) -> f32) {
    match steps {
        [1, 1] => {
            for ((value, a), b) in row.iter_mut().zip(a).zip(b) {
                *value = function(*a, *b);
            }
        }
        [1, _] => {
            for (value, a) in row.iter_mut().zip(a) {
                *value = function(*a, b[0]);
            }
        }
        [_, 1] => {
            for (value, b) in row.iter_mut().zip(b) {
                *value = function(a[0], *b);
            }
        }
        _ => row.fill(function(a[0], b[0])),
    }
}

fn clamp(values: &mut [f32], most: f32) {
    for value in values {
        let positive = if *value > 0.0 { *value } else { 0.0 };
        *value = if positive < most { positive } else { most };
    }
}
