//! What every other crate builds on: places on the picture, marks that a page draws, canonical JSON, numbers and
//! texts that are the same on every platform.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod geometry;
pub mod json;
pub mod marks;
pub mod num;
pub mod text;
