//! Containers, EXIF, ICC, JPEG, colour spaces and resampling: which pixels a photo shows, the same bits on every
//! platform.
//!
//! Modules, each using only those before it: `colour` (sRGB, CIELAB, ICC), `raster` (pixels in memory, luma, resampling,
//! filters), `jpeg` (syntax and decoder), `container` (what the file is and what its header says), `decode` (from a
//! photo's bytes to its upright pixels).
//!
//! A separate crate, so that the WebAssembly module can compile it for speed and the rest for size.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod colour;
pub mod container;
pub mod decode;
pub mod jpeg;
pub mod raster;
