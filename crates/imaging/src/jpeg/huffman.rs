//! Huffman tables: as the file defines them, and as lookup tables for several bits at once.

use super::bit_reader::{BitReader, extend};

/// A code that is not in its table, or a run of zeros that leaves its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCode;

/// A table as the file defines it (T.81, B.2.4.2): the number of codes of 1 to 16 bits, and the symbol of each code.
#[derive(Clone, Copy, Debug)]
pub struct HuffmanSpec<'a> {
    counts: &'a [u8; 16],
    symbols: &'a [u8],
}

impl<'a> HuffmanSpec<'a> {
    /// Takes a definition off the front of a segment; `None` if it is cut short.
    pub fn take(payload: &mut &'a [u8]) -> Option<Self> {
        let (counts, rest) = payload.split_first_chunk::<16>()?;
        let length = counts.iter().map(|&count| usize::from(count)).sum();
        let (symbols, rest) = rest.split_at_checked(length)?;
        *payload = rest;
        Some(HuffmanSpec { counts, symbols })
    }
}

/// Bits of the lookup table for one symbol. Longer codes are rare; they are searched by length.
const SYMBOL_BITS: u32 = 9;

/// A table for decoding symbols.
pub struct HuffmanTable {
    /// By the next [`SYMBOL_BITS`] bits: length << 8 | symbol, or 0 for a longer code.
    lookup: [u16; 1 << SYMBOL_BITS],
    /// By length: the first code, aligned to 16 bits, that is longer.
    limits: [u32; 17],
    /// By length: what to add to a code for the index of its symbol.
    offsets: [i32; 17],
    symbols: Vec<u8>,
}

impl HuffmanTable {
    /// `None` if there are more codes than their lengths allow.
    pub fn new(spec: HuffmanSpec) -> Option<Self> {
        let mut table = HuffmanTable {
            lookup: [0; 1 << SYMBOL_BITS],
            limits: [0; 17],
            offsets: [0; 17],
            symbols: spec.symbols.to_vec(),
        };
        let (mut code, mut index) = (0usize, 0usize);
        for (length, &count) in (1u32..).zip(spec.counts) {
            code <<= 1;
            table.offsets[length as usize] = index as i32 - code as i32;
            let symbols = &spec.symbols[index..][..usize::from(count)];
            if code + symbols.len() > 1 << length {
                return None;
            }
            for &symbol in symbols {
                if let Some(shift) = SYMBOL_BITS.checked_sub(length) {
                    table.lookup[code << shift..][..1 << shift]
                        .fill((length as u16) << 8 | u16::from(symbol));
                }
                code += 1;
            }
            index += symbols.len();
            table.limits[length as usize] = (code as u32) << (16 - length);
        }
        Some(table)
    }

    /// Consumes the next symbol. The caller has called [`BitReader::refill`].
    #[inline(always)]
    pub fn symbol(&self, bits: &mut BitReader) -> Result<u8, InvalidCode> {
        let entry = self.lookup[bits.peek(SYMBOL_BITS) as usize];
        let (length, symbol) = match entry {
            0 => self.long_code(bits.peek(16))?,
            _ => (u32::from(entry >> 8), entry as u8),
        };
        bits.consume(length);
        Ok(symbol)
    }

    /// Length and symbol of the code at the front of the `next` 16 bits, which is longer than [`SYMBOL_BITS`].
    #[cold]
    fn long_code(&self, next: u32) -> Result<(u32, u8), InvalidCode> {
        let length = (SYMBOL_BITS + 1..=16).find(|&l| next < self.limits[l as usize]).ok_or(InvalidCode)?;
        let index = (next >> (16 - length)) as i32 + self.offsets[length as usize];
        let symbol = usize::try_from(index).ok().and_then(|i| self.symbols.get(i)).ok_or(InvalidCode)?;
        Ok((length, *symbol))
    }
}

/// Bits of the lookup table for a whole coefficient: code and value.
const COEFFICIENT_BITS: u32 = 10;

/// A table for AC coefficients.
pub struct AcTable {
    symbols: HuffmanTable,
    /// By the next [`COEFFICIENT_BITS`] bits: value << 16 | run << 8 | bits, or 0 if they hold no whole
    /// coefficient.
    coefficients: Box<[u32; 1 << COEFFICIENT_BITS]>,
}

/// A run of zeros and the coefficient behind it. The value 0 means sixteen zeros (ZRL) if the run is 15, and otherwise the
/// end of the block (EOB; in progressive scans of 2^run blocks and more).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coefficient {
    pub run: u32,
    pub value: i32,
}

impl AcTable {
    /// `None` if there are more codes than their lengths allow.
    pub fn new(spec: HuffmanSpec) -> Option<Self> {
        let symbols = HuffmanTable::new(spec)?;
        let coefficients = Box::new(std::array::from_fn(|next| symbols.coefficient_entry(next as u32)));
        Some(AcTable { symbols, coefficients })
    }

    /// Consumes the next run and value. The caller has called [`BitReader::refill`].
    #[inline(always)]
    pub fn coefficient(&self, bits: &mut BitReader) -> Result<Coefficient, InvalidCode> {
        let entry = self.coefficients[bits.peek(COEFFICIENT_BITS) as usize];
        if entry != 0 {
            bits.consume(entry & 0xFF);
            return Ok(Coefficient { run: entry >> 8 & 0xFF, value: entry as i32 >> 16 });
        }
        let symbol = u32::from(self.symbols.symbol(bits)?);
        Ok(Coefficient { run: symbol >> 4, value: bits.receive_extend(symbol & 15) })
    }
}

impl HuffmanTable {
    /// Length and symbol of the code at the front of `next`, a number of `width` bits; `None` if it is longer than `width`
    /// or than [`SYMBOL_BITS`].
    fn short_code(&self, next: u32, width: u32) -> Option<(u32, u32)> {
        let aligned =
            if width < SYMBOL_BITS { next << (SYMBOL_BITS - width) } else { next >> (width - SYMBOL_BITS) };
        let entry = u32::from(self.lookup[aligned as usize]);
        let (length, symbol) = (entry >> 8, entry & 0xFF);
        (length != 0 && length <= width).then_some((length, symbol))
    }

    /// The entry of [`AcTable::coefficients`] for the next [`COEFFICIENT_BITS`] bits.
    fn coefficient_entry(&self, next: u32) -> u32 {
        let Some((length, symbol)) = self.short_code(next, COEFFICIENT_BITS) else { return 0 };
        let (run, size) = (symbol >> 4, symbol & 15);
        let used = length + size;
        if used > COEFFICIENT_BITS {
            return 0;
        }
        let value = extend(next >> (COEFFICIENT_BITS - used) & ((1 << size) - 1), size);
        (value as u32) << 16 | run << 8 | used
    }
}

/// Bits of the lookup table that skips coefficients.
const SKIP_BITS: u32 = 13;
/// In a skip entry: the block ends here.
const END_OF_BLOCK: u32 = 0x100;
/// In a skip entry: the number of coefficients, more than a block has if no symbol fits.
const STEPS: u32 = 0xFF;

/// Skips coefficients that are not needed, as many at a time as are whole in the next [`SKIP_BITS`] bits.
pub struct SkipTable {
    /// (coefficients | [`END_OF_BLOCK`]) << 4 | bits.
    entries: Box<[u16; 1 << SKIP_BITS]>,
}

impl SkipTable {
    pub fn new(table: &AcTable) -> Self {
        SkipTable { entries: Box::new(std::array::from_fn(|next| skip_entry(&table.symbols, next as u32))) }
    }

    /// Consumes everything from zigzag index `k` to the end of the block. `table` is the one that this was made of.
    #[inline(always)]
    pub fn skip_rest(&self, table: &AcTable, bits: &mut BitReader, mut k: u32) -> Result<(), InvalidCode> {
        while k < 64 {
            bits.refill();
            let entry = u32::from(self.entries[bits.peek(SKIP_BITS) as usize]);
            let next = k + (entry >> 4 & STEPS);
            if next < 64 {
                bits.consume(entry & 15);
                if entry >> 4 & END_OF_BLOCK != 0 {
                    return Ok(());
                }
                k = next;
                continue;
            }
            // No code fits, or the block ends within the entry: one coefficient at a time.
            let Coefficient { run, value } = table.coefficient(bits)?;
            if value == 0 && run != 15 {
                return Ok(());
            }
            k += run + 1;
        }
        if k == 64 { Ok(()) } else { Err(InvalidCode) }
    }
}

fn skip_entry(table: &HuffmanTable, next: u32) -> u16 {
    let (mut steps, mut used) = (0, 0);
    while let Some((length, symbol)) =
        table.short_code(next & ((1 << (SKIP_BITS - used)) - 1), SKIP_BITS - used)
    {
        let (run, size) = (symbol >> 4, symbol & 15);
        if used + length + size > SKIP_BITS {
            break;
        }
        used += length + size;
        if size == 0 && run != 15 {
            steps |= END_OF_BLOCK;
            break;
        }
        steps += run + 1;
        if used == SKIP_BITS {
            break;
        }
    }
    if used == 0 { (STEPS << 4) as u16 } else { (steps << 4 | used) as u16 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes: 00 = end of block, 01 = value of 1 bit, 10 = run 1 and 2 bits, 110 = sixteen zeros, 1110 = run
    /// 15 and 1 bit, four ones and nine zeros = 1 bit as well.
    fn table() -> AcTable {
        let mut payload = vec![0, 3, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0];
        payload.extend([0x00, 0x01, 0x12, 0xF0, 0xF1, 0x01]);
        AcTable::new(HuffmanSpec::take(&mut &payload[..]).unwrap()).unwrap()
    }

    fn data(bits: &str) -> Vec<u8> {
        let padded: Vec<u8> =
            bits.bytes().filter(|&b| b != b' ').chain(*b"1111111").map(|b| b - b'0').collect();
        padded
            .chunks_exact(8)
            .flat_map(|byte| {
                let byte = byte.iter().fold(0, |sum, bit| sum << 1 | bit);
                if byte == 0xFF { vec![0xFF, 0] } else { vec![byte] }
            })
            .collect()
    }

    #[test]
    fn coefficients_are_read_by_short_and_by_long_codes() {
        let data = data("01 1  10 00  110  1110 0  1111000000000 1  00  11111");
        let (table, mut bits) = (table(), BitReader::new(&data));
        for (run, value) in [(0, 1), (1, -3), (15, 0), (15, -1), (0, 1), (0, 0)] {
            bits.refill();
            assert_eq!(table.coefficient(&mut bits), Ok(Coefficient { run, value }));
        }
        bits.refill();
        assert_eq!(table.coefficient(&mut bits), Err(InvalidCode), "no code begins with five ones");
    }

    #[test]
    fn skipping_ends_where_reading_ends() {
        let cases = [
            ("at an end of block", "01 1 10 00 110 01 0 00", Ok(())),
            ("at coefficient 63", "110 110 110 1110 1", Err(InvalidCode)),
            (
                "exactly at coefficient 63",
                "110 110 110 10 00 10 00 10 00 10 00 10 00 10 00 10 00 01 1",
                Ok(()),
            ),
            ("beyond coefficient 63", "110 110 110 110 01 1 00", Err(InvalidCode)),
            ("over long codes", "1111000000000 1 00", Ok(())),
        ];
        let table = table();
        let skips = SkipTable::new(&table);
        for (name, text, outcome) in cases {
            let data = data(&format!("{text} 10 10 01 1"));
            let mut bits = BitReader::new(&data);
            assert_eq!(skips.skip_rest(&table, &mut bits, 1), outcome, "{name}");
            if outcome.is_ok() {
                bits.refill();
                assert_eq!(bits.receive(7), 0b101_0011, "{name}: the next block is untouched");
            }
        }
    }

    #[test]
    fn too_many_codes_for_their_lengths_are_refused() {
        let mut payload = [0; 19];
        payload[0] = 3;
        assert!(HuffmanTable::new(HuffmanSpec::take(&mut &payload[..]).unwrap()).is_none());
        assert!(HuffmanSpec::take(&mut &payload[..18]).is_none(), "cut short");
    }
}
