//! Differences between lines of pixels.

use super::lanes::{Lanes, larger, minus};

/// How much the pixels of one line differ from those of another. Keeps its memory from line to line.
#[derive(Debug, Default)]
pub struct Differences {
    /// Of each byte the difference, and the largest one of itself and the two behind it.
    own: Vec<u8>,
    largest: Vec<u8>,
}

/// Bytes of a pixel.
const CHANNELS: usize = 3;

/// Bytes behind the values, so that these are whole [`Lanes`] from wherever one begins.
const BEHIND: usize = size_of::<Lanes>() + CHANNELS;

impl Differences {
    /// For each pixel of both lines the largest difference in a channel.
    // Not inlined: inlined into a crate that is compiled for size, it would be compiled for size.
    #[inline(never)]
    pub fn between(&mut self, one: &[[u8; 3]], other: &[[u8; 3]]) -> impl Iterator<Item = u8> {
        let (one, other) = (one.as_flattened(), other.as_flattened());
        let length = one.len().min(other.len());
        self.own.resize(length + BEHIND, 0);
        self.largest.resize(length + BEHIND, 0);
        let pairs = one.chunks(size_of::<Lanes>()).zip(other.chunks(size_of::<Lanes>()));
        for ((one, other), to) in pairs.zip(self.own.as_chunks_mut().0) {
            let (one, other) = (lanes(one), lanes(other));
            *to = larger(minus(one, other), minus(other, one));
        }
        let [first, second, third] = [0, 1, 2].map(|offset| self.own.get(offset..).unwrap_or_default());
        let three = first.as_chunks().0.iter().zip(second.as_chunks().0).zip(third.as_chunks().0);
        for (((first, second), third), to) in three.zip(self.largest.as_chunks_mut().0) {
            *to = larger(*first, larger(*second, *third));
        }
        self.largest.iter().copied().step_by(CHANNELS).take(length / CHANNELS)
    }
}

/// These bytes and zeros behind them.
fn lanes(bytes: &[u8]) -> Lanes {
    bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut lanes = [0; size_of::<Lanes>()];
        lanes.iter_mut().zip(bytes).for_each(|(lane, byte)| *lane = *byte);
        lanes
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_difference_of_each_pixel() {
        let line = |factor: usize, pixels: usize| -> Vec<[u8; 3]> {
            (0..pixels).map(|x| [0, 1, 2].map(|channel| ((3 * x + channel) * factor % 256) as u8)).collect()
        };
        let mut differences = Differences::default();
        let mut wrong = Vec::new();
        for pixels in [0, 1, 5, 6, 40, 16, 3] {
            let (one, other) = (line(89, pixels), line(57, pixels + 2));
            let expected = one.iter().zip(&other).map(|(one, other)| {
                one.iter().zip(other).map(|(one, other)| one.abs_diff(*other)).max().unwrap()
            });
            if !differences.between(&one, &other).eq(expected) {
                wrong.push(pixels);
            }
        }
        assert!(wrong.is_empty(), "{wrong:?} pixels");
    }
}
