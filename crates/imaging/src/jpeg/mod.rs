//! JPEG decoding in integers, straight to the size that is needed (ITU-T T.81: baseline, extended sequential
//! and progressive, Huffman, 8 bits; grey, YCbCr, RGB, CMYK, YCCK; every sampling).
//!
//! No library gives all of this: the same bits on every platform, a picture at 1/8 for the price of its
//! entropy coding, a part at full resolution, and the answer how much of a damaged file can be read.
//!
//! How the bytes become pixels, one file a step: `coded` (with `frame`) parses everything but the scan data;
//! `walk` goes through a scan's units, over restarts and damage; `bits` and `huffman` read symbols;
//! `sequential` and `progressive` make blocks of coefficients of them; `coefficients` keeps the blocks where
//! a picture comes in several scans; `transform` turns a block into 1, 2, 4 or 8 samples a side; `canvas`
//! brings the components to one size, and `colour` mixes them. `decode` puts the steps together, for the whole
//! picture and, in the same pass, for a `window` at full resolution.

mod bit_reader;
mod canvas;
mod coefficients;
mod colour_transform;
mod decode;
mod error;
mod frame;
mod huffman;
mod idct;
mod multi_scan;
mod parse;
mod progressive;
mod readability;
mod roi;
mod scan_cursor;
mod segments;
mod sequential;

pub use decode::{DecodedJpeg, Scale, decode};
pub use error::DecodeError;
pub use readability::Readability;
pub use segments::{Segment, Segments, marker};
