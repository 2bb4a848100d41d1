//! The frame header (ITU-T T.81, B.2.2): size, precision, coding process and components of the picture.

use super::segments::{Segment, marker};

/// A frame header as the file has it; only its length is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameHeader {
    /// How the coefficients are coded.
    pub process: CodingProcess,
    /// Bits of a sample.
    pub precision: u8,
    /// Stored width in pixels.
    pub width: u16,
    /// Stored height in pixels; 0 if a marker behind the first scan gives it.
    pub height: u16,
    /// The components in the order of the file.
    pub components: Vec<ComponentSpec>,
}

/// One component of the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComponentSpec {
    /// Identifier by which scans refer to it.
    pub id: u8,
    /// Horizontal sampling factor.
    pub h: u8,
    /// Vertical sampling factor.
    pub v: u8,
    /// Slot of its quantisation table.
    pub quant_table: u8,
}

/// The coding process that the frame's marker names (T.81, table B.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodingProcess {
    /// SOF0 and SOF1: sequential, Huffman.
    Sequential,
    /// SOF2: progressive, Huffman.
    Progressive,
    /// SOF3: lossless, Huffman.
    Lossless,
    /// SOF5 to SOF7: hierarchical, Huffman.
    Hierarchical,
    /// SOF9 to SOF15: any process with arithmetic coding.
    Arithmetic,
}

impl CodingProcess {
    /// The process of a frame marker, see [`marker::is_frame`].
    fn of(marker: u8) -> Self {
        match marker {
            marker::SOF0 | marker::SOF1 => Self::Sequential,
            marker::SOF2 => Self::Progressive,
            marker::SOF3 => Self::Lossless,
            marker::SOF5..=marker::SOF7 => Self::Hierarchical,
            _ => Self::Arithmetic,
        }
    }

    /// Whether browsers and phones decode it, and so does this crate.
    pub fn is_supported(self) -> bool {
        matches!(self, Self::Sequential | Self::Progressive)
    }
}

impl FrameHeader {
    /// Parses the segment of a frame marker; `None` if it is too short for its components.
    pub fn parse(segment: &Segment) -> Option<Self> {
        let (&[precision, h1, h0, w1, w0, count], rest) = segment.payload.split_first_chunk()?;
        let specs = rest.as_chunks::<3>().0.get(..usize::from(count))?;
        let component = |&[id, sampling, quant_table]: &[u8; 3]| ComponentSpec {
            id,
            h: sampling >> 4,
            v: sampling & 15,
            quant_table,
        };
        Some(Self {
            process: CodingProcess::of(segment.marker),
            precision,
            width: u16::from_be_bytes([w1, w0]),
            height: u16::from_be_bytes([h1, h0]),
            components: specs.iter().map(component).collect(),
        })
    }
}
