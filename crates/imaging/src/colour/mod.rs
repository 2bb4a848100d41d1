//! Colour spaces: sRGB, CIELAB, and those that the ICC profiles of phones and cameras describe.

mod convert;
mod icc;
mod lab;

pub use convert::to_srgb;
pub use icc::{ColourSpace, recognise};
pub use lab::{Lab, labs, srgb_to_linear};
