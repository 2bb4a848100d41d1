//! What an operator is built from: its options, shapes and constants, each validated when it is read, with errors that
//! name the operator.

use std::cell::Cell;

use crate::constants;
use crate::error::LoadError;
use crate::post_ops::Activation;
use crate::tflite::{Graph, RawOperator};

/// Most values of weights in a model, counted as they are decoded and again as they are packed: three times those of the
/// project's largest model.
pub(crate) const MAX_WEIGHTS: usize = 1 << 23;

/// The operator that is being built, and the graph around it.
pub(crate) struct BuildContext<'s, 'a> {
    pub graph: &'s Graph<'a>,
    pub raw: &'s RawOperator<'a>,
    /// Index of the operator in the graph.
    pub index: usize,
    /// The operator's name as TFLite writes it.
    pub name: &'static str,
    /// For each tensor the one that holds its values: a different one for the output of a DEQUANTIZE.
    pub sources: &'s [usize],
    /// Values of weights that may still be decoded or packed.
    pub budget: &'s Cell<usize>,
}

impl BuildContext<'_, '_> {
    pub fn fail(&self, problem: impl Into<String>) -> LoadError {
        LoadError::Operator { index: self.index, name: self.name, problem: problem.into() }
    }

    /// The tensor that holds the values of input `input`.
    pub fn input(&self, input: usize) -> Result<usize, LoadError> {
        let tensor = self.raw.inputs.get(input);
        tensor.map(|&tensor| self.sources[tensor]).ok_or_else(|| {
            self.fail(format!("input {input} is missing, there are {}", self.raw.inputs.len()))
        })
    }

    pub fn shape(&self, input: usize) -> Result<Vec<usize>, LoadError> {
        self.graph.shape(self.input(input)?)
    }

    pub fn output_shape(&self) -> Result<Vec<usize>, LoadError> {
        self.graph.shape(self.raw.output)
    }

    /// The shape of input `input` as height, width, channels; the batch must be 1.
    pub fn image(&self, input: usize) -> Result<[usize; 3], LoadError> {
        let shape = self.shape(input)?;
        self.as_image(&shape)
    }

    /// The output's shape as height, width, channels; the batch must be 1.
    pub fn output_image(&self) -> Result<[usize; 3], LoadError> {
        let shape = self.output_shape()?;
        self.as_image(&shape)
    }

    fn as_image(&self, shape: &[usize]) -> Result<[usize; 3], LoadError> {
        match *shape {
            [1, height, width, channels] => Ok([height, width, channels]),
            _ => Err(self.fail(format!("shape {shape:?} where [1, height, width, channels] is needed"))),
        }
    }

    /// Returns an error unless the output has this shape, which follows from inputs and options.
    pub fn expect_output(&self, expected: &[usize]) -> Result<(), LoadError> {
        let output = self.output_shape()?;
        if output != expected {
            return Err(self.fail(format!("the output is {output:?}, the inputs give {expected:?}")));
        }
        Ok(())
    }

    /// The float constant in input `input`.
    pub fn floats(&self, input: usize) -> Result<Vec<f32>, LoadError> {
        let tensor = self.input(input)?;
        self.reserve(Some(self.graph.shape(tensor)?.iter().product()))?;
        constants::floats(self.graph, tensor)
    }

    /// The integer constant in input `input`.
    pub fn integers(&self, input: usize) -> Result<Vec<i32>, LoadError> {
        let tensor = self.input(input)?;
        self.reserve(Some(self.graph.shape(tensor)?.iter().product()))?;
        constants::integers(self.graph, tensor)
    }

    /// Reserves `values` (`None`: the count overflowed) of the budget for weights.
    pub fn reserve(&self, values: Option<usize>) -> Result<(), LoadError> {
        match values.and_then(|values| self.budget.get().checked_sub(values)) {
            Some(rest) => {
                self.budget.set(rest);
                Ok(())
            }
            None => Err(LoadError::TooLarge { what: "the weights", allowed: MAX_WEIGHTS }),
        }
    }

    /// Field `field` of the options as a byte or boolean, 0 where it is absent.
    pub fn byte(&self, field: usize) -> Result<i8, LoadError> {
        self.raw.options.map_or(Ok(0), |options| options.byte(field, 0))
    }

    /// Field `field` of the options as an integer.
    pub fn integer(&self, field: usize, default: i32) -> Result<i32, LoadError> {
        self.raw.options.map_or(Ok(default), |options| options.integer(field, default))
    }

    /// Field `field` of the options as a size of at least 1.
    pub fn size(&self, field: usize) -> Result<usize, LoadError> {
        let value = self.integer(field, 0)?;
        usize::try_from(value)
            .ok()
            .filter(|&value| value > 0)
            .ok_or_else(|| self.fail(format!("option {field} is {value}, it must be at least 1")))
    }

    /// Field `field` of the options as an activation.
    pub fn activation(&self, field: usize) -> Result<Activation, LoadError> {
        match self.byte(field)? {
            0 => Ok(Activation::None),
            1 => Ok(Activation::Relu),
            3 => Ok(Activation::Relu6),
            other => Err(self.fail(format!("activation {other} (0, 1 or 3 are known)"))),
        }
    }

    /// Axes, negative ones counted from the end, as indices below `rank`.
    pub fn axes(&self, axes: &[i32], rank: usize) -> Result<Vec<usize>, LoadError> {
        let index = |&axis: &i32| {
            let from_start = if axis < 0 { i64::from(axis) + rank as i64 } else { i64::from(axis) };
            usize::try_from(from_start)
                .ok()
                .filter(|&axis| axis < rank)
                .ok_or_else(|| self.fail(format!("axis {axis} of {rank} dimensions")))
        };
        axes.iter().map(index).collect()
    }
}
