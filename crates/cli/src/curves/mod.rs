//! `precheck curves`: faults of light, colour, sharpness and compression simulated by physics in rising strengths, and how
//! many photos fail at each.

mod command;
mod curve;
mod curves_document;
mod fault;
mod filter;
pub mod linear_picture;
mod sample;
mod scene_maps;
mod strengths;

pub use command::curves;
