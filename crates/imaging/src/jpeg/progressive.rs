//! Blocks of progressive scans (T.81, G.1.2 and G.2): coefficients band by band, and bit by bit.

use super::bit_reader::BitReader;
use super::coefficients::{CoefficientPlane, StoredBlock};
use super::huffman::{AcTable, HuffmanTable, InvalidCode};
use super::scan::Scan;
use super::scan_cursor::ScanDecoder;
use super::sequential::MAX_DC_CATEGORY;

/// A component while its scans are decoded.
pub struct ProgressiveComponent {
    pub coefficients: CoefficientPlane,
    /// Bitmap of the zigzag indices that differ from zero, of every block from the picture's top left. Refinement scans
    /// have one correction bit for each of them, so it covers coefficients that are not stored. Empty if no scan refines
    /// AC coefficients.
    pub nonzero: Vec<u64>,
    /// Blocks in a row of `nonzero`.
    pub block_columns: usize,
}

/// Decodes a first scan of DC coefficients.
pub struct DcFirst<'a> {
    pub components: &'a mut [ProgressiveComponent],
    /// By component of the scan: its index in the frame, its table, its prediction.
    pub in_scan: Vec<(usize, HuffmanTable, i32)>,
    pub low_bit: u32,
}

impl ScanDecoder for DcFirst<'_> {
    fn restart(&mut self) {
        self.in_scan.iter_mut().for_each(|(_, _, prediction)| *prediction = 0);
    }

    #[inline(always)]
    fn block(
        &mut self,
        bits: &mut BitReader,
        component: usize,
        column: usize,
        row: usize,
    ) -> Result<(), InvalidCode> {
        let (index, table, prediction) = &mut self.in_scan[component];
        bits.refill();
        let category = table.symbol(bits)?;
        if category > MAX_DC_CATEGORY {
            return Err(InvalidCode);
        }
        *prediction = prediction.wrapping_add(bits.receive_extend(u32::from(category)));
        if let Some(mut block) = self.components[*index].coefficients.block(column, row)
            && let Some(value) = block.at(0)
        {
            *value = (*prediction << self.low_bit) as i16;
        }
        Ok(())
    }
}

/// Decodes a scan that refines DC coefficients by one bit.
pub struct DcRefine<'a> {
    pub components: &'a mut [ProgressiveComponent],
    /// By component of the scan: its index in the frame.
    pub in_scan: Vec<usize>,
    pub low_bit: u32,
}

impl ScanDecoder for DcRefine<'_> {
    fn restart(&mut self) {}

    #[inline(always)]
    fn block(
        &mut self,
        bits: &mut BitReader,
        component: usize,
        column: usize,
        row: usize,
    ) -> Result<(), InvalidCode> {
        bits.refill();
        let bit = bits.receive(1) as i16;
        if let Some(mut block) = self.components[self.in_scan[component]].coefficients.block(column, row)
            && let Some(value) = block.at(0)
        {
            *value |= bit << self.low_bit;
        }
        Ok(())
    }
}

/// The state of a scan of AC coefficients, of either kind.
pub struct AcBand<'a> {
    component: &'a mut ProgressiveComponent,
    table: AcTable,
    start: usize,
    end: usize,
    low_bit: u32,
    /// EOBRUN: blocks still to come, this one included, in which the band has ended.
    eob_run: u32,
}

impl<'a> AcBand<'a> {
    pub fn new(scan: &Scan, component: &'a mut ProgressiveComponent, table: AcTable) -> Self {
        let (start, end) = (*scan.band.start(), *scan.band.end());
        AcBand { component, table, start, end, low_bit: scan.low_bit, eob_run: 0 }
    }
}

/// The length of an EOB run, this block included, behind a code EOBn with n = `size` (T.81, table G.1).
#[inline(always)]
fn receive_eob_run(bits: &mut BitReader, size: u32) -> u32 {
    (1 << size) + bits.receive(size)
}

/// Decodes a first scan of AC coefficients.
pub struct AcFirst<'a>(pub AcBand<'a>);

impl ScanDecoder for AcFirst<'_> {
    fn restart(&mut self) {
        self.0.eob_run = 0;
    }

    #[inline(always)]
    fn block(
        &mut self,
        bits: &mut BitReader,
        _component: usize,
        column: usize,
        row: usize,
    ) -> Result<(), InvalidCode> {
        let band = &mut self.0;
        if band.eob_run > 0 {
            band.eob_run -= 1;
            return Ok(());
        }
        let mut block = band.component.coefficients.block(column, row);
        let mut decoded = 0u64;
        let mut k = band.start;
        while k <= band.end {
            bits.refill();
            let next = band.table.coefficient(bits)?;
            if next.value == 0 {
                if next.run != 15 {
                    band.eob_run = receive_eob_run(bits, next.run) - 1;
                    break;
                }
                k += 16;
                continue;
            }
            k += next.run as usize;
            if k > band.end {
                return Err(InvalidCode);
            }
            decoded |= 1 << k;
            if let Some(value) = block.as_mut().and_then(|block| block.at(k)) {
                *value = (next.value << band.low_bit) as i16;
            }
            k += 1;
        }
        if let Some(nonzero) = band.component.nonzero.get_mut(row * band.component.block_columns + column) {
            *nonzero |= decoded;
        }
        Ok(())
    }
}

/// Decodes a scan that refines AC coefficients by one bit, and sets those that this bit makes differ from zero.
pub struct AcRefine<'a>(pub AcBand<'a>);

impl ScanDecoder for AcRefine<'_> {
    fn restart(&mut self) {
        self.0.eob_run = 0;
    }

    #[inline(always)]
    fn block(
        &mut self,
        bits: &mut BitReader,
        _component: usize,
        column: usize,
        row: usize,
    ) -> Result<(), InvalidCode> {
        let band = &mut self.0;
        let number = row * band.component.block_columns + column;
        let Some(nonzero) = band.component.nonzero.get_mut(number) else {
            return Ok(());
        };
        let mut block = band.component.coefficients.block(column, row);
        let mut k = band.start;
        while band.eob_run == 0 && k <= band.end {
            bits.refill();
            let next = band.table.coefficient(bits)?;
            if next.value == 0 && next.run != 15 {
                band.eob_run = receive_eob_run(bits, next.run);
                break;
            }
            let target = skip_zeros(*nonzero, k, next.run);
            refine(&mut block, bits, *nonzero & index_mask(k, target.min(band.end + 1)), band.low_bit);
            if next.value != 0 {
                if target > band.end || next.value.abs() != 1 {
                    return Err(InvalidCode);
                }
                *nonzero |= 1 << target;
                if let Some(value) = block.as_mut().and_then(|block| block.at(target)) {
                    *value = (next.value << band.low_bit) as i16;
                }
            }
            k = target + 1;
        }
        if band.eob_run > 0 {
            band.eob_run -= 1;
            refine(&mut block, bits, *nonzero & index_mask(k, band.end + 1), band.low_bit);
        }
        Ok(())
    }
}

/// The first zero coefficient from index `k` on that follows `run` other zero coefficients; 64 if there is none.
#[inline(always)]
fn skip_zeros(nonzero: u64, k: usize, run: u32) -> usize {
    let zeros = (0..run).fold(!nonzero & index_mask(k, 64), |zeros, _| zeros & zeros.wrapping_sub(1));
    zeros.trailing_zeros() as usize
}

/// A bit for each index from `start` to before `end`, at most 64.
#[inline(always)]
fn index_mask(start: usize, end: usize) -> u64 {
    let below = |index: usize| if index >= 64 { u64::MAX } else { (1 << index) - 1 };
    below(end) & !below(start)
}

/// Reads one correction bit for each coefficient in `indices`.
#[inline(always)]
fn refine(block: &mut Option<StoredBlock>, bits: &mut BitReader, mut indices: u64, low_bit: u32) {
    let stored = block.as_ref().map_or(0, |block| block.stored());
    if indices & stored == 0 {
        for skipped in [indices as u32, (indices >> 32) as u32].map(u32::count_ones) {
            bits.refill();
            bits.consume(skipped);
        }
        return;
    }
    let step = 1i16 << low_bit;
    while indices != 0 {
        let k = indices.trailing_zeros() as usize;
        indices &= indices - 1;
        bits.refill();
        if bits.receive(1) == 1
            && let Some(value) = block.as_mut().and_then(|block| block.at(k))
            && *value & step == 0
        {
            *value = value.wrapping_add(if *value < 0 { -step } else { step });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_counts_only_coefficients_that_were_zero() {
        let cases = [
            (0, 5, 0, 5),
            (0b100_0000, 5, 1, 7),
            (u64::MAX << 7, 5, 1, 6),
            (u64::MAX << 7, 5, 2, 64),
            (0, 63, 1, 64),
        ];
        for (nonzero, k, run, target) in cases {
            assert_eq!(skip_zeros(nonzero, k, run), target, "{nonzero:b} from {k} over {run}");
        }
        assert_eq!(
            [index_mask(0, 64), index_mask(1, 3), index_mask(5, 5), index_mask(63, 64)],
            [u64::MAX, 0b110, 0, 1 << 63]
        );
    }
}
