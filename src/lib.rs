//! Checks a portrait photo against an exam office's notice.
//!
//! `open -> analyze -> measure -> judge` ([`Inspection`]; [`check`] is all four in a row) turn bytes into a
//! [`Photo`](precheck_imaging::container::Photo), a [`Scene`](scene::Scene), [`Measurements`] and, under a [`Profile`], a
//! [`Report`]. The same bytes give the same report, byte for byte, natively and in WebAssembly.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod iso;
pub mod measurements;
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
pub use measurements::Measurements;
pub use profile::Profile;
pub use report::{Decision, Finding, Outcome, REPORT_SCHEMA, Report};

/// The version that reports name.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");
