//! Blocks of sequential scans (T.81, F.2): one code for the DC difference, then runs and values to the end of
//! the block.

use super::bit_reader::Bits;
use super::huffman::{AcCodes, BadCode, Codes, Skips};
use super::parse::{Part, ZIGZAG};

/// Reads the blocks of one component.
pub struct BlockReader {
    dc: Codes,
    ac: AcCodes,
    skips: Skips,
    prediction: i32,
}

impl BlockReader {
    /// `None` if the file has not defined the tables that the scan names, or not soundly.
    pub fn new(part: &Part) -> Option<Self> {
        let ac = AcCodes::new(part.ac?)?;
        Some(BlockReader { dc: Codes::new(part.dc?)?, skips: Skips::new(&ac), ac, prediction: 0 })
    }

    /// Begins afresh behind a restart marker.
    pub fn restart(&mut self) {
        self.prediction = 0;
    }

    /// Reads a block into `block` (natural order, all zero before), but nothing behind zigzag index `last`.
    /// Returns whether it is flat: nothing but the first coefficient was set.
    #[inline(always)]
    pub fn read(&mut self, bits: &mut Bits, last: u32, block: &mut [i16; 64]) -> Result<bool, BadCode> {
        bits.refill();
        let size = self.dc.symbol(bits)?;
        if size > 15 {
            return Err(BadCode);
        }
        self.prediction = self.prediction.wrapping_add(bits.signed(u32::from(size)));
        block[0] = self.prediction as i16;
        let mut k = 1;
        let mut flat = true;
        while k <= last {
            bits.refill();
            let next = self.ac.coefficient(bits)?;
            if next.value == 0 {
                if next.run != 15 {
                    return Ok(flat);
                }
                k += 16;
                continue;
            }
            k += next.run;
            block[usize::from(ZIGZAG[k as usize])] = next.value as i16;
            flat = false;
            k += 1;
        }
        self.skips.skip_rest(&self.ac, bits, k)?;
        Ok(flat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jpeg::huffman::Definition;

    /// DC codes: 0 = no change, 10 = 3 bits. AC codes: 0 = end of block, 10 = a value of 1 bit, 110 = run 5
    /// and 2 bits, 1110 = sixteen zeros.
    fn reader() -> BlockReader {
        let dc = [&[1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &[0, 3]].concat();
        let ac = [&[1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &[0x00, 0x01, 0x52, 0xF0]].concat();
        let definition = |mut payload: &'static [u8]| Definition::take(&mut payload);
        let (dc, ac) = (definition(dc.leak()), definition(ac.leak()));
        BlockReader::new(&Part { component: 0, dc, ac, quantisation: None }).unwrap()
    }

    /// DC +5; 1, -1, five zeros, 3; end. DC -5; sixteen zeros, 1; end. DC 0; end.
    const DATA: [u8; 5] = [0b1010_1101, 0b1001_1011, 0b0100_1011, 0b1010_1000, 0b0111_1111];

    #[test]
    fn blocks_are_read_up_to_the_index_that_is_asked_for() {
        for last in [0, 1, 2, 7, 8, 20, 63] {
            let (mut reader, mut bits) = (reader(), Bits::new(&DATA));
            let expected: [&[(usize, i16)]; 3] =
                [&[(0, 5), (1, 1), (2, -1), (8, 3)], &[(0, 0), (17, 1)], &[(0, 0)]];
            for (index, expected) in expected.iter().enumerate() {
                let mut block = [0; 64];
                let flat = reader.read(&mut bits, last, &mut block).unwrap();
                let read = |k: usize| block[usize::from(ZIGZAG[k])];
                for k in (0..64).filter(|&k| k <= last as usize) {
                    let value = expected.iter().find(|&&(at, _)| at == k).map_or(0, |&(_, value)| value);
                    assert_eq!(read(k), value, "block {index}, coefficient {k}, up to {last}");
                }
                assert_eq!(flat, block[1..].iter().all(|&value| value == 0), "block {index}, up to {last}");
            }
            assert!(!bits.overrun());
        }
    }

    #[test]
    fn a_restart_forgets_the_prediction() {
        let (mut reader, mut block) = (reader(), [0; 64]);
        reader.read(&mut Bits::new(&DATA), 0, &mut block).unwrap();
        reader.restart();
        reader.read(&mut Bits::new(&[0b0011_1111]), 0, &mut block).unwrap();
        assert_eq!(block[0], 0);
    }

    #[test]
    fn a_run_that_leaves_the_block_is_a_bad_code() {
        let data = [0b0111_0111, 0b0111_0111, 0b0000_0000];
        assert_eq!(reader().read(&mut Bits::new(&data), 63, &mut [0; 64]), Err(BadCode));
    }
}
