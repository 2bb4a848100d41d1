//! What every other crate builds on: geometry, marks that a page draws, canonical JSON, numbers that are the same on every
//! platform, the right word for a misspelt one, and texts in two languages.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod geometry;
pub mod json;
pub mod marks;
pub mod nearest;
pub mod num;
pub mod text;
