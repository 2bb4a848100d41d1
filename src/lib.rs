//! Checks a portrait photo against an exam office's notice: *look at the photo once, write down what is
//! there, then let each rule have its say.*
//!
//! Three nouns ([`photo::Photo`], [`scene::Scene`], [`Report`]), three verbs (open, measure, judge: see
//! [`Inspection`]; [`check`] is the three in a row), and a folder of [`rules`]. The same bytes give the same
//! report, byte for byte, natively and in WebAssembly.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod iso;
pub mod models;
pub mod profile;
pub mod rules;
pub mod scene;
pub mod self_test;
#[cfg(all(target_arch = "wasm32", feature = "javascript"))]
pub mod wasm;

mod check;
mod report;

pub use check::{Inspection, check};
pub use profile::Profile;
pub use report::{Decision, Finding, Outcome, Report};

/// The version that reports name.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");
