//! The operators, one a file. Each is made from a [`Spec`], which checks everything that a run will
//! rely on, and computes its output from its inputs.

pub(crate) mod binary;
pub(crate) mod concatenation;
pub(crate) mod conv;
pub(crate) mod depthwise;
mod geometry;
pub(crate) mod pad;
pub(crate) mod pool;
pub(crate) mod prelu;
pub(crate) mod reduce;
pub(crate) mod resize;
mod ring;
pub(crate) mod slice;
mod strided;
pub(crate) mod transpose;
pub(crate) mod transpose_conv;
pub(crate) mod unary;

use crate::error::LoadError;
use crate::simd::Instructions;
use crate::spec::Spec;

/// An operator that is ready to run.
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

/// What an operator works with.
pub(crate) struct Job<'a> {
    /// Values of the inputs that are not constants built into the operator.
    pub inputs: &'a dyn Fn(usize) -> &'a [f32],
    pub output: &'a mut [f32],
    /// At least as many values as [`Operator::scratch`] asked for, with anything in them.
    pub scratch: &'a mut [f32],
    pub instructions: Instructions,
}

/// An operator and how many of its inputs, counted from the first, it reads at run time.
type Built = Result<(Operator, usize), LoadError>;

/// TFLite's number of the operator, its name, and what makes it.
pub(crate) type Entry = (i32, &'static str, fn(&Spec) -> Built);

/// What DEQUANTIZE is called in a file: 16-bit weights lie behind one, which is resolved when the
/// model is loaded.
pub(crate) const DEQUANTIZE: i32 = 6;

/// Every operator that is known. The numbers are those of `BuiltinOperator` in TensorFlow's
/// `schema.fbs`.
const REGISTRY: [Entry; 25] = [
    (0, "ADD", |spec| binary::build(spec, binary::Function::Add)),
    (1, "AVERAGE_POOL_2D", |spec| pool::build(spec, pool::Kind::Average)),
    (2, "CONCATENATION", concatenation::build),
    (3, "CONV_2D", conv::build),
    (4, "DEPTHWISE_CONV_2D", depthwise::build),
    (14, "LOGISTIC", |spec| unary::build(spec, unary::Unary::Logistic)),
    (17, "MAX_POOL_2D", |spec| pool::build(spec, pool::Kind::Max)),
    (18, "MUL", |spec| binary::build(spec, binary::Function::Multiply)),
    (19, "RELU", |spec| unary::build(spec, unary::Unary::Relu)),
    (22, "RESHAPE", reshape),
    (23, "RESIZE_BILINEAR", resize::build),
    (32, "CUSTOM", transpose_conv::build),
    (34, "PAD", pad::build),
    (39, "TRANSPOSE", transpose::build),
    (40, "MEAN", |spec| reduce::build(spec, reduce::Kind::Mean)),
    (41, "SUB", |spec| binary::build(spec, binary::Function::Subtract)),
    (42, "DIV", |spec| binary::build(spec, binary::Function::Divide)),
    (45, "STRIDED_SLICE", slice::build),
    (54, "PRELU", prelu::build),
    (59, "NEG", |spec| unary::build(spec, unary::Unary::Negate)),
    (74, "SUM", |spec| reduce::build(spec, reduce::Kind::Sum)),
    (75, "SQRT", |spec| unary::build(spec, unary::Unary::SquareRoot)),
    (76, "RSQRT", |spec| unary::build(spec, unary::Unary::InverseSquareRoot)),
    (99, "SQUARED_DIFFERENCE", |spec| binary::build(spec, binary::Function::SquaredDifference)),
    (117, "HARD_SWISH", |spec| unary::build(spec, unary::Unary::HardSwish)),
];

/// The entry of operator `code`.
pub(crate) fn find(code: i32) -> Result<&'static Entry, LoadError> {
    let entry = REGISTRY.iter().find(|(number, ..)| *number == code);
    entry.ok_or_else(|| LoadError::Unsupported(format!("operator code {code}")))
}

impl Operator {
    /// Values of working memory that a run needs.
    pub fn scratch(&self) -> usize {
        match self {
            Self::Conv(conv) => conv.scratch(),
            Self::Depthwise(depthwise) => depthwise.scratch(),
            Self::TransposeConv(conv) => conv.scratch(),
            _ => 0,
        }
    }

    /// Runs it. Each operator keeps a function of its own, and a row of its own where rows are long: browsers compile
    /// small functions sooner, and change to the quick code at calls only.
    pub fn run(&self, job: Job) {
        match self {
            Self::Binary(binary) => binary.run(job),
            Self::Concatenation(concatenation) => concatenation.run(job),
            Self::Conv(conv) => conv.run(job),
            Self::Depthwise(depthwise) => depthwise.run(job),
            Self::Pad(pad) => pad.run(job),
            Self::Pool(pool) => pool.run(job),
            Self::Prelu(prelu) => prelu.run(job),
            Self::Reduce(reduce) => reduce.run(job),
            Self::Reshape => job.output.copy_from_slice((job.inputs)(0)),
            Self::Resize(resize) => resize.run(job),
            Self::Slice(slice) => slice.run(job),
            Self::Transpose(transpose) => transpose.run(job),
            Self::TransposeConv(conv) => conv.run(job),
            Self::Unary(unary) => unary.run(job),
        }
    }
}

fn reshape(spec: &Spec) -> Built {
    let (from, to) = (spec.shape(0)?, spec.output_shape()?);
    if from.iter().product::<usize>() != to.iter().product() {
        return Err(spec.fail(format!("{from:?} does not have as many values as {to:?}")));
    }
    Ok((Operator::Reshape, 1))
}
