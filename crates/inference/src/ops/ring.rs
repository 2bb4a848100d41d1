//! The few padded rows of input that a sliding kernel needs at a time, in a ring: each input row is
//! copied once and is in the cache when it is read.

/// Which rows of the padded input a ring holds.
pub(crate) struct Ring {
    height: usize,
    /// First row that has not been filled in.
    next: usize,
}

impl Ring {
    /// A ring of `height` rows, nothing filled in.
    pub fn new(height: usize) -> Self {
        Self { height, next: 0 }
    }

    /// Makes the ring hold the rows from `top` on: calls `fill` with the place in the ring and the
    /// number of each row that is not there yet. Gives the place of row `top`.
    #[inline(always)]
    pub fn advance(&mut self, top: usize, mut fill: impl FnMut(usize, usize)) -> usize {
        self.next = self.next.max(top);
        while self.next < top + self.height {
            fill(self.next % self.height, self.next);
            self.next += 1;
        }
        top % self.height
    }
}
