//! Pixels: limits first, then decoding at the scale that is needed, upright.

mod decode;
pub mod jpeg;
mod orient;
mod picture;
mod reduce;

pub use decode::{Decoded, OVERVIEW_SIDE, Undecodable, WINDOW_SIDE, Window, decode};
pub use picture::Raster;
