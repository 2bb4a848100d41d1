//! TensorFlow's codes of the operators, as in `crates/inference/src/ops/mod.rs`.

pub const ADD: i32 = 0;
pub const AVERAGE_POOL: i32 = 1;
pub const CONCATENATION: i32 = 2;
pub const CONV: i32 = 3;
pub const DEPTHWISE: i32 = 4;
pub const DEQUANTIZE: i32 = 6;
pub const LOGISTIC: i32 = 14;
pub const MAX_POOL: i32 = 17;
pub const MUL: i32 = 18;
pub const RELU: i32 = 19;
pub const RESHAPE: i32 = 22;
pub const RESIZE: i32 = 23;
pub const PAD: i32 = 34;
pub const TRANSPOSE: i32 = 39;
pub const MEAN: i32 = 40;
pub const SUB: i32 = 41;
pub const DIV: i32 = 42;
pub const SLICE: i32 = 45;
pub const PRELU: i32 = 54;
pub const NEG: i32 = 59;
pub const SUM: i32 = 74;
pub const SQRT: i32 = 75;
pub const RSQRT: i32 = 76;
pub const SQUARED_DIFFERENCE: i32 = 99;
pub const HARD_SWISH: i32 = 117;
