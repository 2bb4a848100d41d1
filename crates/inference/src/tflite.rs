//! Parses a TFLite file into tensors, operators and constants. All references between them are checked; operators are
//! not interpreted yet.
//!
//! Field numbers are those of TensorFlow's `schema.fbs`, version 3.

use crate::error::LoadError;
use crate::flatbuffer::Table;

/// Most dimensions of a tensor: NHWC.
pub(crate) const MAX_RANK: usize = 4;

/// Most values in one tensor, and in all buffers of a session: fifty times the largest tensor of the project's models.
pub(crate) const MAX_VALUES: usize = 1 << 24;

/// Most tensors, operators, operator codes or buffers of a file: ten times those of the project's models.
const MAX_ITEMS: usize = 1 << 13;

/// Most inputs of an operator, or inputs or outputs of a graph.
const MAX_OPERANDS: usize = 16;

/// One graph of a TFLite file.
pub(crate) struct Graph<'a> {
    pub tensors: Vec<Tensor<'a>>,
    pub operators: Vec<RawOperator<'a>>,
    /// Tensors that the caller fills.
    pub inputs: Vec<usize>,
    /// Tensors that the caller reads.
    pub outputs: Vec<usize>,
}

/// A tensor: a shape, and values if it is a constant.
pub(crate) struct Tensor<'a> {
    pub shape: Vec<i32>,
    pub data_type: DataType,
    /// Little-endian values of a constant; empty for what is computed at run time.
    pub data: &'a [u8],
}

/// Type of a tensor's values. Quantised weights (int8 with scales) would need one more variant here and one more arm in
/// [constants](crate::constants).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum DataType {
    Float32,
    Float16,
    Int32,
    Other(i8),
}

/// An operator whose options have not been read yet.
pub(crate) struct RawOperator<'a> {
    pub code: i32,
    /// Name of a custom operator; empty for built-in ones.
    pub custom_name: &'a [u8],
    pub inputs: Vec<usize>,
    pub output: usize,
    pub options: Option<Table<'a>>,
    pub custom_options: &'a [u8],
}

impl<'a> Graph<'a> {
    /// Reads the one graph of a TFLite file.
    #[inline(never)]
    pub fn parse(bytes: &'a [u8]) -> Result<Self, LoadError> {
        if bytes.get(4..8) != Some(b"TFL3") {
            return Err(LoadError::Malformed { what: "TFLite identifier (TFL3)", offset: 4 });
        }
        let model = Table::root(bytes, "model")?;
        let codes = model.tables(1, MAX_ITEMS, "operator code")?;
        let graphs = model.tables(2, 1, "graph")?;
        let buffers = model.tables(4, MAX_ITEMS, "buffer")?;
        let [graph] = graphs[..] else {
            return Err(LoadError::Unsupported(format!("a model of {} graphs", graphs.len())));
        };
        let tensors = graph
            .tables(0, MAX_ITEMS, "tensor")?
            .iter()
            .map(|tensor| Tensor::parse(tensor, &buffers))
            .collect::<Result<Vec<_>, _>>()?;
        let operators = graph
            .tables(3, MAX_ITEMS, "operator")?
            .iter()
            .map(|operator| RawOperator::parse(operator, &codes, tensors.len()))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            inputs: references(&graph.integers(1, MAX_OPERANDS)?, tensors.len())?,
            outputs: references(&graph.integers(2, MAX_OPERANDS)?, tensors.len())?,
            tensors,
            operators,
        })
    }

    /// Makes these tensors further outputs.
    pub fn add_outputs(&mut self, tensors: &[usize]) -> Result<(), LoadError> {
        if let Some(missing) = tensors.iter().find(|&&tensor| tensor >= self.tensors.len()) {
            let what = format!("tensor {missing} in a graph of {} tensors", self.tensors.len());
            return Err(LoadError::Unsupported(what));
        }
        self.outputs.extend(tensors);
        Ok(())
    }

    /// The shape of a tensor, with every size at least 1 and their product within limits.
    pub fn shape(&self, tensor: usize) -> Result<Vec<usize>, LoadError> {
        let sizes = &self.tensors[tensor].shape;
        let shape: Vec<usize> = sizes
            .iter()
            .map(|&size| usize::try_from(size).ok().filter(|&size| size > 0))
            .collect::<Option<_>>()
            .ok_or_else(|| LoadError::Unsupported(format!("tensor {tensor} of shape {sizes:?}")))?;
        let values = shape.iter().try_fold(1usize, |product, &size| product.checked_mul(size));
        match values {
            Some(values) if values <= MAX_VALUES => Ok(shape),
            _ => Err(LoadError::TooLarge { what: "a tensor", allowed: MAX_VALUES }),
        }
    }
}

impl<'a> Tensor<'a> {
    fn parse(tensor: &Table<'a>, buffers: &[Table<'a>]) -> Result<Self, LoadError> {
        if tensor.table(6, "sparsity")?.is_some() {
            return Err(LoadError::Unsupported("a sparse tensor".into()));
        }
        let data_type = match tensor.byte(1, 0)? {
            0 => DataType::Float32,
            1 => DataType::Float16,
            2 => DataType::Int32,
            other => DataType::Other(other),
        };
        let buffer = lookup(buffers, tensor.integer(2, 0)?, "buffer")?;
        Ok(Self { shape: tensor.integers(0, MAX_RANK)?, data_type, data: buffer.bytes(0)? })
    }
}

impl<'a> RawOperator<'a> {
    fn parse(operator: &Table<'a>, codes: &[Table<'a>], tensors: usize) -> Result<Self, LoadError> {
        let code = lookup(codes, operator.integer(0, 0)?, "operator code")?;
        let outputs = references(&operator.integers(2, MAX_OPERANDS)?, tensors)?;
        let [output] = outputs[..] else {
            let what = format!("an operator of {} outputs", outputs.len());
            return Err(LoadError::Unsupported(what));
        };
        Ok(Self {
            // Files written before 2020 have only the byte field; newer ones use the larger of the two.
            code: code.integer(3, 0)?.max(i32::from(code.byte(0, 0)?)),
            custom_name: code.bytes(1)?,
            inputs: references(&operator.integers(1, MAX_OPERANDS)?, tensors)?,
            output,
            options: operator.table(4, "operator options")?,
            custom_options: operator.bytes(5)?,
        })
    }
}

/// Tensor numbers as indices, each of them below `tensors`.
fn references(numbers: &[i32], tensors: usize) -> Result<Vec<usize>, LoadError> {
    numbers
        .iter()
        .map(|&number| {
            usize::try_from(number).ok().filter(|&index| index < tensors).ok_or_else(|| {
                LoadError::Unsupported(format!("tensor {number} in a graph of {tensors} tensors"))
            })
        })
        .collect()
}

fn lookup<'t, 'a>(
    tables: &'t [Table<'a>],
    number: i32,
    what: &'static str,
) -> Result<&'t Table<'a>, LoadError> {
    usize::try_from(number)
        .ok()
        .and_then(|index| tables.get(index))
        .ok_or_else(|| LoadError::Unsupported(format!("{what} {number} in a file that has {}", tables.len())))
}
