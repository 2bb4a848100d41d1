//! Colour spaces: sRGB, CIELAB and the spaces that ICC profiles of cameras and phones describe.

mod icc;
mod lab;

pub use icc::{ColourSpace, recognise, to_srgb};
pub use lab::{Lab, labs, srgb_to_linear};
