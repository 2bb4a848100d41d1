//! The file as it was handed in: its format, its digest, and what a JPEG's header says. No pixel is decoded here.

mod exif;
mod format;
mod jpeg_header;
pub mod limits;
mod photo;

pub use exif::Exif;
pub use format::Format;
pub use jpeg_header::{CodingProcess, ComponentSpec, JpegHeader};
pub use photo::{Photo, Undecodable, sha256};
