//! Pixels: limits first, then decoding at the scale that is needed, upright.

pub mod blocks;
mod decode;
pub mod jpeg;
mod luma;
mod orient;
mod picture;
mod reduce;

pub use decode::{Decoded, OVERVIEW_SIDE, Undecodable, WINDOW_SIDE, Window, decode};
pub use luma::Luma;
pub use picture::Raster;
