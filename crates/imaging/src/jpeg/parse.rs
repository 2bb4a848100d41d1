//! A JPEG parsed but not decoded: the frame, and each scan with the tables that are in force when it begins.
//!
//! Nothing is allocated but a few hundred bytes a scan, whatever the headers promise: Huffman tables stay
//! where they lie in the file until a scan that is read asks for them.

use super::error::{DecodeError, MAX_SCANS, MAX_VISITS};
use super::frame::{Frame, Hints};
use super::huffman::Definition;
use super::segments::{Segment, Segments, marker};

/// What the file holds.
pub struct Coded<'a> {
    pub frame: Frame,
    pub scans: Vec<Scan<'a>>,
    /// A scan header that makes no sense was left out of `scans`.
    lost_scan: bool,
    /// The file goes on to its end-of-image marker.
    pub end_marker: bool,
}

/// One scan.
pub struct Scan<'a> {
    pub parts: Vec<Part<'a>>,
    /// First and last zigzag index (progressive frames).
    pub first: usize,
    pub last: usize,
    /// Whether it refines by one bit what earlier scans gave (progressive frames).
    pub refines: bool,
    /// By how many bits the values are shifted (progressive frames).
    pub shift: u32,
    /// Units between restarts; 0 for none.
    pub restart_interval: usize,
    pub entropy: &'a [u8],
}

/// A component's part in a scan, with the tables that it names as far as the file has defined them.
pub struct Part<'a> {
    /// Index into the frame's components.
    pub component: usize,
    pub dc: Option<Definition<'a>>,
    pub ac: Option<Definition<'a>>,
    /// In natural order (row by row).
    pub quantisation: Option<[u16; 64]>,
}

/// Natural position of each zigzag index (T.81, figure A.6). Sixteen more entries, so that a run that leaves
/// the block is caught once a block and not once a coefficient.
pub const ZIGZAG: [u8; 80] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
    14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39,
    46, 53, 60, 61, 54, 47, 55, 62, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
];

/// What segments have defined so far.
#[derive(Default)]
struct Tables<'a> {
    dc: [Option<Definition<'a>>; 4],
    ac: [Option<Definition<'a>>; 4],
    quantisation: [Option<[u16; 64]>; 4],
    restart_interval: usize,
    hints: Hints,
}

impl<'a> Coded<'a> {
    /// The quantisation table of a component: the one in force at its first scan counts (T.81, B.2.4.1).
    pub fn quantisation(&self, component: usize) -> Option<[u16; 64]> {
        let mut parts = self.scans.iter().flat_map(|scan| &scan.parts);
        parts.find(|part| part.component == component)?.quantisation
    }

    /// Whether the headers alone tell that something is missing everywhere: a scan, a component or its
    /// quantisation table, or, in a progressive file that was cut between two scans, the last bits of the
    /// coefficients.
    pub fn lacks_a_part(&self) -> bool {
        let given = |component, k: usize, is_enough: fn(&Scan) -> bool| {
            let mut scans =
                self.scans.iter().filter(|scan| scan.parts.iter().any(|part| part.component == component));
            scans.any(|scan| {
                !self.frame.progressive || (is_enough(scan) && (scan.first..=scan.last).contains(&k))
            })
        };
        let is_cut = self.frame.progressive && !self.end_marker;
        let lacks = |component| {
            !given(component, 0, |_| true)
                || self.quantisation(component).is_none()
                || (is_cut && !(0..64).all(|k| given(component, k, |scan| scan.shift == 0)))
        };
        self.lost_scan || (0..self.frame.components.len()).any(lacks)
    }

    /// Parses everything but the scan data.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        if !bytes.starts_with(&[0xFF, marker::SOI]) {
            return Err(DecodeError::NotJpeg);
        }
        let (mut tables, mut frame, mut scans) = (Tables::default(), None, Vec::new());
        let (mut lost_scan, mut end_marker, mut visits) = (false, false, 0);
        for segment in Segments::new(bytes) {
            match (segment.marker, &frame) {
                (kind, None) if marker::is_frame(kind) => frame = Some(Frame::parse(&segment, tables.hints)?),
                (marker::SOS, Some(frame)) => match Scan::parse(&segment, frame, &tables) {
                    Some(scan) => {
                        visits += scan.parts.iter().map(|part| frame.blocks(part.component)).sum::<u64>();
                        if scans.len() == MAX_SCANS || visits > MAX_VISITS {
                            return Err(DecodeError::TooManyScans);
                        }
                        scans.push(scan);
                    }
                    None => lost_scan = true,
                },
                (marker::EOI, _) => end_marker = true,
                _ => tables.take(&segment),
            }
        }
        Ok(Coded { frame: frame.ok_or(DecodeError::NoFrame)?, scans, lost_scan, end_marker })
    }
}

impl<'a> Tables<'a> {
    /// Takes over what a segment defines, if anything. A damaged definition ends its segment: a scan that
    /// needs it is lost, and only that.
    fn take(&mut self, segment: &Segment<'a>) {
        let payload = segment.payload;
        match segment.marker {
            marker::DHT => _ = self.take_huffman(payload),
            marker::DQT => _ = self.take_quantisation(payload),
            marker::DRI => {
                self.restart_interval =
                    payload.first_chunk().map_or(0, |&b| usize::from(u16::from_be_bytes(b)));
            }
            marker::APP0 => self.hints.jfif |= payload.starts_with(b"JFIF\0"),
            marker::APP14 if payload.starts_with(b"Adobe") => {
                self.hints.adobe_transform = payload.get(11).copied()
            }
            _ => {}
        }
    }

    fn take_huffman(&mut self, mut payload: &'a [u8]) -> Option<()> {
        while let Some((&target, rest)) = payload.split_first() {
            payload = rest;
            let tables = if target >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            *tables.get_mut(usize::from(target & 15))? = Some(Definition::take(&mut payload)?);
        }
        Some(())
    }

    fn take_quantisation(&mut self, mut payload: &'a [u8]) -> Option<()> {
        while let Some((&target, rest)) = payload.split_first() {
            let table = self.quantisation.get_mut(usize::from(target & 15))?;
            let wide = target >> 4 != 0;
            let (values, rest) = rest.split_at_checked(if wide { 128 } else { 64 })?;
            let mut natural = [0; 64];
            for (k, &position) in ZIGZAG[..64].iter().enumerate() {
                let value = if wide {
                    u16::from_be_bytes([values[2 * k], values[2 * k + 1]])
                } else {
                    values[k].into()
                };
                natural[usize::from(position)] = value;
            }
            *table = Some(natural);
            payload = rest;
        }
        Some(())
    }
}

impl<'a> Scan<'a> {
    /// `None` if the header is cut short or contradicts itself or the frame.
    fn parse(segment: &Segment<'a>, frame: &Frame, tables: &Tables<'a>) -> Option<Self> {
        let (&count, rest) = segment.payload.split_first()?;
        let (selectors, rest) = rest.split_at_checked(2 * usize::from(count))?;
        let &[first, last, approximation] = rest.first_chunk()?;
        let part = |&[id, names]: &[u8; 2]| {
            let component = frame.components.iter().position(|component| component.id == id)?;
            let table = |tables: &[Option<Definition<'a>>; 4], name: u8| {
                tables.get(usize::from(name)).copied().flatten()
            };
            let quantisation =
                tables.quantisation.get(frame.components[component].quantisation).copied().flatten();
            Some(Part {
                component,
                dc: table(&tables.dc, names >> 4),
                ac: table(&tables.ac, names & 15),
                quantisation,
            })
        };
        let parts = selectors.as_chunks::<2>().0.iter().map(part).collect::<Option<Vec<_>>>()?;
        let scan = Scan {
            parts,
            first: first.into(),
            last: last.into(),
            refines: approximation >> 4 != 0,
            shift: u32::from(approximation & 15),
            restart_interval: tables.restart_interval,
            entropy: segment.entropy,
        };
        (scan.names_each_component_once() && (!frame.progressive || scan.is_a_progressive_step()))
            .then_some(scan)
    }

    fn names_each_component_once(&self) -> bool {
        let repeats =
            |(i, part): (usize, &Part)| self.parts[..i].iter().any(|p| p.component == part.component);
        !self.parts.is_empty() && !self.parts.iter().enumerate().any(repeats)
    }

    /// T.81, G.1.1.1: DC alone, or a band of AC coefficients of one component; 8-bit samples have at most 13
    /// bits to shift.
    fn is_a_progressive_step(&self) -> bool {
        let band =
            if self.is_dc() { self.last == 0 } else { self.parts.len() == 1 && self.first <= self.last };
        band && self.last < 64 && self.shift <= 13
    }

    /// Whether a progressive scan gives DC coefficients.
    pub fn is_dc(&self) -> bool {
        self.first == 0
    }

    /// Whether it refines AC coefficients of a component.
    pub fn refines_ac_of(&self, component: usize) -> bool {
        self.refines && !self.is_dc() && self.parts[0].component == component
    }

    /// Whether its units hold blocks of several components.
    pub fn is_interleaved(&self) -> bool {
        self.parts.len() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::super::frame::tests::{THREE, file};
    use super::*;

    #[test]
    fn more_scans_than_anybody_writes_are_refused() {
        let mut bytes = file(0xC2, 8, [8, 8], &THREE[..1], &[]);
        let scan = [0xFF, marker::SOS, 0, 8, 1, 1, 0, 0, 0, 1];
        bytes.extend(scan.repeat(MAX_SCANS));
        assert_eq!(Coded::parse(&bytes).unwrap().scans.len(), MAX_SCANS);
        bytes.extend(scan);
        assert_eq!(Coded::parse(&bytes).err(), Some(DecodeError::TooManyScans));
    }

    #[test]
    fn scans_over_a_huge_frame_are_refused_earlier() {
        let mut bytes = file(0xC2, 8, [11_000, 11_000], &THREE[..1], &[]);
        let scan = [0xFF, marker::SOS, 0, 8, 1, 1, 0, 1, 63, 0];
        bytes.extend(scan.repeat(20));
        assert_eq!(Coded::parse(&bytes).unwrap().scans.len(), 20);
        bytes.extend(scan.repeat(10));
        assert_eq!(Coded::parse(&bytes).err(), Some(DecodeError::TooManyScans));
    }

    #[test]
    fn scan_headers_that_make_no_sense_are_left_out() {
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
            let coded = Coded::parse(&bytes).unwrap();
            assert!(coded.scans.is_empty() && coded.lost_scan, "{name}");
        }
    }
}
