//! The ICC profile of a JPEG, joined from its APP2 segments (ICC.1:2010, annex B.4).

/// Longest ICC profile that is kept. Real ones have 0.5 to 600 kB.
const MAX_LENGTH: usize = 4 << 20;

/// The chunks of an ICC profile: at most 255, because their number is a byte.
pub struct IccChunks<'a> {
    /// Chunk 1 first.
    chunks: [Option<&'a [u8]>; 255],
    /// How many there are, as the first segment says.
    count: u8,
    /// A number is 0 or too large, occurs twice, or the segments contradict each other.
    is_invalid: bool,
}

impl Default for IccChunks<'_> {
    fn default() -> Self {
        Self { chunks: [None; 255], count: 0, is_invalid: false }
    }
}

impl<'a> IccChunks<'a> {
    /// Adds the payload of an APP2 segment, if it holds a chunk.
    pub fn add(&mut self, payload: &'a [u8]) {
        let Some([number, count, chunk @ ..]) = payload.strip_prefix(b"ICC_PROFILE\0") else { return };
        if self.count == 0 {
            self.count = *count;
        }
        let is_numbered = (1..=self.count).contains(number) && *count == self.count;
        let free = self.chunks.get_mut(usize::from(number.wrapping_sub(1))).filter(|place| place.is_none());
        match free.filter(|_| is_numbered) {
            Some(place) => *place = Some(chunk),
            None => self.is_invalid = true,
        }
    }

    /// The chunks in the order of their numbers. `None` if one is missing or invalid, or if together they are empty or
    /// longer than [`MAX_LENGTH`]: browsers show such a picture as one without a profile.
    pub fn join(&self) -> Option<Vec<u8>> {
        let chunks = self.chunks.get(..usize::from(self.count)).filter(|_| !self.is_invalid)?;
        let chunks: Vec<&[u8]> = chunks.iter().copied().collect::<Option<_>>()?;
        let length: usize = chunks.iter().map(|chunk| chunk.len()).sum();
        (1..=MAX_LENGTH).contains(&length).then(|| chunks.concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(payloads: &[&[u8]]) -> Option<Vec<u8>> {
        let mut chunks = IccChunks::default();
        payloads.iter().for_each(|payload| chunks.add(payload));
        chunks.join()
    }

    fn chunk(number: u8, count: u8, data: &[u8]) -> Vec<u8> {
        [b"ICC_PROFILE\0", &[number, count][..], data].concat()
    }

    #[test]
    fn chunks_are_joined_by_number_whatever_their_order() {
        let (first, second) = (chunk(1, 2, b"ab"), chunk(2, 2, b"cd"));
        assert_eq!(joined(&[&second, b"MPF\0", &first]), Some(b"abcd".to_vec()));
        let all: Vec<_> = (1..=255).map(|number| chunk(number, 255, &[number])).collect();
        let all: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
        assert_eq!(joined(&all), Some((1..=255).collect()));
    }

    #[test]
    fn a_list_that_is_not_complete_is_no_profile() {
        let (first, second) = (chunk(1, 2, b"ab"), chunk(2, 2, b"cd"));
        let long: Vec<_> = (1..=65).map(|number| chunk(number, 65, &[0; 65_000])).collect();
        let long: Vec<&[u8]> = long.iter().map(Vec::as_slice).collect();
        let cases: [(&str, &[&[u8]]); 8] = [
            ("none", &[b"MPF\0"]),
            ("one is missing", &[&second]),
            ("one occurs twice", &[&first, &second, &first]),
            ("number 0", &[&chunk(0, 1, b"ab")]),
            ("number beyond the count", &[&first, &chunk(3, 2, b"cd")]),
            ("two counts", &[&first, &chunk(2, 3, b"cd")]),
            ("no data", &[&chunk(1, 1, b"")]),
            ("longer than any profile", &long),
        ];
        let read: Vec<_> = cases.iter().filter(|(_, payloads)| joined(payloads).is_some()).collect();
        assert!(read.is_empty(), "{read:?}");
    }
}
