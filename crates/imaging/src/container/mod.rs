//! The file as it was handed in: its format, its digest, and what a JPEG's header says. No pixel is decoded here.

mod density;
mod digest;
mod exif;
mod format;
mod icc_chunks;
mod jpeg_header;
pub mod limits;
mod photo;
mod xmp;

pub use digest::{hexadecimal, sha256};
pub use exif::Exif;
pub use format::Format;
pub use jpeg_header::JpegHeader;
pub use photo::{Photo, Undecodable};
pub use xmp::{AiLabel, Xmp};
