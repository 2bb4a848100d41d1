//! Decodes the constants of a model: 32-bit and 16-bit floats to `f32`, 32-bit integers.

use crate::error::LoadError;
use crate::tflite::{DataType, Graph};

/// Decodes the float constant `tensor`, whose data must fill its shape exactly.
pub(crate) fn floats(graph: &Graph, tensor: usize) -> Result<Vec<f32>, LoadError> {
    match graph.tensors[tensor].data_type {
        DataType::Float32 => decode(graph, tensor, f32::from_le_bytes),
        DataType::Float16 => decode(graph, tensor, |half| f16_to_f32(u16::from_le_bytes(half))),
        other => Err(LoadError::Unsupported(format!("tensor {tensor} of {other:?} as floats"))),
    }
}

/// Decodes the integer constant `tensor`, whose data must fill its shape exactly.
pub(crate) fn integers(graph: &Graph, tensor: usize) -> Result<Vec<i32>, LoadError> {
    match graph.tensors[tensor].data_type {
        DataType::Int32 => decode(graph, tensor, i32::from_le_bytes),
        other => Err(LoadError::Unsupported(format!("tensor {tensor} of {other:?} as integers"))),
    }
}

fn decode<const SIZE: usize, T>(
    graph: &Graph,
    tensor: usize,
    value: impl Fn([u8; SIZE]) -> T,
) -> Result<Vec<T>, LoadError> {
    let expected: usize = graph.shape(tensor)?.iter().product();
    let (values, rest) = graph.tensors[tensor].data.as_chunks();
    if values.len() != expected || !rest.is_empty() {
        let length = graph.tensors[tensor].data.len();
        let what =
            format!("constant {tensor} of {length} bytes where its shape holds {expected} values of {SIZE}");
        return Err(LoadError::Unsupported(what));
    }
    let mut decoded = Vec::with_capacity(expected);
    values.chunks(CHUNK).for_each(|values| append(values, &value, &mut decoded));
    Ok(decoded)
}

/// Values decoded in one call: WebAssembly engines switch to optimised code at calls only.
const CHUNK: usize = 1024;

#[inline(never)]
fn append<const SIZE: usize, T>(values: &[[u8; SIZE]], value: impl Fn([u8; SIZE]) -> T, to: &mut Vec<T>) {
    to.extend(values.iter().map(|bytes| value(*bytes)));
}

/// Widens an IEEE 754 half, which is exact. Without branches, so that the compiler vectorises it.
fn f16_to_f32(half: u16) -> f32 {
    let sign = u32::from(half & 0x8000) << 16;
    // The exponent biases differ by 127 - 15 = 112; the multiplication also normalises subnormal halves.
    let finite = f32::from_bits(u32::from(half & 0x7fff) << 13) * f32::from_bits((127 + 112) << 23);
    let infinite_or_nan = if half & 0x7c00 == 0x7c00 { 0x7f80_0000 } else { 0 };
    f32::from_bits(finite.to_bits() | infinite_or_nan | sign)
}

#[cfg(test)]
mod tests {
    use super::f16_to_f32;

    #[test]
    fn halves_are_widened_exactly() {
        let cases = [
            (0x0000, 0.0),
            (0x8000, -0.0),
            (0x0001, 1.0 / 16_777_216.0),
            (0x8400, -1.0 / 16_384.0),
            (0x3555, 0.333_251_95),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x7c00, f32::INFINITY),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|(half, value)| f16_to_f32(*half).to_bits() != f32::to_bits(*value))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(f16_to_f32(0x7e00).is_nan());
    }
}
