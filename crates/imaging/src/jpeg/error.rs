//! Why a JPEG is not decoded at all. Everything here is known from its headers; damaged scan data is never an error.

use std::fmt;

/// Most pixels that this decoder accepts, whatever its caller allows: keeps every size within 32 bits (64 coefficients
/// of 4 components and all padding included), so that no sum of sizes can overflow in WebAssembly.
pub const MAX_PIXELS: u64 = 1 << 27;

/// Most scans of one picture. libjpeg's own tools write at most 100 (`MAX_SCANS` in its scan-script reader); usual
/// progressive files have 10 to 18. Each costs tables, however little data it has.
pub const MAX_SCANS: usize = 100;

/// Most blocks in all scans of one picture together. A scan of a dozen bytes may have every block of a huge frame; this
/// keeps that below a second. A progressive photo of 108 megapixels, the largest that phones take, has 15 million.
pub const MAX_BLOCK_VISITS: u64 = 50_000_000;

/// Why a JPEG is not decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The bytes do not begin with a start-of-image marker.
    NotJpeg,
    /// There is no frame header, or the file ends in it.
    NoFrame,
    /// Arithmetic coding.
    Arithmetic,
    /// Lossless coding.
    Lossless,
    /// Hierarchical (differential) coding.
    Hierarchical,
    /// Samples of this many bits.
    Precision(u8),
    /// No pixel: width, height. (A height of 0 is given by a DNL marker behind the scan, which no encoder writes.)
    Empty(u32, u32),
    /// More than [`MAX_PIXELS`].
    TooManyPixels(u64),
    /// A number of components that no colour model has.
    Components(usize),
    /// A sampling factor outside 1 to 4: horizontal, vertical.
    Sampling(u8, u8),
    /// More than [`MAX_SCANS`], or more than [`MAX_BLOCK_VISITS`] blocks in them.
    TooManyScans,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecodeError::NotJpeg => write!(f, "not a jpeg: no start-of-image marker"),
            DecodeError::NoFrame => write!(f, "no complete frame header"),
            DecodeError::Arithmetic => write!(f, "arithmetic coding, allowed is huffman"),
            DecodeError::Lossless => write!(f, "lossless coding, allowed are sequential and progressive"),
            DecodeError::Hierarchical => {
                write!(f, "hierarchical coding, allowed are sequential and progressive")
            }
            DecodeError::Precision(bits) => write!(f, "samples of {bits} bits, allowed are 8"),
            DecodeError::Empty(width, height) => {
                write!(f, "{width} x {height} pixels, allowed is at least 1 x 1")
            }
            DecodeError::TooManyPixels(pixels) => write!(f, "{pixels} pixels, allowed are {MAX_PIXELS}"),
            DecodeError::Components(count) => write!(f, "{count} colour components, allowed are 1, 3 and 4"),
            DecodeError::Sampling(h, v) => write!(f, "sampling factors {h} x {v}, allowed are 1 to 4"),
            DecodeError::TooManyScans => {
                write!(f, "more than {MAX_SCANS} scans, or more than {MAX_BLOCK_VISITS} blocks in all scans")
            }
        }
    }
}

impl std::error::Error for DecodeError {}
