//! What the segments of a JPEG in front of its first scan say of the picture.

use super::icc_chunks::IccChunks;
use super::xmp::Xmp;
use super::{Exif, density};
use crate::jpeg::{
    CodingProcess, ComponentSpec, FrameHeader, QUANT_SLOTS, QuantTable, Segments, marker, quant_tables,
};
use crate::raster::Orientation;

/// The facts of a JPEG's header that the checker needs.
#[derive(Debug, Clone, PartialEq)]
pub struct JpegHeader {
    /// Stored width in pixels, before orientation.
    pub width: u32,
    /// Stored height in pixels, before orientation.
    pub height: u32,
    /// Bits of a sample.
    pub precision: u8,
    /// How the coefficients are coded.
    pub process: CodingProcess,
    /// The components in the order of the frame.
    pub components: Vec<ComponentSpec>,
    /// The first quantisation table of each slot, in zigzag order.
    pub quant_tables: [Option<QuantTable>; QUANT_SLOTS],
    /// How the stored picture has to be turned to be upright.
    pub orientation: Orientation,
    /// What the first EXIF segment says of camera and program.
    pub exif: Exif,
    /// Dots per inch, by JFIF or else by EXIF.
    pub dots_per_inch: Option<f64>,
    /// What the first XMP packet says of how the picture was made.
    pub xmp: Option<Xmp>,
    /// The ICC profile, joined from its chunks.
    pub icc: Option<Vec<u8>>,
}

impl JpegHeader {
    /// Reads the segments up to the first scan behind the frame header, as browsers do: of several EXIF segments the
    /// first counts, in front of the frame header or behind it. `None` without a frame of at least one pixel and one
    /// component.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut frame = None;
        let mut tables = [None; QUANT_SLOTS];
        let (mut exif, mut xmp) = (None, None);
        let mut icc = IccChunks::default();
        let mut density = None;
        for segment in Segments::new(bytes).take_while(|segment| !segment.is_truncated) {
            match segment.marker {
                marker::DQT => quant_tables(segment.payload).for_each(|(slot, table)| {
                    tables[slot].get_or_insert(table);
                }),
                marker::APP1 => {
                    exif = exif.or_else(|| Exif::read(segment.payload));
                    xmp = xmp.or_else(|| Xmp::read(segment.payload));
                }
                marker::APP0 => density = density.or_else(|| density::of_jfif(segment.payload)),
                marker::APP2 => icc.add(segment.payload),
                kind if marker::is_frame(kind) && frame.is_none() => {
                    frame = Some(FrameHeader::parse(&segment)?)
                }
                marker::SOS if frame.is_some() => break,
                _ => {}
            }
        }
        let exif = exif.unwrap_or_default();
        let FrameHeader { process, precision, width, height, components } = frame?;
        (width > 0 && height > 0 && !components.is_empty()).then(|| Self {
            width: width.into(),
            height: height.into(),
            precision,
            process,
            components,
            quant_tables: tables,
            orientation: exif.orientation.unwrap_or_default(),
            dots_per_inch: density.or(exif.dots_per_inch),
            exif,
            xmp,
            icc: icc.join(),
        })
    }

    /// Width and height in pixels once the picture is turned upright.
    pub fn upright_size(&self) -> (u32, u32) {
        self.orientation.upright_size(self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A segment with its marker and length.
    fn segment(marker: u8, payload: &[u8]) -> Vec<u8> {
        [&[0xFF, marker], &(payload.len() as u16 + 2).to_be_bytes()[..], payload].concat()
    }

    fn file(segments: &[Vec<u8>]) -> Vec<u8> {
        [&[0xFF, marker::SOI][..], &segments.concat()].concat()
    }

    /// 3 x 2 pixels of one component.
    fn frame() -> Vec<u8> {
        segment(marker::SOF0, &[8, 0, 2, 0, 3, 1, 1, 0x11, 0])
    }

    /// An EXIF segment with this orientation and nothing else.
    fn oriented(value: u8) -> Vec<u8> {
        segment(
            marker::APP1,
            &[b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", &[value][..], b"\0\0\0\0\0\0"]
                .concat(),
        )
    }

    #[test]
    fn size_and_orientation_are_read() {
        let header = JpegHeader::read(&file(&[oriented(6), frame()])).unwrap();
        assert_eq!((header.width, header.height, header.upright_size()), (3, 2, (2, 3)));
        assert!(header.exif.is_empty(), "an orientation says nothing of camera or program");
    }

    #[test]
    fn the_first_exif_segment_in_front_of_the_scan_counts() {
        let scan = || segment(marker::SOS, &[]);
        let cases = [
            ("in front of the frame", file(&[oriented(6), frame(), scan()]), (2, 3)),
            ("behind the frame", file(&[frame(), oriented(6), scan()]), (2, 3)),
            ("behind the scan", file(&[frame(), scan(), oriented(6)]), (3, 2)),
            ("two, 6 and 1", file(&[oriented(6), oriented(1), frame(), scan()]), (2, 3)),
            ("two, 1 and 6", file(&[oriented(1), frame(), oriented(6), scan()]), (3, 2)),
            ("one of no meaning and 6", file(&[oriented(9), oriented(6), frame(), scan()]), (3, 2)),
            (
                "one that is no EXIF and 6",
                file(&[segment(marker::APP1, b"Exif\0\0II"), oriented(6), frame()]),
                (2, 3),
            ),
        ];
        let size = |bytes: &[u8]| JpegHeader::read(bytes).unwrap().upright_size();
        let wrong: Vec<_> = cases.iter().filter(|(_, bytes, upright)| size(bytes) != *upright).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn the_first_table_of_a_slot_and_the_first_frame_count() {
        let table = |step: u8| segment(marker::DQT, &[&[0][..], &[step; 64]].concat());
        let second = segment(marker::SOF2, &[8, 0, 9, 0, 9, 1, 1, 0x11, 0]);
        let header = JpegHeader::read(&file(&[table(1), table(2), frame(), second, table(3)])).unwrap();
        assert_eq!(header.quant_tables, [Some([1; 64]), None, None, None]);
        assert_eq!((header.width, header.process), (3, CodingProcess::Sequential));
    }

    #[test]
    fn there_is_no_header_without_a_whole_frame() {
        let cases = [
            ("no frame", file(&[oriented(1)])),
            ("no pixel", file(&[segment(marker::SOF0, &[8, 0, 0, 0, 3, 1, 1, 0x11, 0])])),
            ("no component", file(&[segment(marker::SOF0, &[8, 0, 2, 0, 3, 0])])),
            ("a component is missing", file(&[segment(marker::SOF0, &[8, 0, 2, 0, 3, 2, 1, 0x11, 0])])),
            ("cut in the frame", file(&[frame()])[..12].to_vec()),
        ];
        let read: Vec<_> = cases.iter().filter(|(_, bytes)| JpegHeader::read(bytes).is_some()).collect();
        assert!(read.is_empty(), "{read:?}");
    }
}
