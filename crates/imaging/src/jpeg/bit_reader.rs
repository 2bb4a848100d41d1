//! Bits of entropy-coded data, with stuffed zero bytes removed and zeros as padding behind the end.

/// Reads bits, most significant first, up to the next marker.
///
/// Copying it is cheap: inner loops work on a local copy, which the compiler keeps in registers.
#[derive(Clone, Copy)]
pub struct BitReader<'a> {
    data: &'a [u8],
    /// Offset of the first byte that is not in `buffer`.
    position: usize,
    /// The next bits, left-aligned; those behind the first `buffered` are zero.
    buffer: u64,
    /// Number of bits in `buffer`.
    buffered: u32,
    /// How many of the buffered bits are padding behind the data.
    padding: u32,
}

impl<'a> BitReader<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        BitReader { data, position: 0, buffer: 0, buffered: 0, padding: 0 }
    }

    /// Makes at least 32 bits available. A Huffman code and its value need at most 16 + 15 = 31.
    #[inline(always)]
    pub fn refill(&mut self) {
        if self.buffered > 32 {
            return;
        }
        if let Some(bytes) = self.data[self.position..].first_chunk::<4>() {
            let word = u32::from_be_bytes(*bytes);
            // No byte is 0xFF: adding one to each clears no top bit that was set.
            if word & 0x8080_8080 & !word.wrapping_add(0x0101_0101) == 0 {
                self.buffer |= u64::from(word) << (32 - self.buffered);
                self.buffered += 32;
                self.position += 4;
                return;
            }
        }
        *self = self.refilled_bytewise();
    }

    /// By value, so that the state of the fast path does not have to be in memory.
    #[cold]
    fn refilled_bytewise(mut self) -> Self {
        while self.buffered <= 56 {
            let byte = match self.data[self.position..] {
                [0xFF, 0x00, ..] => {
                    self.position += 2;
                    0xFF
                }
                [0xFF, ..] | [] => {
                    self.padding += 8;
                    0
                }
                [byte, ..] => {
                    self.position += 1;
                    byte
                }
            };
            self.buffer |= u64::from(byte) << (56 - self.buffered);
            self.buffered += 8;
        }
        self
    }

    /// The next `count` bits without consuming them; `count` is 1 to 32 and at most what [`Self::refill`] provided.
    #[inline(always)]
    pub fn peek(&self, count: u32) -> u32 {
        (self.buffer >> (64 - count)) as u32
    }

    /// Consumes `count` bits.
    #[inline(always)]
    pub fn consume(&mut self, count: u32) {
        self.buffer <<= count;
        self.buffered -= count;
    }

    /// Consumes `count` bits, 0 to 16, as an unsigned number.
    #[inline(always)]
    pub fn receive(&mut self, count: u32) -> u32 {
        // Two shifts, because a shift by 64 is none.
        let value = (self.buffer >> 1 >> (63 - count)) as u32;
        self.consume(count);
        value
    }

    /// Consumes `count` bits as a signed number in the form of T.81, figure F.12 (a leading zero means negative).
    #[inline(always)]
    pub fn receive_extend(&mut self, count: u32) -> i32 {
        extend(self.receive(count), count)
    }

    /// Whether padding behind the data was consumed.
    #[inline(always)]
    pub fn is_overrun(&self) -> bool {
        self.buffered < self.padding
    }

    /// Bytes that were not consumed and look like coded data, buffered or not: fill bytes (0xFF; T.81, B.1.1.2) and zeros
    /// do not. None do if a restart marker is among them: no misread code creates one, so that an encoder wrote them.
    pub fn surplus_bytes(&self) -> usize {
        let left = &self.data[self.position..];
        if left.array_windows().any(|pair| matches!(pair, [0xFF, 0xD0..=0xD7])) {
            return 0;
        }
        let buffered_bits = self.buffered.saturating_sub(self.padding);
        // The rest of a byte that was begun comes first.
        let buffered = (self.buffer << (buffered_bits % 8)).to_be_bytes();
        let whole = buffered.iter().take((buffered_bits / 8) as usize);
        whole.chain(left).filter(|byte| !matches!(byte, 0x00 | 0xFF)).count()
    }

    /// Skips what is left in front of the next restart marker, and the marker; its number, 0 to 7.
    pub fn skip_to_restart(&mut self) -> Option<u8> {
        let found = self.data[self.position..]
            .array_windows()
            .position(|pair| matches!(pair, [0xFF, 0xD0..=0xD7]))?;
        let number = self.data[self.position + found + 1] & 7;
        *self = BitReader { position: self.position + found + 2, ..BitReader::new(self.data) };
        Some(number)
    }
}

/// The signed number of which `bits` are the `count` low bits (T.81, figure F.12: EXTEND).
#[inline(always)]
pub fn extend(bits: u32, count: u32) -> i32 {
    let half = (1u32 << count) >> 1;
    let offset = if bits < half { 1 - (1i32 << count) } else { 0 };
    bits as i32 + offset
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes_read(data: &[u8], count: usize) -> Vec<u8> {
        let mut bits = BitReader::new(data);
        let read = |bits: &mut BitReader| {
            bits.refill();
            bits.receive(8) as u8
        };
        (0..count).map(|_| read(&mut bits)).collect()
    }

    #[test]
    fn stuffed_zeros_are_removed() {
        let data = [1, 0xFF, 0, 2, 3, 4, 5, 6, 7, 0xFF, 0, 0xFF, 0, 8];
        assert_eq!(bytes_read(&data, 11), [1, 0xFF, 2, 3, 4, 5, 6, 7, 0xFF, 0xFF, 8]);
    }

    #[test]
    fn bits_behind_a_marker_or_the_end_are_zeros_and_count_as_is_overrun() {
        for data in [&[0xAB, 0xFF, 0xD0, 9][..], &[0xAB], &[0xAB, 0xFF]] {
            assert_eq!(bytes_read(data, 3), [0xAB, 0, 0], "{data:?}");
            let mut bits = BitReader::new(data);
            bits.refill();
            bits.receive(8);
            assert!(!bits.is_overrun(), "{data:?}");
            bits.receive(1);
            assert!(bits.is_overrun(), "{data:?}");
        }
    }

    #[test]
    fn surplus_bytes_count_whether_or_not_they_are_buffered() {
        let data = [1, 2, 3, 4, 0xFF, 0, 6, 7];
        let mut bits = BitReader::new(&data);
        assert_eq!(bits.surplus_bytes(), 6);
        for left in [5, 4, 3] {
            bits.refill();
            bits.receive(8);
            assert_eq!(bits.surplus_bytes(), left);
        }
        bits.receive(3);
        assert_eq!(bits.surplus_bytes(), 2, "a byte that was begun does not count");
    }

    #[test]
    fn fill_bytes_zeros_and_what_comes_with_a_restart_marker_are_no_surplus() {
        let cases: [&[u8]; 4] =
            [&[0xFF; 30], &[0; 30], &[0xFF, 0xD3, 1, 2, 3], &[0x12, 0x34, 0x56, 0xFF, 0xD3, 0xFF]];
        for data in cases {
            assert_eq!(BitReader::new(data).surplus_bytes(), 0, "{data:x?}");
        }
    }

    #[test]
    fn skipping_to_a_restart_drops_what_is_left_and_returns_its_number() {
        let mut bits = BitReader::new(&[1, 2, 0xFF, 0, 0xFF, 0xD5, 7]);
        bits.refill();
        assert_eq!(bits.skip_to_restart(), Some(5));
        bits.refill();
        assert_eq!(bits.receive(8), 7);
        assert_eq!(bits.skip_to_restart(), None);
    }

    #[test]
    fn values_are_extended_as_in_the_standard() {
        let cases =
            [(0, 0, 0), (1, 0, -1), (1, 1, 1), (3, 0, -7), (3, 3, -4), (3, 4, 4), (3, 7, 7), (15, 0, -32767)];
        for (count, bits, value) in cases {
            assert_eq!(extend(bits, count), value, "{count} bits, {bits}");
        }
    }
}
