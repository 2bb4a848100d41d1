//! Pixels: limits first, then decoding at the scale that is needed, upright.

pub mod blocks;
mod colour;
mod decode;
mod frame;
mod icc;
pub mod jpeg;
mod luma;
mod orient;
mod picture;
mod pyramid;
pub mod refine;

pub use colour::{Lab, labs, srgb_to_linear};
pub use decode::{Decoded, OVERVIEW_SIDE, WINDOW_SIDE, Window, decode};
pub use frame::{Beyond, Frame, stretched};
pub use icc::ColourSpace;
pub use luma::Luma;
pub use picture::Raster;
pub use pyramid::Pyramid;
