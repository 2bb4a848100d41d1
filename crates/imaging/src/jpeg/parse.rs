//! A JPEG parsed but not decoded: the frame, and each scan with the tables that are in force when it begins.
//!
//! Whatever the headers say, nothing is allocated but a few hundred bytes a scan: Huffman tables stay slices of the file
//! until their scan is decoded.

use super::error::{DecodeError, MAX_BLOCK_VISITS, MAX_SCANS};
use super::frame::{AppMarkers, Frame};
use super::frame_header::FrameHeader;
use super::huffman::HuffmanSpec;
use super::quant_table::{QUANT_SLOTS, QuantTable, natural_order, quant_tables};
use super::scan::Scan;
use super::segments::{Segment, Segments, marker};

/// A parsed file.
pub struct ParsedJpeg<'a> {
    pub frame: Frame,
    pub scans: Vec<Scan<'a>>,
    /// Whether an invalid scan header was left out of `scans`.
    has_invalid_scan: bool,
    /// Whether there is an end-of-image marker.
    pub has_eoi: bool,
}

/// Slots that a file may fill with Huffman tables of each class.
const HUFFMAN_SLOTS: usize = 4;

/// What the segments have defined so far.
#[derive(Default)]
pub struct Tables<'a> {
    pub dc: [Option<HuffmanSpec<'a>>; HUFFMAN_SLOTS],
    pub ac: [Option<HuffmanSpec<'a>>; HUFFMAN_SLOTS],
    /// In natural order.
    pub quant: [Option<QuantTable>; QUANT_SLOTS],
    pub restart_interval: usize,
    app_markers: AppMarkers,
}

impl<'a> ParsedJpeg<'a> {
    /// Parses everything but the scan data.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        if !bytes.starts_with(&[0xFF, marker::SOI]) {
            return Err(DecodeError::NotJpeg);
        }
        let (mut tables, mut frame, mut scans) = (Tables::default(), None, Vec::new());
        let (mut has_invalid_scan, mut has_eoi, mut block_visits) = (false, false, 0);
        for segment in Segments::new(bytes) {
            match (segment.marker, &frame) {
                (kind, None) if marker::is_frame(kind) => {
                    let header = FrameHeader::parse(&segment).ok_or(DecodeError::NoFrame)?;
                    frame = Some(Frame::new(&header, tables.app_markers)?);
                }
                (marker::SOS, Some(frame)) => match Scan::parse(&segment, frame, &tables) {
                    Some(scan) => {
                        let indices = scan.components.iter().map(|component| component.index);
                        block_visits += indices.map(|index| frame.blocks(index)).sum::<u64>();
                        if scans.len() == MAX_SCANS || block_visits > MAX_BLOCK_VISITS {
                            return Err(DecodeError::TooManyScans);
                        }
                        scans.push(scan);
                    }
                    None => has_invalid_scan = true,
                },
                (marker::EOI, _) => has_eoi = true,
                _ => tables.define(&segment),
            }
        }
        Ok(ParsedJpeg { frame: frame.ok_or(DecodeError::NoFrame)?, scans, has_invalid_scan, has_eoi })
    }

    /// The quantisation table of a component, in natural order: the one in force at its first scan (T.81, B.2.4.1).
    pub fn quant_table(&self, component: usize) -> Option<QuantTable> {
        let mut in_scans = self.scans.iter().flat_map(|scan| &scan.components);
        in_scans.find(|in_scan| in_scan.index == component)?.quant_table
    }

    /// Whether something is missing from the whole picture by the headers alone: a scan, a component or its quantisation
    /// table, or, in a progressive file that ends between two scans, the last bits of the coefficients.
    pub fn is_incomplete(&self) -> bool {
        let is_coded = |component, k: usize, counts: fn(&Scan) -> bool| {
            let mut scans = self.scans.iter().filter(|scan| scan.has_component(component));
            scans.any(|scan| !self.frame.is_progressive || (counts(scan) && scan.band.contains(&k)))
        };
        let is_cut = self.frame.is_progressive && !self.has_eoi;
        let is_missing = |component| {
            !is_coded(component, 0, |_| true)
                || self.quant_table(component).is_none()
                || (is_cut && !(0..64).all(|k| is_coded(component, k, |scan| scan.low_bit == 0)))
        };
        self.has_invalid_scan || (0..self.frame.components.len()).any(is_missing)
    }
}

impl<'a> Tables<'a> {
    /// Takes over what a segment defines, if anything. A damaged definition ends its segment: only a scan that needs it
    /// is lost.
    fn define(&mut self, segment: &Segment<'a>) {
        let payload = segment.payload;
        match segment.marker {
            marker::DHT => _ = self.define_huffman(payload),
            marker::DQT => {
                for (slot, table) in quant_tables(payload) {
                    self.quant[slot] = Some(natural_order(&table));
                }
            }
            marker::DRI => {
                self.restart_interval =
                    payload.first_chunk().map_or(0, |&bytes| usize::from(u16::from_be_bytes(bytes)));
            }
            marker::APP0 => self.app_markers.jfif |= payload.starts_with(b"JFIF\0"),
            marker::APP14 if payload.starts_with(b"Adobe") => {
                self.app_markers.adobe_transform = payload.get(11).copied();
            }
            _ => {}
        }
    }

    fn define_huffman(&mut self, mut payload: &'a [u8]) -> Option<()> {
        while let Some((&head, rest)) = payload.split_first() {
            payload = rest;
            let tables = if head >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            *tables.get_mut(usize::from(head & 15))? = Some(HuffmanSpec::take(&mut payload)?);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::frame::tests::{THREE, file};
    use super::*;

    #[test]
    fn more_scans_than_encoders_write_are_refused() {
        let mut bytes = file(0xC2, 8, [8, 8], &THREE[..1], &[]);
        let scan = [0xFF, marker::SOS, 0, 8, 1, 1, 0, 0, 0, 1];
        bytes.extend(scan.repeat(MAX_SCANS));
        assert_eq!(ParsedJpeg::parse(&bytes).unwrap().scans.len(), MAX_SCANS);
        bytes.extend(scan);
        assert_eq!(ParsedJpeg::parse(&bytes).err(), Some(DecodeError::TooManyScans));
    }

    #[test]
    fn scans_over_a_huge_frame_are_refused_earlier() {
        let mut bytes = file(0xC2, 8, [11_000, 11_000], &THREE[..1], &[]);
        let scan = [0xFF, marker::SOS, 0, 8, 1, 1, 0, 1, 63, 0];
        bytes.extend(scan.repeat(20));
        assert_eq!(ParsedJpeg::parse(&bytes).unwrap().scans.len(), 20);
        bytes.extend(scan.repeat(10));
        assert_eq!(ParsedJpeg::parse(&bytes).err(), Some(DecodeError::TooManyScans));
    }

    #[test]
    fn invalid_scan_headers_are_left_out() {
        let cases = [
            ("unknown component", [1, 9, 0, 0, 0, 0]),
            ("band backwards", [1, 1, 0, 5, 4, 0]),
            ("DC and AC together", [1, 1, 0, 0, 5, 0]),
            ("beyond the block", [1, 1, 0, 1, 64, 0]),
            ("shift of 14", [1, 1, 0, 0, 0, 14]),
        ];
        for (name, header) in cases {
            let mut bytes = file(0xC2, 8, [8, 8], &THREE[..1], &[]);
            bytes.extend([0xFF, marker::SOS, 0, 8]);
            bytes.extend(header);
            let parsed = ParsedJpeg::parse(&bytes).unwrap();
            assert!(parsed.scans.is_empty() && parsed.has_invalid_scan, "{name}");
        }
    }
}
