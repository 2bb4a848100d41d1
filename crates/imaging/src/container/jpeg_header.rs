//! What the segments of a JPEG say about the picture.

use super::Exif;
use crate::jpeg::{Segments, marker};
use crate::raster::Orientation;
use image::metadata::Orientation as ExifOrientation;

/// The facts of a JPEG's segments that later rooms need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JpegHeader {
    /// Stored width in pixels, before orientation.
    pub width: u32,
    /// Stored height in pixels, before orientation.
    pub height: u32,
    /// Bits of a sample.
    pub precision: u8,
    /// How the coefficients are coded.
    pub coding: CodingProcess,
    /// The colour components in the order of the frame.
    pub components: Vec<ComponentSpec>,
    /// The first quantisation table of each of the four slots, in zigzag order.
    pub quant_tables: [Option<[u16; 64]>; 4],
    /// How the stored picture is turned to stand upright.
    pub orientation: Orientation,
    /// What the camera or program says of itself.
    pub exif: Exif,
    /// The ICC profile, put together from its chunks.
    pub icc: Option<Vec<u8>>,
}

/// The coding process that the frame marker names (ITU-T T.81, table B.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodingProcess {
    /// SOF0 and SOF1: sequential, Huffman.
    Sequential,
    /// SOF2: progressive, Huffman.
    Progressive,
    /// Lossless, hierarchical or arithmetic.
    Unusual,
}

impl CodingProcess {
    /// Whether browsers and phones show it.
    pub fn is_usual(self) -> bool {
        self != Self::Unusual
    }
}

/// One colour component of the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComponentSpec {
    /// Identifier that scans refer to.
    pub id: u8,
    /// Horizontal sampling factor.
    pub horizontal: u8,
    /// Vertical sampling factor.
    pub vertical: u8,
    /// Slot of its quantisation table.
    pub quant_table: u8,
}

/// Longest ICC profile that is kept. Real ones have 0.5 to 600 kB.
const MAX_ICC: usize = 4 << 20;

impl JpegHeader {
    /// Reads the segments up to the end of the file; `None` without a frame of at least one pixel.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut frame = None;
        let mut quant_tables = [None; 4];
        let mut orientation = Orientation::default();
        let mut exif = Exif::default();
        let mut icc = IccChunks::default();
        for segment in Segments::new(bytes).take_while(|segment| !segment.cut_short) {
            match segment.marker {
                0xdb => read_quantisation(segment.payload, &mut quant_tables),
                0xe1 if frame.is_none() => {
                    orientation = exif_orientation(segment.payload).unwrap_or(orientation);
                    exif = Exif::read(segment.payload).unwrap_or(exif);
                }
                0xe2 => icc.add(segment.payload),
                kind if marker::is_frame(kind) && frame.is_none() => frame = Some((kind, segment.payload)),
                0xda if frame.is_some() => break,
                _ => {}
            }
        }
        let (marker, payload) = frame?;
        let (precision, height, width, components) = read_frame(payload)?;
        let coding = match marker {
            0xc0 | 0xc1 => CodingProcess::Sequential,
            0xc2 => CodingProcess::Progressive,
            _ => CodingProcess::Unusual,
        };
        let icc = icc.join();
        Some(Self { width, height, precision, coding, components, quant_tables, orientation, exif, icc })
    }

    /// Width and height in pixels as a person sees the picture.
    pub fn upright_size(&self) -> (u32, u32) {
        if self.orientation.swaps_sides() { (self.height, self.width) } else { (self.width, self.height) }
    }
}

fn read_frame(payload: &[u8]) -> Option<(u8, u32, u32, Vec<ComponentSpec>)> {
    let [precision, h1, h0, w1, w0, count, rest @ ..] = payload else { return None };
    let (height, width) = (u16::from_be_bytes([*h1, *h0]), u16::from_be_bytes([*w1, *w0]));
    let components: Vec<ComponentSpec> = rest
        .as_chunks::<3>()
        .0
        .iter()
        .take(usize::from(*count))
        .map(|&[id, sampling, quant_table]| ComponentSpec {
            id,
            horizontal: sampling >> 4,
            vertical: sampling & 15,
            quant_table,
        })
        .collect();
    let complete = width > 0 && height > 0 && *count > 0 && components.len() == usize::from(*count);
    complete.then_some((*precision, height.into(), width.into(), components))
}

/// Keeps the first table of each slot of a DQT segment.
fn read_quantisation(mut payload: &[u8], tables: &mut [Option<[u16; 64]>; 4]) {
    while let [head, rest @ ..] = payload {
        let wide = head >> 4 != 0;
        let length = if wide { 128 } else { 64 };
        let (Some(values), Some(slot)) = (rest.get(..length), tables.get_mut(usize::from(head & 15))) else {
            return;
        };
        let mut table = [0; 64];
        for (i, entry) in table.iter_mut().enumerate() {
            *entry = match values {
                _ if wide => values
                    .get(2 * i..2 * i + 2)
                    .map_or(0, |v| v.iter().fold(0, |a, b| a << 8 | u16::from(*b))),
                _ => values.get(i).map_or(0, |v| u16::from(*v)),
            };
        }
        slot.get_or_insert(table);
        payload = rest.get(length..).unwrap_or_default();
    }
}

/// The orientation tag of an EXIF segment; `None` if this is no EXIF or it does not say.
fn exif_orientation(payload: &[u8]) -> Option<Orientation> {
    let exif = payload.strip_prefix(b"Exif\0\0")?;
    let (mirrored, quarter_turns) = match ExifOrientation::from_exif_chunk(exif)? {
        ExifOrientation::NoTransforms => (false, 0),
        ExifOrientation::FlipHorizontal => (true, 0),
        ExifOrientation::Rotate180 => (false, 2),
        ExifOrientation::FlipVertical => (true, 2),
        ExifOrientation::Rotate90FlipH => (true, 3),
        ExifOrientation::Rotate90 => (false, 1),
        ExifOrientation::Rotate270FlipH => (true, 1),
        ExifOrientation::Rotate270 => (false, 3),
    };
    Some(Orientation { mirrored, quarter_turns })
}

/// The chunks of an ICC profile, each numbered from 1 (ICC.1:2010, annex B.4).
#[derive(Default)]
struct IccChunks<'a>(Vec<(u8, &'a [u8])>);

impl<'a> IccChunks<'a> {
    fn add(&mut self, payload: &'a [u8]) {
        if let Some([number, _count, chunk @ ..]) = payload.strip_prefix(b"ICC_PROFILE\0") {
            self.0.push((*number, chunk));
        }
    }

    fn join(self) -> Option<Vec<u8>> {
        let length: usize = self.0.iter().map(|(_, chunk)| chunk.len()).sum();
        let of = |wanted: u8| self.0.iter().filter(move |(number, _)| *number == wanted);
        let chunks: Vec<&[u8]> = (0..=u8::MAX).flat_map(of).map(|(_, chunk)| *chunk).collect();
        (1..=MAX_ICC).contains(&length).then(|| chunks.concat())
    }
}
