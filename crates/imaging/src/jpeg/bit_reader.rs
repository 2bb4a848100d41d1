//! Bits from entropy-coded data: stuffed zeros removed, zeros added behind the end, and a count of how many.

/// Reads bits, most significant first, up to the next marker.
///
/// A copy is cheap: inner loops work on one of their own, which the compiler keeps in registers.
#[derive(Clone, Copy)]
pub struct Bits<'a> {
    data: &'a [u8],
    /// Offset of the first byte that is not in `buffer`.
    at: usize,
    /// The next bits, left-aligned; those behind the `held` first are zero.
    buffer: u64,
    held: u32,
    /// How many of the held bits were never in the data.
    invented: u32,
}

impl<'a> Bits<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Bits { data, at: 0, buffer: 0, held: 0, invented: 0 }
    }

    /// Makes at least 33 bits available: a Huffman code of 16 and a value of 15 with room to spare.
    #[inline(always)]
    pub fn refill(&mut self) {
        if self.held > 32 {
            return;
        }
        if let Some(bytes) = self.data[self.at..].first_chunk::<4>() {
            let word = u32::from_be_bytes(*bytes);
            // No byte is 0xFF: adding one to each clears no top bit that was set.
            if word & 0x8080_8080 & !word.wrapping_add(0x0101_0101) == 0 {
                self.buffer |= u64::from(word) << (32 - self.held);
                self.held += 32;
                self.at += 4;
                return;
            }
        }
        *self = self.refilled_bytewise();
    }

    /// By value, so that the fast path's state need not lie in memory for it.
    #[cold]
    fn refilled_bytewise(mut self) -> Self {
        while self.held <= 56 {
            let byte = match self.data[self.at..] {
                [0xFF, 0x00, ..] => {
                    self.at += 2;
                    0xFF
                }
                [0xFF, ..] | [] => {
                    self.invented += 8;
                    0
                }
                [byte, ..] => {
                    self.at += 1;
                    byte
                }
            };
            self.buffer |= u64::from(byte) << (56 - self.held);
            self.held += 8;
        }
        self
    }

    /// The next `count` bits without taking them; `count` is 1 to 32 and at most what [`Self::refill`]
    /// provided.
    #[inline(always)]
    pub fn peek(&self, count: u32) -> u32 {
        (self.buffer >> (64 - count)) as u32
    }

    /// Takes `count` bits that were looked at.
    #[inline(always)]
    pub fn consume(&mut self, count: u32) {
        self.buffer <<= count;
        self.held -= count;
    }

    /// Takes an unsigned number of `count` bits, 0 to 16.
    #[inline(always)]
    pub fn unsigned(&mut self, count: u32) -> u32 {
        // Two shifts, since a shift by 64 is none.
        let value = (self.buffer >> 1 >> (63 - count)) as u32;
        self.consume(count);
        value
    }

    /// Takes a number of `count` bits in the signed form of T.81, figure F.12 (a leading zero means
    /// negative).
    #[inline(always)]
    pub fn signed(&mut self, count: u32) -> i32 {
        extended(self.unsigned(count), count)
    }

    /// Whether bits were taken that are not in the data.
    #[inline(always)]
    pub fn overrun(&self) -> bool {
        self.held < self.invented
    }

    /// Bytes that nobody has asked for, up to the end of all data, without stuffed zeros: so it does not matter
    /// how many of them are held already.
    pub fn bytes_left(&self) -> usize {
        let left = &self.data[self.at..];
        let stuffed = left.array_windows().filter(|pair| **pair == [0xFF, 0x00]).count();
        left.len() - stuffed + (self.held.saturating_sub(self.invented) / 8) as usize
    }

    /// Drops what is left before the next restart marker and steps behind the marker; its number, 0 to 7.
    pub fn next_restart(&mut self) -> Option<u8> {
        let found =
            self.data[self.at..].array_windows().position(|pair| matches!(pair, [0xFF, 0xD0..=0xD7]))?;
        let number = self.data[self.at + found + 1] & 7;
        *self = Bits { at: self.at + found + 2, ..Bits::new(self.data) };
        Some(number)
    }
}

/// The number that `bits`, `count` of them, stand for (T.81, figure F.12).
#[inline(always)]
pub fn extended(bits: u32, count: u32) -> i32 {
    let half = (1u32 << count) >> 1;
    let offset = if bits < half { 1 - (1i32 << count) } else { 0 };
    bits as i32 + offset
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes_read(data: &[u8], count: usize) -> Vec<u8> {
        let mut bits = Bits::new(data);
        let read = |bits: &mut Bits| {
            bits.refill();
            bits.unsigned(8) as u8
        };
        (0..count).map(|_| read(&mut bits)).collect()
    }

    #[test]
    fn stuffed_zeros_are_removed() {
        let data = [1, 0xFF, 0, 2, 3, 4, 5, 6, 7, 0xFF, 0, 0xFF, 0, 8];
        assert_eq!(bytes_read(&data, 11), [1, 0xFF, 2, 3, 4, 5, 6, 7, 0xFF, 0xFF, 8]);
    }

    #[test]
    fn bits_behind_a_marker_or_the_end_are_zeros_and_count_as_overrun() {
        for data in [&[0xAB, 0xFF, 0xD0, 9][..], &[0xAB], &[0xAB, 0xFF]] {
            assert_eq!(bytes_read(data, 3), [0xAB, 0, 0], "{data:?}");
            let mut bits = Bits::new(data);
            bits.refill();
            bits.unsigned(8);
            assert!(!bits.overrun(), "{data:?}");
            bits.unsigned(1);
            assert!(bits.overrun(), "{data:?}");
        }
    }

    #[test]
    fn bytes_are_left_whether_or_not_they_are_held() {
        let data = [1, 2, 3, 4, 0xFF, 0, 6, 7];
        let mut bits = Bits::new(&data);
        assert_eq!(bits.bytes_left(), 7);
        for left in [6, 5, 4] {
            bits.refill();
            bits.unsigned(8);
            assert_eq!(bits.bytes_left(), left);
        }
    }

    #[test]
    fn a_restart_drops_what_is_left_and_tells_its_number() {
        let mut bits = Bits::new(&[1, 2, 0xFF, 0, 0xFF, 0xD5, 7]);
        bits.refill();
        assert_eq!(bits.next_restart(), Some(5));
        bits.refill();
        assert_eq!(bits.unsigned(8), 7);
        assert_eq!(bits.next_restart(), None);
    }

    #[test]
    fn values_are_signed_as_the_standard_says() {
        let cases =
            [(0, 0, 0), (1, 0, -1), (1, 1, 1), (3, 0, -7), (3, 3, -4), (3, 4, 4), (3, 7, 7), (15, 0, -32767)];
        for (count, bits, value) in cases {
            assert_eq!(extended(bits, count), value, "{count} bits, {bits}");
        }
    }
}
