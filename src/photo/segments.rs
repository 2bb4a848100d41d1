//! The marker segments of a JPEG file (ITU-T T.81, annex B).

/// One marker with its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment<'a> {
    /// Second byte of the marker: 0xC0 for SOF0, 0xDA for SOS and so on.
    pub marker: u8,
    /// The parameters, without marker and length.
    pub payload: &'a [u8],
    /// Offset in the file of the first byte behind the segment: for SOS, of the entropy-coded data.
    pub end: usize,
}

/// Iterates over the segments of a file, skipping entropy-coded data and fill bytes.
///
/// It ends at EOI, at the end of the file, and at a segment that reaches beyond it.
#[derive(Debug, Clone)]
pub struct Segments<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Segments<'a> {
    /// The segments behind the SOI marker with which `bytes` begins.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 2 }
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        loop {
            let (marker, start) = next_marker(self.bytes, self.position)?;
            if is_alone(marker) {
                self.position = start;
                continue;
            }
            if marker == 0xd9 {
                self.position = self.bytes.len();
                return None;
            }
            let length =
                usize::from(u16::from_be_bytes([*self.bytes.get(start)?, *self.bytes.get(start + 1)?]));
            let end = start.checked_add(length.max(2))?;
            let payload = self.bytes.get(start + 2..end)?;
            self.position = end;
            return Some(Segment { marker, payload, end });
        }
    }
}

/// The next marker at or behind `position`, and the offset behind it; stuffed zeros and fill bytes are none.
fn next_marker(bytes: &[u8], mut position: usize) -> Option<(u8, usize)> {
    loop {
        position += bytes.get(position..)?.iter().position(|byte| *byte == 0xff)?;
        match *bytes.get(position + 1)? {
            0x00 => position += 2,
            0xff => position += 1,
            marker => return Some((marker, position + 2)),
        }
    }
}

/// Markers without parameters: TEM, RST0..7, SOI.
fn is_alone(marker: u8) -> bool {
    matches!(marker, 0x01 | 0xd0..=0xd8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_found_across_fill_bytes_and_entropy_coded_data() {
        let file = b"\xff\xd8\xff\xff\xe0\0\x04ab\xff\xda\0\x03x\x12\xff\0\x34\xff\xd0\x56\xff\xfe\0\x02\xff\xd9\xff\xe1";
        let found: Vec<_> = Segments::new(file).map(|s| (s.marker, s.payload.to_vec())).collect();
        assert_eq!(found, [(0xe0, b"ab".to_vec()), (0xda, b"x".to_vec()), (0xfe, vec![])]);
    }

    #[test]
    fn a_segment_beyond_the_end_of_the_file_ends_the_walk() {
        assert_eq!(Segments::new(b"\xff\xd8\xff\xe0\x10\x00ab").count(), 0);
    }
}
