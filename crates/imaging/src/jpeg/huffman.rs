//! Huffman tables: as the file defines them, and as look-up tables that answer for several bits at once.

use super::bit_reader::{Bits, extended};

/// A code or a value that no table and no block has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadCode;

/// A table as the file defines it: how many codes there are of 1 to 16 bits, and what they stand for.
#[derive(Clone, Copy, Debug)]
pub struct Definition<'a> {
    counts: &'a [u8; 16],
    symbols: &'a [u8],
}

impl<'a> Definition<'a> {
    /// Takes a definition off the front of a segment; `None` if the segment does not hold it whole.
    pub fn take(payload: &mut &'a [u8]) -> Option<Self> {
        let (counts, rest) = payload.split_first_chunk::<16>()?;
        let length = counts.iter().map(|&count| usize::from(count)).sum();
        let (symbols, rest) = rest.split_at_checked(length)?;
        *payload = rest;
        Some(Definition { counts, symbols })
    }
}

/// Bits of the look-up table for one symbol. Longer codes are rare and searched.
const SYMBOL_BITS: u32 = 9;

/// A table ready for decoding symbols.
pub struct Codes {
    /// By the next [`SYMBOL_BITS`] bits: length << 8 | symbol, or 0 for a longer code.
    short: [u16; 1 << SYMBOL_BITS],
    /// By length: the first 16-bit-aligned code that is longer than this length.
    limits: [u32; 17],
    /// By length: what to add to a code to find its symbol.
    offsets: [i32; 17],
    symbols: Vec<u8>,
}

impl Codes {
    /// `None` if there are more codes than their lengths leave room for.
    pub fn new(definition: Definition) -> Option<Self> {
        let mut codes = Codes {
            short: [0; 1 << SYMBOL_BITS],
            limits: [0; 17],
            offsets: [0; 17],
            symbols: definition.symbols.to_vec(),
        };
        let (mut code, mut index) = (0usize, 0usize);
        for (length, &count) in (1u32..).zip(definition.counts) {
            code <<= 1;
            codes.offsets[length as usize] = index as i32 - code as i32;
            let symbols = &definition.symbols[index..][..usize::from(count)];
            if code + symbols.len() > 1 << length {
                return None;
            }
            for &symbol in symbols {
                if let Some(shift) = SYMBOL_BITS.checked_sub(length) {
                    codes.short[code << shift..][..1 << shift].fill((length as u16) << 8 | u16::from(symbol));
                }
                code += 1;
            }
            index += symbols.len();
            codes.limits[length as usize] = (code as u32) << (16 - length);
        }
        Some(codes)
    }

    /// Takes the next symbol; the caller has refilled.
    #[inline(always)]
    pub fn symbol(&self, bits: &mut Bits) -> Result<u8, BadCode> {
        let entry = self.short[bits.peek(SYMBOL_BITS) as usize];
        let (length, symbol) = match entry {
            0 => self.long_code(bits.peek(16))?,
            _ => (u32::from(entry >> 8), entry as u8),
        };
        bits.consume(length);
        Ok(symbol)
    }

    /// Length and symbol of the code at the front of the `next` 16 bits, if it is longer than
    /// [`SYMBOL_BITS`].
    #[cold]
    fn long_code(&self, next: u32) -> Result<(u32, u8), BadCode> {
        let length = (SYMBOL_BITS + 1..=16).find(|&l| next < self.limits[l as usize]).ok_or(BadCode)?;
        let index = (next >> (16 - length)) as i32 + self.offsets[length as usize];
        let symbol = usize::try_from(index).ok().and_then(|i| self.symbols.get(i)).ok_or(BadCode)?;
        Ok((length, *symbol))
    }
}

/// Bits of the look-up table for a whole coefficient.
const VALUE_BITS: u32 = 10;

/// A table for AC coefficients.
pub struct AcCodes {
    codes: Codes,
    /// By the next [`VALUE_BITS`] bits: value << 16 | run << 8 | bits, or 0 if they hold no whole
    /// coefficient.
    values: Box<[u32; 1 << VALUE_BITS]>,
}

/// What the next bits say: a run of zeros and the value behind it. The value 0 stands for sixteen zeros if
/// the run is 15, and otherwise for the end of the block (in progressive scans: of 2^run blocks and more).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coefficient {
    pub run: u32,
    pub value: i32,
}

impl AcCodes {
    /// `None` if there are more codes than their lengths leave room for.
    pub fn new(definition: Definition) -> Option<Self> {
        let codes = Codes::new(definition)?;
        let values = Box::new(std::array::from_fn(|next| codes.value_entry(next as u32)));
        Some(AcCodes { codes, values })
    }

    /// Takes the next run and value; the caller has refilled.
    #[inline(always)]
    pub fn coefficient(&self, bits: &mut Bits) -> Result<Coefficient, BadCode> {
        let entry = self.values[bits.peek(VALUE_BITS) as usize];
        if entry != 0 {
            bits.consume(entry & 0xFF);
            return Ok(Coefficient { run: entry >> 8 & 0xFF, value: entry as i32 >> 16 });
        }
        let symbol = u32::from(self.codes.symbol(bits)?);
        Ok(Coefficient { run: symbol >> 4, value: bits.signed(symbol & 15) })
    }
}

impl Codes {
    /// The code at the front of `next`, a number of `width` bits: its length and symbol, if it is short and
    /// all there.
    fn short_code(&self, next: u32, width: u32) -> Option<(u32, u32)> {
        let aligned =
            if width < SYMBOL_BITS { next << (SYMBOL_BITS - width) } else { next >> (width - SYMBOL_BITS) };
        let entry = u32::from(self.short[aligned as usize]);
        let (length, symbol) = (entry >> 8, entry & 0xFF);
        (length != 0 && length <= width).then_some((length, symbol))
    }

    fn value_entry(&self, next: u32) -> u32 {
        let Some((length, symbol)) = self.short_code(next, VALUE_BITS) else { return 0 };
        let (run, size) = (symbol >> 4, symbol & 15);
        let used = length + size;
        if used > VALUE_BITS {
            return 0;
        }
        let value = extended(next >> (VALUE_BITS - used) & ((1 << size) - 1), size);
        (value as u32) << 16 | run << 8 | used
    }
}

/// Bits of the table that steps over coefficients.
const SKIP_BITS: u32 = 13;
/// In a skip entry: the block ends here.
const ENDS: u32 = 0x100;
/// In a skip entry: steps to take, more than a block has if no symbol fits.
const STEPS: u32 = 0xFF;

/// Steps over coefficients that nobody needs, as many at a time as the next [`SKIP_BITS`] bits hold.
pub struct Skips {
    /// (steps | [`ENDS`]) << 4 | bits.
    entries: Box<[u16; 1 << SKIP_BITS]>,
}

impl Skips {
    pub fn new(table: &AcCodes) -> Self {
        Skips { entries: Box::new(std::array::from_fn(|next| skip_entry(&table.codes, next as u32))) }
    }

    /// Takes everything from zigzag index `k` to the end of the block. `table` is the one these skips were
    /// made of.
    #[inline(always)]
    pub fn skip_rest(&self, table: &AcCodes, bits: &mut Bits, mut k: u32) -> Result<(), BadCode> {
        while k < 64 {
            bits.refill();
            let entry = u32::from(self.entries[bits.peek(SKIP_BITS) as usize]);
            let next = k + (entry >> 4 & STEPS);
            if next < 64 {
                bits.consume(entry & 15);
                if entry >> 4 & ENDS != 0 {
                    return Ok(());
                }
                k = next;
                continue;
            }
            // No code fits, or the block ends among those that do: one at a time.
            let Coefficient { run, value } = table.coefficient(bits)?;
            if value == 0 && run != 15 {
                return Ok(());
            }
            k += run + 1;
        }
        if k == 64 { Ok(()) } else { Err(BadCode) }
    }
}

fn skip_entry(codes: &Codes, next: u32) -> u16 {
    let (mut steps, mut used) = (0, 0);
    while let Some((length, symbol)) =
        codes.short_code(next & ((1 << (SKIP_BITS - used)) - 1), SKIP_BITS - used)
    {
        let (run, size) = (symbol >> 4, symbol & 15);
        if used + length + size > SKIP_BITS {
            break;
        }
        used += length + size;
        if size == 0 && run != 15 {
            steps |= ENDS;
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
    fn table() -> AcCodes {
        let mut payload = vec![0, 3, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0];
        payload.extend([0x00, 0x01, 0x12, 0xF0, 0xF1, 0x01]);
        AcCodes::new(Definition::take(&mut &payload[..]).unwrap()).unwrap()
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
        let (table, mut bits) = (table(), Bits::new(&data));
        for (run, value) in [(0, 1), (1, -3), (15, 0), (15, -1), (0, 1), (0, 0)] {
            bits.refill();
            assert_eq!(table.coefficient(&mut bits), Ok(Coefficient { run, value }));
        }
        bits.refill();
        assert_eq!(table.coefficient(&mut bits), Err(BadCode), "no code begins with five ones");
    }

    #[test]
    fn skipping_ends_where_reading_ends() {
        let cases = [
            ("at an end of block", "01 1 10 00 110 01 0 00", Ok(())),
            ("at coefficient 63", "110 110 110 1110 1", Err(BadCode)),
            (
                "exactly at coefficient 63",
                "110 110 110 10 00 10 00 10 00 10 00 10 00 10 00 10 00 01 1",
                Ok(()),
            ),
            ("beyond coefficient 63", "110 110 110 110 01 1 00", Err(BadCode)),
            ("over long codes", "1111000000000 1 00", Ok(())),
        ];
        let table = table();
        let skips = Skips::new(&table);
        for (name, text, outcome) in cases {
            let data = data(&format!("{text} 10 10 01 1"));
            let mut bits = Bits::new(&data);
            assert_eq!(skips.skip_rest(&table, &mut bits, 1), outcome, "{name}");
            if outcome.is_ok() {
                bits.refill();
                assert_eq!(bits.unsigned(7), 0b101_0011, "{name}: the next block is untouched");
            }
        }
    }

    #[test]
    fn too_many_codes_for_their_lengths_are_refused() {
        let mut payload = [0; 19];
        payload[0] = 3;
        assert!(Codes::new(Definition::take(&mut &payload[..]).unwrap()).is_none());
        assert!(Definition::take(&mut &payload[..18]).is_none(), "cut short");
    }
}
