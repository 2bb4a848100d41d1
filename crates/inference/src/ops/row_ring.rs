//! Index arithmetic of a ring buffer that holds the padded input rows under a sliding kernel: each input row is copied
//! once and is still in the cache when it is read.

/// Which rows of the padded input the ring buffer holds.
pub(crate) struct RowRing {
    height: usize,
    /// First row that has not been filled in yet.
    next: usize,
}

impl RowRing {
    /// A ring buffer of `height` rows, all of them empty.
    pub fn new(height: usize) -> Self {
        Self { height, next: 0 }
    }

    /// Makes the buffer hold `height` rows from `top` on: calls `fill(slot, row)` for each row that is not there yet.
    /// Returns the slot of row `top`.
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
