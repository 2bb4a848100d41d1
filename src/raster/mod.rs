//! Pixels: limits first, then decoding at the scale that is needed, upright.

pub mod blocks;
mod colour;
mod decode;
mod icc;
pub mod jpeg;
mod luma;
mod orient;
mod picture;
mod reduce;

pub use colour::Lab;
pub use decode::{Decoded, OVERVIEW_SIDE, Undecodable, WINDOW_SIDE, Window, decode};
pub use icc::ColourSpace;
pub use luma::Luma;
pub use picture::Raster;
