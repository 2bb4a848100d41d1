//! What a photo's file says and which pixels it shows: the rooms of the checker in which nearly all its time goes.
//!
//! A crate of its own, so that the module for browsers can be built for speed here and for size elsewhere. The
//! checker shows these rooms as its own.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod geometry;
pub mod json;
pub mod num;
pub mod photo;
pub mod raster;
pub mod text;
