//! Constants of a model, decoded once: 32-bit and 16-bit floats to `f32`, 32-bit integers.

use crate::error::LoadError;
use crate::tflite::{Element, Graph};

/// Decodes the float constant `tensor`, whose data must fill its shape exactly.
pub(crate) fn floats(graph: &Graph, tensor: usize) -> Result<Vec<f32>, LoadError> {
    match graph.tensors[tensor].element {
        Element::Float32 => decode(graph, tensor, f32::from_le_bytes),
        Element::Float16 => decode(graph, tensor, |half| from_half(u16::from_le_bytes(half))),
        other => Err(LoadError::Unsupported(format!("tensor {tensor} of {other:?} as floats"))),
    }
}

/// Decodes the integer constant `tensor`, whose data must fill its shape exactly.
pub(crate) fn integers(graph: &Graph, tensor: usize) -> Result<Vec<i32>, LoadError> {
    match graph.tensors[tensor].element {
        Element::Int32 => decode(graph, tensor, i32::from_le_bytes),
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
    values.chunks(AT_ONCE).for_each(|values| append(values, &value, &mut decoded));
    Ok(decoded)
}

/// Values that are decoded in one call: browsers change to quick code at calls only.
const AT_ONCE: usize = 1024;

#[inline(never)]
fn append<const SIZE: usize, T>(values: &[[u8; SIZE]], value: impl Fn([u8; SIZE]) -> T, to: &mut Vec<T>) {
    to.extend(values.iter().map(|bytes| value(*bytes)));
}

/// The value of an IEEE 754 half: every half is exactly an `f32`. Without branches, so that several are decoded at once.
fn from_half(half: u16) -> f32 {
    let sign = u32::from(half & 0x8000) << 16;
    // The exponents' biases differ by 127 - 15 = 112; subnormal halves become normal by this, too.
    let finite = f32::from_bits(u32::from(half & 0x7fff) << 13) * f32::from_bits((127 + 112) << 23);
    let endless = if half & 0x7c00 == 0x7c00 { 0x7f80_0000 } else { 0 };
    f32::from_bits(finite.to_bits() | endless | sign)
}

#[cfg(test)]
mod tests {
    use super::from_half;

    #[test]
    fn halves_keep_their_value() {
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
        let wrong: Vec<_> =
            cases.iter().filter(|(half, value)| from_half(*half).to_bits() != f32::to_bits(*value)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(from_half(0x7e00).is_nan());
    }
}
