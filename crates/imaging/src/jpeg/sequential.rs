//! Blocks of sequential scans (T.81, F.2): one code for the DC difference, then runs and values to the end of the block.

use super::bit_reader::BitReader;
use super::huffman::{AcTable, HuffmanTable, InvalidCode, SkipTable};
use super::quant_table::ZIGZAG;
use super::scan::ScanComponent;

/// The largest DC category of a picture of 8 bits is 11 (T.81, table F.1); 15 is what the bit reader provides for.
pub const MAX_DC_CATEGORY: u8 = 15;

/// Decodes the blocks of one component.
pub struct BlockDecoder {
    dc: HuffmanTable,
    ac: AcTable,
    skip: SkipTable,
    /// The DC coefficient of the block before.
    prediction: i32,
}

impl BlockDecoder {
    /// `None` if the file has not defined the tables that the scan names, or not validly.
    pub fn new(component: &ScanComponent) -> Option<Self> {
        let ac = AcTable::new(component.ac?)?;
        Some(BlockDecoder {
            dc: HuffmanTable::new(component.dc?)?,
            skip: SkipTable::new(&ac),
            ac,
            prediction: 0,
        })
    }

    /// Begins afresh behind a restart marker.
    pub fn restart(&mut self) {
        self.prediction = 0;
    }

    /// Decodes a block into `block` (natural order, all zero before) up to the zigzag index `last`, and skips the rest of
    /// it. Returns whether it is flat: only the DC coefficient was set.
    #[inline(always)]
    pub fn decode(
        &mut self,
        bits: &mut BitReader,
        last: u32,
        block: &mut [i16; 64],
    ) -> Result<bool, InvalidCode> {
        bits.refill();
        let category = self.dc.symbol(bits)?;
        if category > MAX_DC_CATEGORY {
            return Err(InvalidCode);
        }
        self.prediction = self.prediction.wrapping_add(bits.receive_extend(u32::from(category)));
        block[0] = self.prediction as i16;
        let mut k = 1;
        let mut is_flat = true;
        while k <= last {
            bits.refill();
            let next = self.ac.coefficient(bits)?;
            if next.value == 0 {
                if next.run != 15 {
                    return Ok(is_flat);
                }
                k += 16;
                continue;
            }
            k += next.run;
            block[usize::from(ZIGZAG[k as usize])] = next.value as i16;
            is_flat = false;
            k += 1;
        }
        self.skip.skip_rest(&self.ac, bits, k)?;
        Ok(is_flat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jpeg::huffman::HuffmanSpec;

    /// DC codes: 0 = no change, 10 = 3 bits. AC codes: 0 = end of block, 10 = a value of 1 bit, 110 = run 5
    /// and 2 bits, 1110 = sixteen zeros.
    fn decoder() -> BlockDecoder {
        let dc = [&[1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &[0, 3]].concat();
        let ac = [&[1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &[0x00, 0x01, 0x52, 0xF0]].concat();
        let spec = |mut payload: &'static [u8]| HuffmanSpec::take(&mut payload);
        let (dc, ac) = (spec(dc.leak()), spec(ac.leak()));
        BlockDecoder::new(&ScanComponent { index: 0, dc, ac, quant_table: None }).unwrap()
    }

    /// DC +5; 1, -1, five zeros, 3; end. DC -5; sixteen zeros, 1; end. DC 0; end.
    const DATA: [u8; 5] = [0b1010_1101, 0b1001_1011, 0b0100_1011, 0b1010_1000, 0b0111_1111];

    #[test]
    fn blocks_are_decoded_up_to_the_last_index_needed() {
        for last in [0, 1, 2, 7, 8, 20, 63] {
            let (mut decoder, mut bits) = (decoder(), BitReader::new(&DATA));
            let expected: [&[(usize, i16)]; 3] =
                [&[(0, 5), (1, 1), (2, -1), (8, 3)], &[(0, 0), (17, 1)], &[(0, 0)]];
            for (index, expected) in expected.iter().enumerate() {
                let mut block = [0; 64];
                let is_flat = decoder.decode(&mut bits, last, &mut block).unwrap();
                let read = |k: usize| block[usize::from(ZIGZAG[k])];
                for k in (0..64).filter(|&k| k <= last as usize) {
                    let value = expected.iter().find(|&&(at, _)| at == k).map_or(0, |&(_, value)| value);
                    assert_eq!(read(k), value, "block {index}, coefficient {k}, up to {last}");
                }
                assert_eq!(
                    is_flat,
                    block[1..].iter().all(|&value| value == 0),
                    "block {index}, up to {last}"
                );
            }
            assert!(!bits.is_overrun());
        }
    }

    #[test]
    fn a_restart_resets_the_prediction() {
        let (mut decoder, mut block) = (decoder(), [0; 64]);
        decoder.decode(&mut BitReader::new(&DATA), 0, &mut block).unwrap();
        decoder.restart();
        decoder.decode(&mut BitReader::new(&[0b0011_1111]), 0, &mut block).unwrap();
        assert_eq!(block[0], 0);
    }

    #[test]
    fn a_run_that_leaves_the_block_is_invalid() {
        let data = [0b0111_0111, 0b0111_0111, 0b0000_0000];
        assert_eq!(decoder().decode(&mut BitReader::new(&data), 63, &mut [0; 64]), Err(InvalidCode));
    }
}
