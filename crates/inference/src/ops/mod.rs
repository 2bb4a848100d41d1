//! The operators, one a file. `build` validates shapes, constants and options through a [`BuildContext`]; `run` computes
//! the output and relies on that.

pub(crate) mod binary;
pub(crate) mod concatenation;
pub(crate) mod conv;
pub(crate) mod depthwise;
pub(crate) mod pad;
pub(crate) mod pool;
pub(crate) mod prelu;
pub(crate) mod reduce;
pub(crate) mod resize;
mod row_ring;
pub(crate) mod slice;
mod sliding_window;
mod strides;
pub(crate) mod transpose;
pub(crate) mod transpose_conv;
pub(crate) mod unary;

use crate::build_context::BuildContext;
use crate::error::LoadError;
use crate::simd::InstructionSet;

/// An operator, ready to run.
pub(crate) enum Operator {
    Binary(binary::Binary),
    Concatenation(concatenation::Concatenation),
    Conv(conv::Conv),
    Depthwise(depthwise::Depthwise),
    Pad(pad::Pad),
    Pool(pool::Pool),
    Prelu(prelu::Prelu),
    Reduce(reduce::Reduce),
    /// The same values in another shape.
    Reshape,
    Resize(resize::Resize),
    Slice(slice::Slice),
    Transpose(transpose::Transpose),
    TransposeConv(transpose_conv::TransposeConv),
    Unary(unary::Unary),
}

/// Inputs, output and memory of one execution.
pub(crate) struct RunContext<'a> {
    /// Values of the inputs by index; constants that the operator has packed are not among them.
    pub inputs: &'a dyn Fn(usize) -> &'a [f32],
    pub output: &'a mut [f32],
    /// At least [`Operator::scratch`] values, uninitialised in effect: earlier operators leave theirs.
    pub scratch: &'a mut [f32],
    pub instructions: InstructionSet,
}

/// An operator, and how many of its inputs, from the first, it reads when it runs.
type BuildResult = Result<(Operator, usize), LoadError>;

/// TFLite's code of an operator, its name and its build function.
pub(crate) type Entry = (i32, &'static str, fn(&BuildContext) -> BuildResult);

/// TFLite's code of DEQUANTIZE. It widens 16-bit weights and is resolved when the model is loaded.
pub(crate) const DEQUANTIZE: i32 = 6;

/// The supported operators. The codes are those of `BuiltinOperator` in TensorFlow's `schema.fbs`.
const REGISTRY: [Entry; 25] = [
    (0, "ADD", |context| binary::build(context, binary::Function::Add)),
    (1, "AVERAGE_POOL_2D", |context| pool::build(context, pool::Kind::Average)),
    (2, "CONCATENATION", concatenation::build),
    (3, "CONV_2D", conv::build),
    (4, "DEPTHWISE_CONV_2D", depthwise::build),
    (14, "LOGISTIC", |context| unary::build(context, unary::Unary::Logistic)),
    (17, "MAX_POOL_2D", |context| pool::build(context, pool::Kind::Max)),
    (18, "MUL", |context| binary::build(context, binary::Function::Multiply)),
    (19, "RELU", |context| unary::build(context, unary::Unary::Relu)),
    (22, "RESHAPE", reshape),
    (23, "RESIZE_BILINEAR", resize::build),
    (32, "CUSTOM", transpose_conv::build),
    (34, "PAD", pad::build),
    (39, "TRANSPOSE", transpose::build),
    (40, "MEAN", |context| reduce::build(context, reduce::Kind::Mean)),
    (41, "SUB", |context| binary::build(context, binary::Function::Subtract)),
    (42, "DIV", |context| binary::build(context, binary::Function::Divide)),
    (45, "STRIDED_SLICE", slice::build),
    (54, "PRELU", prelu::build),
    (59, "NEG", |context| unary::build(context, unary::Unary::Negate)),
    (74, "SUM", |context| reduce::build(context, reduce::Kind::Sum)),
    (75, "SQRT", |context| unary::build(context, unary::Unary::SquareRoot)),
    (76, "RSQRT", |context| unary::build(context, unary::Unary::InverseSquareRoot)),
    (99, "SQUARED_DIFFERENCE", |context| binary::build(context, binary::Function::SquaredDifference)),
    (117, "HARD_SWISH", |context| unary::build(context, unary::Unary::HardSwish)),
];

/// The entry of operator `code`.
pub(crate) fn find(code: i32) -> Result<&'static Entry, LoadError> {
    let entry = REGISTRY.iter().find(|(number, ..)| *number == code);
    entry.ok_or_else(|| LoadError::Unsupported(format!("operator code {code}")))
}

impl Operator {
    /// Length of the scratch memory that a run needs.
    pub fn scratch(&self) -> usize {
        match self {
            Self::Conv(conv) => conv.scratch(),
            Self::Depthwise(depthwise) => depthwise.scratch(),
            Self::TransposeConv(conv) => conv.scratch(),
            _ => 0,
        }
    }

    /// Runs the operator. The `run` of each operator, and the function for one row where rows are long, is not inlined:
    /// WebAssembly engines optimise small functions sooner and switch to optimised code at calls only.
    pub fn run(&self, context: RunContext) {
        match self {
            Self::Binary(binary) => binary.run(context),
            Self::Concatenation(concatenation) => concatenation.run(context),
            Self::Conv(conv) => conv.run(context),
            Self::Depthwise(depthwise) => depthwise.run(context),
            Self::Pad(pad) => pad.run(context),
            Self::Pool(pool) => pool.run(context),
            Self::Prelu(prelu) => prelu.run(context),
            Self::Reduce(reduce) => reduce.run(context),
            Self::Reshape => context.output.copy_from_slice((context.inputs)(0)),
            Self::Resize(resize) => resize.run(context),
            Self::Slice(slice) => slice.run(context),
            Self::Transpose(transpose) => transpose.run(context),
            Self::TransposeConv(conv) => conv.run(context),
            Self::Unary(unary) => unary.run(context),
        }
    }
}

fn reshape(context: &BuildContext) -> BuildResult {
    let (from, to) = (context.shape(0)?, context.output_shape()?);
    if from.iter().product::<usize>() != to.iter().product() {
        return Err(context.fail(format!("{from:?} does not have as many values as {to:?}")));
    }
    Ok((Operator::Reshape, 1))
}
