//! Containers, EXIF, ICC, JPEG, colour spaces and resampling: which pixels a photo shows, the same bits on every
//! platform.
//!
//! A crate of its own, so that the module for browsers can be built for speed here and for size elsewhere.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod photo;
pub mod raster;
