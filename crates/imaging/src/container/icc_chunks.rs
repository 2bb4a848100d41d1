//! The ICC profile of a JPEG, joined from its APP2 segments.

/// Longest ICC profile that is kept. Real ones have 0.5 to 600 kB.
const MAX_LENGTH: usize = 4 << 20;

/// Chunks of an ICC profile, each numbered from 1 (ICC.1:2010, annex B.4).
#[derive(Default)]
pub struct IccChunks<'a>(Vec<(u8, &'a [u8])>);

impl<'a> IccChunks<'a> {
    /// Adds the payload of an APP2 segment, if it holds a chunk.
    pub fn add(&mut self, payload: &'a [u8]) {
        if let Some([number, _count, chunk @ ..]) = payload.strip_prefix(b"ICC_PROFILE\0") {
            self.0.push((*number, chunk));
        }
    }

    /// The chunks in the order of their numbers; `None` if together they are empty or longer than [`MAX_LENGTH`].
    pub fn join(mut self) -> Option<Vec<u8>> {
        let length: usize = self.0.iter().map(|(_, chunk)| chunk.len()).sum();
        if !(1..=MAX_LENGTH).contains(&length) {
            return None;
        }
        self.0.sort_by_key(|(number, _)| *number);
        Some(self.0.iter().flat_map(|(_, chunk)| chunk.iter().copied()).collect())
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

    #[test]
    fn chunks_are_joined_by_number_whatever_their_order() {
        let (first, second) = (b"ICC_PROFILE\0\x01\x02ab", b"ICC_PROFILE\0\x02\x02cd");
        assert_eq!(joined(&[second, b"MPF\0", first]), Some(b"abcd".to_vec()));
        assert_eq!(joined(&[b"MPF\0"]), None);
        let long = [&b"ICC_PROFILE\0\x01\x01"[..], &[0; 65_000]].concat();
        assert_eq!(joined(&vec![&long[..]; 65]), None, "longer than any profile");
    }
}
