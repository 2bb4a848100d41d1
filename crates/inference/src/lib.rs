//! A small interpreter of TFLite float graphs that gives the same bits on every machine.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use precheck_inference::{Model, Session};
//!
//! let model = Model::load(&std::fs::read("model.tflite")?)?;
//! let mut session = Session::default();
//! let picture = vec![0.0; model.inputs()[0].iter().product()];
//! for output in session.run(&model, &[&picture])?.iter() {
//!     println!("{output:?}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # The same bits everywhere
//! Every output value is computed by the same IEEE 754 operations in the same order, whatever the
//! instructions: products are added one after another, a multiplication is never fused with an
//! addition, sums are never taken across the lanes of a vector, and the exponential function is the
//! crate's own. What is not a number counts as 0 wherever an activation meets it.
//!
//! # How it is built
//! A file goes through these modules in this order: `flatbuffer` (bounded reading), `tflite` (the
//! file as it is written), `graph` (operators built through a `spec`, one file each in `ops`), `fuse`
//! (activations and skip connections into convolutions), `plan` (buffers). What is left is a
//! [`Model`]; a [`Session`] runs it.

#![deny(unsafe_code)]
#![warn(missing_docs)]

mod constants;
mod epilogue;
mod error;
mod exp;
mod flatbuffer;
mod fuse;
mod graph;
mod model;
mod ops;
mod panels;
mod plan;
mod session;
#[allow(unsafe_code, reason = "instructions for vectors; the only place, and it says why it is sound")]
mod simd;
mod spec;
mod tflite;

pub use error::{LoadError, RunError};
pub use model::Model;
pub use session::{Outputs, Session};
pub use simd::Instructions;
