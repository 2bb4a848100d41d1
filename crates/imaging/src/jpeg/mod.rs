//! JPEG: syntax, and decoding in integers straight to the size that is needed (ITU-T T.81: baseline, extended sequential
//! and progressive, Huffman, 8 bits; grey, YCbCr, RGB, CMYK, YCCK; every sampling).
//!
//! A decoder of our own because no library has all of this: the same bits on every platform, a picture at 1/8 for the
//! cost of its entropy decoding, a region at full resolution in the same pass, and how much of a damaged file was read.
//!
//! In the order of decoding, one file a step: `segments`, `frame_header`, `quant_table`, `scan` and `parse` read everything but
//! the scan data; `scan_cursor` iterates over a scan's MCUs, restarts and damage; `bit_reader` and `huffman` decode
//! symbols; `sequential` and `progressive` decode blocks of coefficients; `coefficients` stores them for pictures in
//! several scans; `idct` turns a block into 1, 2, 4 or 8 samples a side; `canvas` and `upsample` bring the components to
//! one size, and `colour_convert` makes RGB of them. `decode` is the entry point; `roi` is the region at full resolution;
//! `trailer` is what phones append.

mod bit_reader;
mod canvas;
mod coefficients;
mod colour_convert;
mod decode;
mod error;
mod frame;
mod frame_header;
mod huffman;
mod idct;
mod multi_scan;
mod parse;
mod progressive;
mod quant_table;
mod readability;
mod roi;
mod scan;
mod scan_cursor;
mod segments;
mod sequential;
mod trailer;
mod upsample;

pub use decode::{DecodedJpeg, Scale, decode};
pub use error::DecodeError;
pub use frame_header::{CodingProcess, ComponentSpec, FrameHeader};
pub use quant_table::{QUANT_SLOTS, QuantTable, quant_tables};
pub use readability::Readability;
pub use segments::{Segment, Segments, marker};
pub use trailer::start as trailer_start;
