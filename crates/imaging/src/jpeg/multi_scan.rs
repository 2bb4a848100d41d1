//! Pictures in several scans: decodes those that the output size needs into planes of coefficients.

use super::bit_reader::BitReader;
use super::coefficients::{CoefficientPlane, RectRange, last_needed_index};
use super::huffman::{AcTable, HuffmanTable, InvalidCode};
use super::idct::BlockSize;
use super::parse::ParsedJpeg;
use super::progressive::{AcBand, AcFirst, AcRefine, DcFirst, DcRefine, ProgressiveComponent};
use super::quant_table::QuantTable;
use super::readability::DamageMap;
use super::scan::{Scan, ScanComponent};
use super::scan_cursor::{ScanDecoder, decode_scan};
use super::sequential::BlockDecoder;

/// A component's coefficients, and the table to dequantise them by if the file has one.
pub struct QuantisedPlane {
    pub coefficients: CoefficientPlane,
    pub quant_table: Option<QuantTable>,
}

/// Decodes the region's coefficients, of each component those that its block size needs.
pub fn decode_planes(
    parsed: &ParsedJpeg,
    region: &RectRange,
    block_sizes: &[BlockSize],
    damage: &mut DamageMap,
) -> Vec<QuantisedPlane> {
    let frame = &parsed.frame;
    let scans = if frame.is_progressive {
        needed_progressive_scans(parsed, block_sizes)
    } else {
        needed_sequential_scans(parsed)
    };
    let is_refined = |component: usize| scans.iter().any(|scan| scan.refines_ac_of(component));
    let mut components: Vec<ProgressiveComponent> = block_sizes
        .iter()
        .enumerate()
        .map(|(component, &block_size)| {
            let coefficients = CoefficientPlane::new(frame, component, region, block_size);
            let block_columns = frame.mcu_columns() * frame.components[component].h;
            let block_rows = region.rows.end * frame.components[component].v;
            let nonzero =
                if is_refined(component) { vec![0; block_columns * block_rows] } else { Vec::new() };
            ProgressiveComponent { coefficients, nonzero, block_columns }
        })
        .collect();
    for scan in &scans {
        if decode(scan, parsed, region.rows.end, &mut components, damage).is_none() {
            damage.lose_all();
        }
    }
    let planes = components.into_iter().map(|component| component.coefficients).enumerate();
    planes
        .map(|(index, coefficients)| QuantisedPlane { coefficients, quant_table: parsed.quant_table(index) })
        .collect()
}

/// The scans that have a component for the first time: at most as many as there are components.
fn needed_sequential_scans<'a, 'b>(parsed: &'b ParsedJpeg<'a>) -> Vec<&'b Scan<'a>> {
    let mut seen = [false; 4];
    let mut is_new = |component: &ScanComponent| !std::mem::replace(&mut seen[component.index], true);
    // `count` marks every component of the scan as seen, where `any` would stop at the first new one.
    let has_new = |scan: &&Scan| scan.components.iter().filter(|component| is_new(component)).count() > 0;
    parsed.scans.iter().filter(has_new).collect()
}

/// The scans that code a needed coefficient, and those that determine how many bits such a scan has.
fn needed_progressive_scans<'a, 'b>(
    parsed: &'b ParsedJpeg<'a>,
    block_sizes: &[BlockSize],
) -> Vec<&'b Scan<'a>> {
    let mut last_needed: Vec<usize> = block_sizes.iter().map(|&size| last_needed_index(size)).collect();
    let mut is_needed = |scan: &&Scan| {
        if scan.is_dc() {
            return true;
        }
        let last_needed = &mut last_needed[scan.components[0].index];
        let is_needed = scan.band.start() <= last_needed;
        if is_needed && scan.is_refinement {
            *last_needed = *scan.band.end().max(last_needed);
        }
        is_needed
    };
    let mut scans: Vec<_> = parsed.scans.iter().rev().filter(|scan| is_needed(scan)).collect();
    scans.reverse();
    scans
}

/// Decodes one scan; `None` if a table that it needs is missing or invalid.
fn decode(
    scan: &Scan,
    parsed: &ParsedJpeg,
    mcu_rows: usize,
    components: &mut [ProgressiveComponent],
    damage: &mut DamageMap,
) -> Option<()> {
    let frame = &parsed.frame;
    let low_bit = scan.low_bit;
    if !frame.is_progressive {
        let in_scan =
            scan.components.iter().map(|component| Some((component.index, BlockDecoder::new(component)?)));
        let mut decoder = StoreBlocks { components, in_scan: in_scan.collect::<Option<_>>()? };
        decode_scan(scan, frame, mcu_rows, damage, &mut decoder);
    } else if scan.is_dc() && scan.is_refinement {
        let in_scan = scan.components.iter().map(|component| component.index).collect();
        decode_scan(scan, frame, mcu_rows, damage, &mut DcRefine { components, in_scan, low_bit });
    } else if scan.is_dc() {
        let in_scan = scan
            .components
            .iter()
            .map(|component| Some((component.index, HuffmanTable::new(component.dc?)?, 0)))
            .collect::<Option<_>>()?;
        decode_scan(scan, frame, mcu_rows, damage, &mut DcFirst { components, in_scan, low_bit });
    } else {
        let table = AcTable::new(scan.components[0].ac?)?;
        let band = AcBand::new(scan, &mut components[scan.components[0].index], table);
        if scan.is_refinement {
            decode_scan(scan, frame, mcu_rows, damage, &mut AcRefine(band));
        } else {
            decode_scan(scan, frame, mcu_rows, damage, &mut AcFirst(band));
        }
    }
    Some(())
}

/// Stores the blocks of sequential scans.
struct StoreBlocks<'a> {
    components: &'a mut [ProgressiveComponent],
    /// By component of the scan: its index in the frame and its decoder.
    in_scan: Vec<(usize, BlockDecoder)>,
}

impl ScanDecoder for StoreBlocks<'_> {
    fn restart(&mut self) {
        self.in_scan.iter_mut().for_each(|(_, decoder)| decoder.restart());
    }

    #[inline(always)]
    fn block(
        &mut self,
        bits: &mut BitReader,
        component: usize,
        column: usize,
        row: usize,
    ) -> Result<(), InvalidCode> {
        let (index, decoder) = &mut self.in_scan[component];
        let coefficients = &mut self.components[*index].coefficients;
        let last = if coefficients.block(column, row).is_some() { coefficients.last_index() } else { 0 };
        let mut natural = [0; 64];
        decoder.decode(bits, last as u32, &mut natural)?;
        if let Some(mut block) = coefficients.block(column, row) {
            block.store(&natural);
        }
        Ok(())
    }
}
