//! Blocks of progressive scans (T.81, G.1.2 and G.2): coefficients band by band, and bit by bit.

use super::bit_reader::Bits;
use super::coefficients::{Block, Coefficients};
use super::huffman::{AcCodes, BadCode, Codes};
use super::parse::Scan;
use super::scan_cursor::Visitor;

/// One component while its scans are read.
pub struct Layer {
    pub coefficients: Coefficients,
    /// Which coefficients (bit = zigzag index) differ from zero, of every block from the picture's top left:
    /// a refining scan has a bit for each of them, needed or not. Empty if no scan refines AC coefficients.
    pub history: Vec<u64>,
    /// Blocks in a row of `history`.
    pub columns: usize,
}

/// Reads the first bits of DC coefficients.
pub struct DcFirst<'a> {
    pub layers: &'a mut [Layer],
    /// By part of the scan: its component, its codes, its prediction.
    pub parts: Vec<(usize, Codes, i32)>,
    pub shift: u32,
}

impl Visitor for DcFirst<'_> {
    fn restart(&mut self) {
        self.parts.iter_mut().for_each(|(_, _, prediction)| *prediction = 0);
    }

    #[inline(always)]
    fn block(&mut self, bits: &mut Bits, part: usize, column: usize, row: usize) -> Result<(), BadCode> {
        let (component, codes, prediction) = &mut self.parts[part];
        bits.refill();
        let size = codes.symbol(bits)?;
        if size > 15 {
            return Err(BadCode);
        }
        *prediction = prediction.wrapping_add(bits.signed(u32::from(size)));
        if let Some(mut block) = self.layers[*component].coefficients.block(column, row)
            && let Some(value) = block.at(0)
        {
            *value = (*prediction << self.shift) as i16;
        }
        Ok(())
    }
}

/// Reads one more bit of DC coefficients.
pub struct DcRefinement<'a> {
    pub layers: &'a mut [Layer],
    /// By part of the scan: its component.
    pub parts: Vec<usize>,
    pub shift: u32,
}

impl Visitor for DcRefinement<'_> {
    fn restart(&mut self) {}

    #[inline(always)]
    fn block(&mut self, bits: &mut Bits, part: usize, column: usize, row: usize) -> Result<(), BadCode> {
        bits.refill();
        let bit = bits.unsigned(1) as i16;
        if let Some(mut block) = self.layers[self.parts[part]].coefficients.block(column, row)
            && let Some(value) = block.at(0)
        {
            *value |= bit << self.shift;
        }
        Ok(())
    }
}

/// What both kinds of AC scans need.
pub struct Band<'a> {
    layer: &'a mut Layer,
    codes: AcCodes,
    first: usize,
    last: usize,
    shift: u32,
    /// Blocks still to come, this one included, in which nothing new begins.
    empty_blocks: u32,
}

impl<'a> Band<'a> {
    pub fn new(scan: &Scan, layer: &'a mut Layer, codes: AcCodes) -> Self {
        Band { layer, codes, first: scan.first, last: scan.last, shift: scan.shift, empty_blocks: 0 }
    }
}

/// After a code for the end of 2^`run` blocks and more (T.81, table G.1): how many, this one included.
#[inline(always)]
fn empty_blocks(bits: &mut Bits, run: u32) -> u32 {
    (1 << run) + bits.unsigned(run)
}

/// Reads the first bits of AC coefficients.
pub struct AcFirst<'a>(pub Band<'a>);

impl Visitor for AcFirst<'_> {
    fn restart(&mut self) {
        self.0.empty_blocks = 0;
    }

    #[inline(always)]
    fn block(&mut self, bits: &mut Bits, _part: usize, column: usize, row: usize) -> Result<(), BadCode> {
        let band = &mut self.0;
        if band.empty_blocks > 0 {
            band.empty_blocks -= 1;
            return Ok(());
        }
        let mut block = band.layer.coefficients.block(column, row);
        let mut seen = 0u64;
        let mut k = band.first;
        while k <= band.last {
            bits.refill();
            let next = band.codes.coefficient(bits)?;
            if next.value == 0 {
                if next.run != 15 {
                    band.empty_blocks = empty_blocks(bits, next.run) - 1;
                    break;
                }
                k += 16;
                continue;
            }
            k += next.run as usize;
            if k > band.last {
                return Err(BadCode);
            }
            seen |= 1 << k;
            if let Some(value) = block.as_mut().and_then(|block| block.at(k)) {
                *value = (next.value << band.shift) as i16;
            }
            k += 1;
        }
        if let Some(history) = band.layer.history.get_mut(row * band.layer.columns + column) {
            *history |= seen;
        }
        Ok(())
    }
}

/// Reads one more bit of AC coefficients, and those that this bit makes differ from zero.
pub struct AcRefinement<'a>(pub Band<'a>);

impl Visitor for AcRefinement<'_> {
    fn restart(&mut self) {
        self.0.empty_blocks = 0;
    }

    #[inline(always)]
    fn block(&mut self, bits: &mut Bits, _part: usize, column: usize, row: usize) -> Result<(), BadCode> {
        let band = &mut self.0;
        let Some(known) = band.layer.history.get_mut(row * band.layer.columns + column) else {
            return Ok(());
        };
        let mut block = band.layer.coefficients.block(column, row);
        let mut k = band.first;
        while band.empty_blocks == 0 && k <= band.last {
            bits.refill();
            let next = band.codes.coefficient(bits)?;
            if next.value == 0 && next.run != 15 {
                band.empty_blocks = empty_blocks(bits, next.run);
                break;
            }
            let lands = zero_after(*known, k, next.run);
            correct(&mut block, bits, *known & between(k, lands.min(band.last + 1)), band.shift);
            if next.value != 0 {
                if lands > band.last || next.value.abs() != 1 {
                    return Err(BadCode);
                }
                *known |= 1 << lands;
                if let Some(value) = block.as_mut().and_then(|block| block.at(lands)) {
                    *value = (next.value << band.shift) as i16;
                }
            }
            k = lands + 1;
        }
        if band.empty_blocks > 0 {
            band.empty_blocks -= 1;
            correct(&mut block, bits, *known & between(k, band.last + 1), band.shift);
        }
        Ok(())
    }
}

/// The first index from `k` on that has `run` zeros between, counting only what is not `known`; 64 if there
/// is none.
#[inline(always)]
fn zero_after(known: u64, k: usize, run: u32) -> usize {
    let zeros = (0..run).fold(!known & between(k, 64), |zeros, _| zeros & zeros.wrapping_sub(1));
    zeros.trailing_zeros() as usize
}

/// A bit for each index from `from` to before `to`, at most 64.
#[inline(always)]
fn between(from: usize, to: usize) -> u64 {
    let below = |index: usize| if index >= 64 { u64::MAX } else { (1 << index) - 1 };
    below(to) & !below(from)
}

/// Reads one more bit of each coefficient in `passed`.
#[inline(always)]
fn correct(block: &mut Option<Block>, bits: &mut Bits, mut passed: u64, shift: u32) {
    let needed = block.as_ref().map_or(0, |block| block.kept());
    if passed & needed == 0 {
        for taken in [passed as u32, (passed >> 32) as u32].map(u32::count_ones) {
            bits.refill();
            bits.consume(taken);
        }
        return;
    }
    let step = 1i16 << shift;
    while passed != 0 {
        let k = passed.trailing_zeros() as usize;
        passed &= passed - 1;
        bits.refill();
        if bits.unsigned(1) == 1
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
        for (known, k, run, lands) in cases {
            assert_eq!(zero_after(known, k, run), lands, "{known:b} from {k} over {run}");
        }
        assert_eq!(
            [between(0, 64), between(1, 3), between(5, 5), between(63, 64)],
            [u64::MAX, 0b110, 0, 1 << 63]
        );
    }
}
