//! Writes small TFLite files for tests.

#![allow(dead_code, reason = "each test file uses another part")]

pub mod operators;

/// A value in a FlatBuffers table.
#[derive(Clone)]
pub enum Value {
    Byte(i8),
    Integer(i32),
    Bytes(Vec<u8>),
    Integers(Vec<i32>),
    Table(Fields),
    Tables(Vec<Fields>),
}

/// The fields of a table: number and value.
pub type Fields = Vec<(usize, Value)>;

/// Builds a graph. Tensors are identified by the indices that the methods return.
#[derive(Clone, Default)]
pub struct Graph {
    tensors: Vec<Fields>,
    buffers: Vec<Fields>,
    codes: Vec<Fields>,
    operators: Vec<Fields>,
}

impl Graph {
    /// A tensor that is computed, or an input.
    pub fn tensor(&mut self, shape: &[i32]) -> i32 {
        self.constant(shape, 0, Vec::new())
    }

    /// A constant of floats.
    pub fn floats(&mut self, shape: &[i32], values: &[f32]) -> i32 {
        self.constant(shape, 0, values.iter().flat_map(|value| value.to_le_bytes()).collect())
    }

    /// A constant of integers, in one dimension.
    pub fn integers(&mut self, values: &[i32]) -> i32 {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.constant(&[values.len() as i32], 2, bytes)
    }

    /// A constant of any type, by TFLite's code.
    pub fn constant(&mut self, shape: &[i32], kind: i8, bytes: Vec<u8>) -> i32 {
        self.buffers.push(vec![(0, Value::Bytes(bytes))]);
        let buffer = Value::Integer(self.buffers.len() as i32 - 1);
        self.tensors.push(vec![(0, Value::Integers(shape.to_vec())), (1, Value::Byte(kind)), (2, buffer)]);
        self.tensors.len() as i32 - 1
    }

    /// An operator by TFLite's code; returns its output.
    pub fn operator(&mut self, code: i32, options: Fields, inputs: &[i32], shape: &[i32]) -> i32 {
        let options = vec![(4, Value::Table(options))];
        self.push(vec![(3, Value::Integer(code))], options, inputs, shape)
    }

    /// MediaPipe's transposed convolution with the given options.
    pub fn custom(&mut self, options: &[i32], inputs: &[i32], shape: &[i32]) -> i32 {
        let name = Value::Bytes(b"Convolution2DTransposeBias".to_vec());
        let bytes = options.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.push(vec![(3, Value::Integer(32)), (1, name)], vec![(5, Value::Bytes(bytes))], inputs, shape)
    }

    fn push(&mut self, code: Fields, options: Fields, inputs: &[i32], shape: &[i32]) -> i32 {
        let output = self.tensor(shape);
        self.codes.push(code);
        let mut operator = vec![
            (0, Value::Integer(self.codes.len() as i32 - 1)),
            (1, Value::Integers(inputs.to_vec())),
            (2, Value::Integers(vec![output])),
        ];
        operator.extend(options);
        self.operators.push(operator);
        output
    }

    /// The file.
    pub fn finish(&self, inputs: &[i32], outputs: &[i32]) -> Vec<u8> {
        let graph = vec![
            (0, Value::Tables(self.tensors.clone())),
            (1, Value::Integers(inputs.to_vec())),
            (2, Value::Integers(outputs.to_vec())),
            (3, Value::Tables(self.operators.clone())),
        ];
        let model = vec![
            (0, Value::Integer(3)),
            (1, Value::Tables(self.codes.clone())),
            (2, Value::Tables(vec![graph])),
            (4, Value::Tables(self.buffers.clone())),
        ];
        let mut bytes = b"\0\0\0\0TFL3".to_vec();
        let root = write_table(&mut bytes, &model);
        bytes[..4].copy_from_slice(&(root as u32).to_le_bytes());
        bytes
    }
}

/// Writes a vtable, its table and everything that the table points to; returns the table's offset.
fn write_table(bytes: &mut Vec<u8>, fields: &Fields) -> usize {
    let count = fields.iter().map(|(field, _)| field + 1).max().unwrap_or(0);
    let mut entries = vec![0u16; count];
    for (index, (field, _)) in fields.iter().enumerate() {
        entries[*field] = 4 + 4 * index as u16;
    }
    let vtable_size = 4 + 2 * count as u16;
    let table_size = 4 + 4 * fields.len() as u16;
    for half in [vtable_size, table_size].iter().chain(&entries) {
        bytes.extend(half.to_le_bytes());
    }
    let table = bytes.len();
    bytes.extend(i32::from(vtable_size).to_le_bytes());
    for (_, value) in fields {
        let inline = match value {
            Value::Byte(byte) => i32::from(*byte as u8),
            Value::Integer(integer) => *integer,
            _ => 0,
        };
        bytes.extend(inline.to_le_bytes());
    }
    for (index, (_, value)) in fields.iter().enumerate() {
        let target = match value {
            Value::Byte(_) | Value::Integer(_) => continue,
            Value::Bytes(values) => write_vector(bytes, values.len(), values),
            Value::Integers(values) => {
                let content: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
                write_vector(bytes, values.len(), &content)
            }
            Value::Table(fields) => write_table(bytes, fields),
            Value::Tables(tables) => {
                let vector = write_vector(bytes, tables.len(), &vec![0; 4 * tables.len()]);
                for (index, fields) in tables.iter().enumerate() {
                    let target = write_table(bytes, fields);
                    point(bytes, vector + 4 + 4 * index, target);
                }
                vector
            }
        };
        point(bytes, table + 4 + 4 * index, target);
    }
    table
}

fn write_vector(bytes: &mut Vec<u8>, length: usize, content: &[u8]) -> usize {
    let start = bytes.len();
    bytes.extend((length as u32).to_le_bytes());
    bytes.extend(content);
    start
}

/// Writes the relative offset at `from` that points to `to`.
fn point(bytes: &mut [u8], from: usize, to: usize) {
    bytes[from..from + 4].copy_from_slice(&((to - from) as u32).to_le_bytes());
}

/// Reproducible noise from -1 to 1 (Marsaglia's xorshift).
pub fn noise(count: usize, seed: u64) -> Vec<f32> {
    let mut state = seed;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..count).map(|_| next()).collect()
}
