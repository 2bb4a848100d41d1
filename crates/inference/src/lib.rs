//! A small interpreter of TFLite float graphs that gives the same bits on every machine.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use precheck_inference::{Model, Session};
//!
//! let model = Model::load(&std::fs::read("model.tflite")?)?;
//! let mut session = Session::default();
//! let image = vec![0.0; model.inputs()[0].iter().product()];
//! for output in session.run(&model, &[&image])?.iter() {
//!     println!("{output:?}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Determinism
//! Every output value is computed by the same IEEE 754 operations in the same order with every instruction set: products
//! are added one after another, multiplications and additions are never fused, there are no horizontal sums across vector
//! lanes, and the exponential function is the crate's own. Activations turn NaN into 0.
//!
//! # Structure
//! Loading passes through these modules in order: `flatbuffer` (bounds-checked reading), `tflite` (parsing), `graph`
//! (building the operators, one file each in `ops`, through a `build_context`), `fuse` (operator fusion), `plan` (memory
//! planning). The result is a [`Model`]; a [`Session`] runs it. Convolutions use `packed_weights` and `post_ops`, all
//! vector code is written over `simd`.

#![deny(unsafe_code)]
#![warn(missing_docs)]

mod build_context;
mod constants;
mod error;
mod exp;
mod flatbuffer;
mod fuse;
mod graph;
mod model;
mod ops;
mod packed_weights;
mod plan;
mod post_ops;
mod session;
#[allow(unsafe_code, reason = "SIMD intrinsics; the module explains why they are sound")]
mod simd;
mod tflite;

pub use error::{LoadError, RunError};
pub use model::Model;
pub use session::{Outputs, Session};
pub use simd::InstructionSet;
