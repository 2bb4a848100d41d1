//! The scan header (ITU-T T.81, B.2.3).

use super::frame::Frame;
use super::huffman::HuffmanSpec;
use super::parse::Tables;
use super::quant_table::QuantTable;
use super::segments::Segment;
use std::ops::RangeInclusive;

/// One scan.
pub struct Scan<'a> {
    /// At least one.
    pub components: Vec<ScanComponent<'a>>,
    /// The zigzag indices that it codes (progressive frames; T.81: Ss to Se).
    pub band: RangeInclusive<usize>,
    /// Whether it refines coefficients of earlier scans by one bit (progressive frames; T.81: Ah is not 0).
    pub is_refinement: bool,
    /// The lowest bit of the coefficients that it codes (progressive frames; T.81: Al).
    pub low_bit: u32,
    /// MCUs between restart markers; 0 for none.
    pub restart_interval: usize,
    /// The entropy-coded data with byte stuffing and restart markers.
    pub data: &'a [u8],
}

/// A component of a scan, with the tables that it names as far as the file has defined them.
pub struct ScanComponent<'a> {
    /// Index into the frame's components.
    pub index: usize,
    pub dc: Option<HuffmanSpec<'a>>,
    pub ac: Option<HuffmanSpec<'a>>,
    /// In natural order.
    pub quant_table: Option<QuantTable>,
}

/// Highest bit position of a progressive scan: samples of 8 bits have coefficients of 11, and T.81, G.1.1.1 allows 13.
const MAX_LOW_BIT: u32 = 13;

impl<'a> Scan<'a> {
    /// `None` if the header is cut short or contradicts itself or the frame.
    pub fn parse(segment: &Segment<'a>, frame: &Frame, tables: &Tables<'a>) -> Option<Self> {
        let (&count, rest) = segment.payload.split_first()?;
        let (selectors, rest) = rest.split_at_checked(2 * usize::from(count))?;
        let &[start, end, approximation] = rest.first_chunk()?;
        let component = |&[id, slots]: &[u8; 2]| {
            let index = frame.components.iter().position(|component| component.id == id)?;
            let spec =
                |specs: &[Option<HuffmanSpec<'a>>], slot: u8| specs.get(usize::from(slot)).copied().flatten();
            Some(ScanComponent {
                index,
                dc: spec(&tables.dc, slots >> 4),
                ac: spec(&tables.ac, slots & 15),
                quant_table: tables.quant.get(frame.components[index].quant_table).copied().flatten(),
            })
        };
        let scan = Scan {
            components: selectors.as_chunks::<2>().0.iter().map(component).collect::<Option<Vec<_>>>()?,
            band: start.into()..=end.into(),
            is_refinement: approximation >> 4 != 0,
            low_bit: u32::from(approximation & 15),
            restart_interval: tables.restart_interval,
            data: segment.entropy_coded,
        };
        let is_valid =
            scan.names_each_component_once() && (!frame.is_progressive || scan.is_valid_progressive());
        is_valid.then_some(scan)
    }

    fn names_each_component_once(&self) -> bool {
        let indices: Vec<usize> = self.components.iter().map(|component| component.index).collect();
        let repeats = |(i, index): (usize, &usize)| indices[..i].contains(index);
        !indices.is_empty() && !indices.iter().enumerate().any(repeats)
    }

    /// T.81, G.1.1.1: DC alone, or a band of AC coefficients of one component.
    fn is_valid_progressive(&self) -> bool {
        let (start, end) = (*self.band.start(), *self.band.end());
        let is_valid_band = if self.is_dc() { end == 0 } else { self.components.len() == 1 && start <= end };
        is_valid_band && end < 64 && self.low_bit <= MAX_LOW_BIT
    }

    /// Whether a progressive scan codes DC coefficients.
    pub fn is_dc(&self) -> bool {
        *self.band.start() == 0
    }

    /// Whether a component is in the scan.
    pub fn has_component(&self, index: usize) -> bool {
        self.components.iter().any(|component| component.index == index)
    }

    /// Whether it refines AC coefficients of a component.
    pub fn refines_ac_of(&self, index: usize) -> bool {
        self.is_refinement && !self.is_dc() && self.components[0].index == index
    }

    /// Whether its MCUs hold blocks of several components.
    pub fn is_interleaved(&self) -> bool {
        self.components.len() > 1
    }
}
