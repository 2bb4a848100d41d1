//! The marker segments of a JPEG file, in the order of the file (ITU-T T.81, annex B): the one place that knows where a
//! segment ends and the next begins. Container and decoder both read a file through it.
//!
//! It never fails: bytes between segments are skipped, a segment that the file's end truncates is returned as far as it
//! goes, and iteration ends after the end-of-image marker or the last byte. Every byte is visited once.

/// Second bytes of markers (T.81, table B.1).
pub mod marker {
    /// Start of frame, baseline sequential, Huffman; those of other coding processes follow up to [`SOF15`].
    pub const SOF0: u8 = 0xC0;
    /// Start of frame, extended sequential, Huffman.
    pub const SOF1: u8 = 0xC1;
    /// Start of frame, progressive, Huffman.
    pub const SOF2: u8 = 0xC2;
    /// Start of frame, lossless, Huffman.
    pub const SOF3: u8 = 0xC3;
    /// Define Huffman tables (within the range of frame markers and none of them).
    pub const DHT: u8 = 0xC4;
    /// Start of frame, differential sequential, Huffman.
    pub const SOF5: u8 = 0xC5;
    /// Start of frame, differential lossless, Huffman.
    pub const SOF7: u8 = 0xC7;
    /// Reserved for extensions (within the range of frame markers and none of them).
    pub const JPG: u8 = 0xC8;
    /// Define arithmetic conditioning (within the range of frame markers and none of them).
    pub const DAC: u8 = 0xCC;
    /// Start of frame, differential lossless, arithmetic: the last of them.
    pub const SOF15: u8 = 0xCF;
    /// First of the eight restart markers.
    pub const RST0: u8 = 0xD0;
    /// Last of the eight restart markers.
    pub const RST7: u8 = 0xD7;
    /// Start of image.
    pub const SOI: u8 = 0xD8;
    /// End of image.
    pub const EOI: u8 = 0xD9;
    /// Start of scan.
    pub const SOS: u8 = 0xDA;
    /// Define quant_table tables.
    pub const DQT: u8 = 0xDB;
    /// Define restart interval.
    pub const DRI: u8 = 0xDD;
    /// Application segment 0 (JFIF).
    pub const APP0: u8 = 0xE0;
    /// Application segment 1 (EXIF, XMP).
    pub const APP1: u8 = 0xE1;
    /// Application segment 2 (ICC profile, multi-picture index).
    pub const APP2: u8 = 0xE2;
    /// Application segment 14 (Adobe).
    pub const APP14: u8 = 0xEE;
    /// Comment.
    pub const COM: u8 = 0xFE;
    /// Temporary use in arithmetic coding: a marker without a length.
    pub const TEM: u8 = 0x01;

    /// Whether a marker is a start of frame, of any coding process.
    pub fn is_frame(marker: u8) -> bool {
        matches!(marker, SOF0..=SOF15) && !matches!(marker, DHT | JPG | DAC)
    }
}

/// One marker segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The marker's second byte, see [`marker`].
    pub marker: u8,
    /// Offset of the marker's 0xFF in the file.
    pub offset: usize,
    /// What the segment holds, without marker and length.
    pub payload: &'a [u8],
    /// After a start of scan the entropy-coded data with byte stuffing and restart markers; empty after any other
    /// marker.
    pub entropy_coded: &'a [u8],
    /// The file ends within the segment.
    pub is_truncated: bool,
}

/// Iterates over the segments of a file, the start-of-image marker first.
#[derive(Clone, Debug)]
pub struct Segments<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Segments<'a> {
    /// The segments of `bytes`, which may be anything.
    pub fn new(bytes: &'a [u8]) -> Self {
        Segments { bytes, position: 0 }
    }

    fn without_payload(&self, marker: u8, offset: usize) -> Segment<'a> {
        Segment { marker, offset, payload: &[], entropy_coded: &[], is_truncated: false }
    }

    /// The segment whose length field is at `start`.
    fn with_length(&mut self, marker: u8, offset: usize, start: usize) -> Segment<'a> {
        let rest = &self.bytes[start.min(self.bytes.len())..];
        let Some(length) = rest.first_chunk::<2>().map(|&b| usize::from(u16::from_be_bytes(b))) else {
            self.position = self.bytes.len();
            return Segment { is_truncated: true, ..self.without_payload(marker, offset) };
        };
        // A length includes its own two bytes; a smaller one is damage, and the search for a marker goes on behind it.
        let length = length.max(2);
        let payload = &rest[2..length.min(rest.len())];
        self.position = start + length.min(rest.len());
        let entropy_coded = if marker == marker::SOS {
            &self.bytes[self.position..end_of_scan_data(self.bytes, self.position)]
        } else {
            &[]
        };
        self.position += entropy_coded.len();
        Segment {
            payload,
            entropy_coded,
            is_truncated: length > rest.len(),
            ..self.without_payload(marker, offset)
        }
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        loop {
            let first = self.position + next_ff(self.bytes.get(self.position..)?)?;
            // Any number of 0xFF may precede a marker's second byte.
            let second = first + self.bytes[first..].iter().position(|&b| b != 0xFF)?;
            let (offset, marker) = (second - 1, self.bytes[second]);
            self.position = second + 1;
            match marker {
                0x00 => continue,
                marker::EOI => self.position = self.bytes.len(),
                marker::SOI | marker::RST0..=marker::RST7 | marker::TEM => {}
                _ => return Some(self.with_length(marker, offset, second + 1)),
            }
            return Some(self.without_payload(marker, offset));
        }
    }
}

/// Where the entropy-coded data that begins at `start` ends: at the next marker that may follow a scan. Reserved markers
/// (0x01 to 0xBF) do not end it: they arise when a bit of a stuffed byte flips, and data goes on behind them.
fn end_of_scan_data(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(step) = next_ff(&bytes[at..]) {
        at += step;
        match bytes.get(at + 1) {
            None => return bytes.len(),
            Some(0xFF) => at += 1,
            Some(0x00..=0xBF | marker::RST0..=marker::RST7) => at += 2,
            Some(_) => return at,
        }
    }
    bytes.len()
}

/// Distance to the next 0xFF, searched sixteen bytes at a time: scan data has megabytes.
fn next_ff(bytes: &[u8]) -> Option<usize> {
    let has_ff = |chunk: &[u8]| chunk.iter().fold(false, |found, &b| found | (b == 0xFF));
    let clean = bytes.chunks_exact(16).take_while(|chunk| !has_ff(chunk)).count() * 16;
    bytes[clean..].iter().position(|&b| b == 0xFF).map(|step| clean + step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn markers(bytes: &[u8]) -> Vec<u8> {
        Segments::new(bytes).map(|segment| segment.marker).collect()
    }

    #[test]
    fn segments_come_in_file_order_with_offset_and_payload() {
        let bytes = [0xFF, 0xD8, 0xFF, 0xFE, 0, 4, b'h', b'i', 0xFF, 0xD9, 1, 2, 3];
        let found: Vec<_> = Segments::new(&bytes).collect();
        assert_eq!(markers(&bytes), [marker::SOI, marker::COM, marker::EOI]);
        assert_eq!((found[1].offset, found[1].payload, found[1].is_truncated), (2, &b"hi"[..], false));
        assert_eq!(found[2].offset, 8);
    }

    #[test]
    fn scan_data_extends_over_stuffing_and_restarts_to_the_next_marker() {
        let data = [7, 0xFF, 0x00, 8, 0xFF, 0xD0, 9, 0xFF, 0x41, 5];
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xDA, 0, 2];
        bytes.extend(data);
        bytes.extend([0xFF, 0xFF, 0xD9]);
        let scan = Segments::new(&bytes).nth(1).unwrap();
        assert_eq!(
            scan.entropy_coded,
            [&data[..], &[0xFF]].concat(),
            "fill bytes before the marker stay with the data"
        );
        assert_eq!(markers(&bytes), [marker::SOI, marker::SOS, marker::EOI]);
    }

    #[test]
    fn a_segment_cut_by_the_end_of_the_file_is_truncated() {
        let segment = Segments::new(&[0xFF, 0xE1, 0, 9, 1, 2]).next().unwrap();
        assert_eq!((segment.payload, segment.is_truncated), (&[1, 2][..], true));
        assert!(Segments::new(&[0xFF, 0xE1, 0]).next().unwrap().is_truncated);
    }

    #[test]
    fn stray_bytes_and_impossible_lengths_are_skipped() {
        assert_eq!(
            markers(&[0xFF, 0xD8, 1, 2, 0xFF, 0xFE, 0, 0, 0xFF, 0xD9]),
            [marker::SOI, marker::COM, marker::EOI]
        );
        assert!(markers(&[0xFF; 70_000]).is_empty());
        assert!(markers(b"").is_empty());
    }
}
