//! Colour spaces: sRGB, CIELAB, and those that the ICC profiles of phones and cameras describe.

mod convert;
mod difference;
mod icc;
mod lab;

pub use convert::to_srgb;
pub use icc::{ColourSpace, recognise};
pub use lab::{Lab, labs, linear_to_srgb, srgb_to_linear};
