//! Colour spaces: sRGB, CIELAB, and those that ICC profiles describe.

mod convert;
mod difference;
mod icc;
mod lab;

pub use convert::ToSrgb;
pub use icc::{ColourSpace, Pixels};
pub use lab::{Lab, labs, linear_to_srgb, srgb_to_linear};
