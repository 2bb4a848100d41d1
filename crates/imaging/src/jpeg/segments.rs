//! The marker segments of a JPEG file, in the order of the file (ITU-T T.81, annex B): the one place that
//! knows where a segment ends and the next begins. The container's facts and the decoder both read a file
//! through it.
//!
//! It never fails: bytes between segments are stepped over, a segment that the file's end cuts is handed out
//! as far as it goes and says so, and the walk ends after the end-of-image marker or the last byte. Every
//! byte is looked at once.

/// Second bytes of the markers that this project asks for (T.81, table B.1).
pub mod marker {
    /// Start of frame, baseline sequential, Huffman; the frames of other kinds follow up to [`SOF15`].
    pub const SOF0: u8 = 0xC0;
    /// Start of frame, extended sequential, Huffman.
    pub const SOF1: u8 = 0xC1;
    /// Start of frame, progressive, Huffman.
    pub const SOF2: u8 = 0xC2;
    /// Define Huffman tables (lies among the frames' numbers and is none).
    pub const DHT: u8 = 0xC4;
    /// Reserved for extensions (lies among the frames' numbers and is none).
    pub const JPG: u8 = 0xC8;
    /// Define arithmetic conditioning (lies among the frames' numbers and is none).
    pub const DAC: u8 = 0xCC;
    /// The last of the frames' numbers.
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
    /// Define quantisation tables.
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

    /// Whether a marker begins a frame, of whatever kind.
    pub fn is_frame(marker: u8) -> bool {
        matches!(marker, SOF0..=SOF15) && !matches!(marker, DHT | JPG | DAC)
    }
}

/// One marker segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The marker's second byte, see [`marker`].
    pub marker: u8,
    /// Where in the file the marker's 0xFF stands, in bytes.
    pub offset: usize,
    /// What the segment holds, without marker and length.
    pub payload: &'a [u8],
    /// After a start of scan the entropy-coded data with its stuffing and restart markers; empty for every
    /// other marker.
    pub entropy: &'a [u8],
    /// The file ends before the segment does.
    pub cut_short: bool,
}

/// Walks the segments of a file, the start-of-image marker first.
#[derive(Clone, Debug)]
pub struct Segments<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Segments<'a> {
    /// The segments of `bytes`, which may be anything.
    pub fn new(bytes: &'a [u8]) -> Self {
        Segments { bytes, at: 0 }
    }

    fn bare(&self, marker: u8, offset: usize) -> Segment<'a> {
        Segment { marker, offset, payload: &[], entropy: &[], cut_short: false }
    }

    /// The segment with a length field at `start`.
    fn sized(&mut self, marker: u8, offset: usize, start: usize) -> Segment<'a> {
        let rest = &self.bytes[start.min(self.bytes.len())..];
        let Some(length) = rest.first_chunk::<2>().map(|&b| usize::from(u16::from_be_bytes(b))) else {
            self.at = self.bytes.len();
            return Segment { cut_short: true, ..self.bare(marker, offset) };
        };
        // A length counts its own two bytes; a smaller one is damage, and the search for a marker goes on
        // behind it.
        let length = length.max(2);
        let payload = &rest[2..length.min(rest.len())];
        self.at = start + length.min(rest.len());
        let entropy =
            if marker == marker::SOS { &self.bytes[self.at..entropy_end(self.bytes, self.at)] } else { &[] };
        self.at += entropy.len();
        Segment { payload, entropy, cut_short: length > rest.len(), ..self.bare(marker, offset) }
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        loop {
            let first = self.at + next_ff(self.bytes.get(self.at..)?)?;
            // Any number of 0xFF may precede a marker's second byte.
            let second = first + self.bytes[first..].iter().position(|&b| b != 0xFF)?;
            let (offset, marker) = (second - 1, self.bytes[second]);
            self.at = second + 1;
            match marker {
                0x00 => continue,
                marker::EOI => self.at = self.bytes.len(),
                marker::SOI | marker::RST0..=marker::RST7 | marker::TEM => {}
                _ => return Some(self.sized(marker, offset, second + 1)),
            }
            return Some(self.bare(marker, offset));
        }
    }
}

/// Where the entropy-coded data that begins at `from` ends: at the next marker that may follow a scan.
/// Reserved markers (0x01 to 0xBF) do not end it: they arise when a bit of a stuffed byte falls, and data
/// goes on behind them.
fn entropy_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
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

/// Distance to the next 0xFF. Looks at sixteen bytes at a time, because megabytes of scan data pass here.
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
    fn segments_come_in_the_order_of_the_file_with_offset_and_payload() {
        let bytes = [0xFF, 0xD8, 0xFF, 0xFE, 0, 4, b'h', b'i', 0xFF, 0xD9, 1, 2, 3];
        let found: Vec<_> = Segments::new(&bytes).collect();
        assert_eq!(markers(&bytes), [marker::SOI, marker::COM, marker::EOI]);
        assert_eq!((found[1].offset, found[1].payload, found[1].cut_short), (2, &b"hi"[..], false));
        assert_eq!(found[2].offset, 8);
    }

    #[test]
    fn scan_data_reaches_over_stuffing_and_restarts_to_the_next_marker() {
        let data = [7, 0xFF, 0x00, 8, 0xFF, 0xD0, 9, 0xFF, 0x41, 5];
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xDA, 0, 2];
        bytes.extend(data);
        bytes.extend([0xFF, 0xFF, 0xD9]);
        let scan = Segments::new(&bytes).nth(1).unwrap();
        assert_eq!(
            scan.entropy,
            [&data[..], &[0xFF]].concat(),
            "fill bytes before the marker stay with the data"
        );
        assert_eq!(markers(&bytes), [marker::SOI, marker::SOS, marker::EOI]);
    }

    #[test]
    fn a_segment_cut_by_the_end_of_the_file_says_so() {
        let segment = Segments::new(&[0xFF, 0xE1, 0, 9, 1, 2]).next().unwrap();
        assert_eq!((segment.payload, segment.cut_short), (&[1, 2][..], true));
        assert!(Segments::new(&[0xFF, 0xE1, 0]).next().unwrap().cut_short);
    }

    #[test]
    fn stray_bytes_and_impossible_lengths_are_stepped_over() {
        assert_eq!(
            markers(&[0xFF, 0xD8, 1, 2, 0xFF, 0xFE, 0, 0, 0xFF, 0xD9]),
            [marker::SOI, marker::COM, marker::EOI]
        );
        assert!(markers(&[0xFF; 70_000]).is_empty());
        assert!(markers(b"").is_empty());
    }
}
