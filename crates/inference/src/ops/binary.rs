//! ADD, SUB, MUL, DIV and SQUARED_DIFFERENCE, element-wise with broadcasting.

use super::strides::{Dims, as_4d, for_each_row, strides};
use super::{BuildResult, Operator, RunContext};
use crate::build_context::BuildContext;
use crate::post_ops::Activation;

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
    /// The output's sizes, with trailing dimensions merged where both inputs allow it.
    sizes: Dims,
    /// Strides in the two inputs, 0 along broadcast dimensions.
    strides: [Dims; 2],
    /// Whether both inputs have the output's shape.
    same_shape: bool,
}

pub(super) fn build(context: &BuildContext, function: Function) -> BuildResult {
    let shapes = [context.shape(0)?, context.shape(1)?];
    let output_shape = context.output_shape()?;
    let output = as_4d(&output_shape);
    let inputs = [as_4d(&shapes[0]), as_4d(&shapes[1])];
    for dimension in 0..output.len() {
        let (a, b) = (inputs[0][dimension], inputs[1][dimension]);
        let fits = a == b || a == 1 || b == 1;
        if !fits || output[dimension] != a.max(b) {
            let [a, b] = shapes;
            return Err(context.fail(format!("{a:?} and {b:?} do not give {output_shape:?}")));
        }
    }
    // SQUARED_DIFFERENCE is the only one without an activation among its options.
    let activation = match function {
        Function::SquaredDifference => Activation::None,
        _ => context.activation(0)?,
    };
    let (sizes, strides) = merge_trailing(output, inputs.map(broadcast_strides));
    let same_shape = inputs == [output; 2];
    Ok((Operator::Binary(Binary { function, activation, sizes, strides, same_shape }), 2))
}

/// Strides of an input, 0 along dimensions of size 1.
fn broadcast_strides(sizes: Dims) -> Dims {
    let mut strides = strides(sizes);
    for (stride, size) in strides.iter_mut().zip(sizes) {
        if size == 1 {
            *stride = 0;
        }
    }
    strides
}

/// Merges the last two dimensions for as long as both are contiguous in both inputs, so that rows become long.
fn merge_trailing(mut sizes: Dims, mut strides: [Dims; 2]) -> (Dims, [Dims; 2]) {
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
    /// The activation, if this adds two tensors of the same shape and so can be fused into a convolution.
    pub fn as_residual(&self) -> Option<&Activation> {
        (self.function == Function::Add && self.same_shape).then_some(&self.activation)
    }

    #[inline(never)]
    pub fn run(&self, context: RunContext) {
        let inputs = [(context.inputs)(0), (context.inputs)(1)];
        match self.function {
            Function::Add => self.apply(inputs, context.output, |a, b| a + b),
            Function::Subtract => self.apply(inputs, context.output, |a, b| a - b),
            Function::Multiply => self.apply(inputs, context.output, |a, b| a * b),
            Function::Divide => self.apply(inputs, context.output, |a, b| a / b),
            Function::SquaredDifference => self.apply(inputs, context.output, |a, b| (a - b) * (a - b)),
        }
        match self.activation {
            Activation::Relu => clamp(context.output, f32::INFINITY),
            Activation::Relu6 => clamp(context.output, 6.0),
            _ => {}
        }
    }

    #[inline(always)]
    fn apply(&self, inputs: [&[f32]; 2], output: &mut [f32], function: impl Fn(f32, f32) -> f32 + Copy) {
        let mut rows = output.chunks_exact_mut(self.sizes[3]);
        let steps = self.strides.map(|stride| stride[3]);
        for_each_row(self.sizes, self.strides, |offsets| {
            let Some(row) = rows.next() else { return };
            fill(row, &inputs[0][offsets[0]..], &inputs[1][offsets[1]..], steps, function);
        });
    }
}

/// Computes a row of the output from rows of the inputs; where a step is 0, from the first value alone.
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

/// Limits values to 0..=`maximum`; NaN becomes 0.
fn clamp(values: &mut [f32], maximum: f32) {
    for value in values {
        let positive = if *value > 0.0 { *value } else { 0.0 };
        *value = if positive < maximum { positive } else { maximum };
    }
}
