//! Brings a component to the resolution of the picture.
//!
//! A component with half the samples is interpolated linearly between its two nearest samples, 3 : 1 (libjpeg's "fancy
//! upsampling"; rounded after each direction and extending into the padding at the edges, as in zune-jpeg). For other
//! ratios the nearest sample is repeated, as both do.

/// What the samples of blocks that could not be decoded are: the middle of the range, grey once converted.
pub const UNDECODED: u8 = 128;

/// Samples of the picture for samples of the component, along one direction.
#[derive(Clone, Copy)]
pub struct SamplingRatio {
    pub picture: usize,
    pub component: usize,
}

impl SamplingRatio {
    fn is_same(self) -> bool {
        self.picture == self.component
    }

    fn is_double(self) -> bool {
        self.picture == 2 * self.component
    }

    /// The component's sample nearest to the picture's.
    fn nearest(self, position: usize) -> usize {
        position * self.component / self.picture
    }
}

/// The samples of one component in the MCU row that is being filled and in the one before.
pub struct ComponentRows {
    /// Samples of the MCU row being filled, in rows of `stride`.
    current: Vec<u8>,
    stride: usize,
    /// The MCU row before.
    before: Vec<u8>,
    /// The last row of samples above `before`.
    above: Vec<u8>,
    /// Rows of samples in an MCU row.
    rows: usize,
    /// Rows of samples in all MCU rows.
    height: usize,
    horizontal: SamplingRatio,
    vertical: SamplingRatio,
}

impl ComponentRows {
    /// For a region of so many columns and rows of MCUs, with these ratios for one MCU.
    pub fn new(
        mcu_columns: usize,
        mcu_rows: usize,
        horizontal: SamplingRatio,
        vertical: SamplingRatio,
    ) -> Self {
        let (stride, rows) = (mcu_columns * horizontal.component, vertical.component);
        ComponentRows {
            current: vec![UNDECODED; stride * rows],
            before: vec![UNDECODED; stride * rows],
            above: vec![UNDECODED; stride],
            stride,
            rows,
            height: mcu_rows * rows,
            horizontal,
            vertical,
        }
    }

    /// The samples of the current MCU row from (x, y) on, and the length of a row.
    #[inline(always)]
    pub fn samples_at(&mut self, x: usize, y: usize) -> (&mut [u8], usize) {
        (&mut self.current[y * self.stride + x..], self.stride)
    }

    /// The current MCU row is filled: begins the next.
    pub fn finish_mcu_row(&mut self) {
        self.above.copy_from_slice(&self.before[self.before.len() - self.stride..]);
        std::mem::swap(&mut self.current, &mut self.before);
        self.current.fill(UNDECODED);
    }

    /// The component's samples for row `y` of the picture, one for each of the picture's `width` pixels. The row is in the
    /// MCU row number `mcu_row`, which is the one before the current.
    pub fn upsampled_row<'a>(
        &'a self,
        mcu_row: usize,
        y: usize,
        width: usize,
        [blended, widened]: &'a mut [Vec<u8>; 2],
    ) -> &'a [u8] {
        let is_smooth =
            [self.horizontal, self.vertical].iter().all(|ratio| ratio.is_double() || ratio.is_same());
        let near = self.row(mcu_row, self.vertical.nearest(y));
        let row = if is_smooth && self.vertical.is_double() {
            let far = if y.is_multiple_of(2) {
                (y / 2).saturating_sub(1)
            } else {
                (y / 2 + 1).min(self.height - 1)
            };
            blended.resize(self.stride, 0);
            blend(near, self.row(mcu_row, far), blended);
            blended
        } else {
            near
        };
        if self.horizontal.is_same() {
            return &row[..width];
        }
        widened.resize(width.max(2 * self.stride), 0);
        if is_smooth {
            double(row, widened);
        } else {
            widened
                .iter_mut()
                .take(width)
                .enumerate()
                .for_each(|(x, sample)| *sample = row[self.horizontal.nearest(x)]);
        }
        &widened[..width]
    }

    /// Row `row` of the component, which is in the MCU row number `mcu_row` or next to it.
    fn row(&self, mcu_row: usize, row: usize) -> &[u8] {
        match row.checked_sub(mcu_row * self.rows) {
            None => &self.above,
            Some(row) if row < self.rows => &self.before[row * self.stride..][..self.stride],
            Some(_) => &self.current[..self.stride],
        }
    }
}

/// Three parts of `near` and one of `far`.
fn blend(near: &[u8], far: &[u8], out: &mut [u8]) {
    for (out, (&near, &far)) in out.iter_mut().zip(near.iter().zip(far)) {
        *out = weighted(near, far);
    }
}

/// Twice as many samples, each three parts of the nearest and one of the next; the outermost as they are.
fn double(row: &[u8], out: &mut [u8]) {
    let (pairs, _) = out.as_chunks_mut::<2>();
    for (pair, window) in pairs[1..].iter_mut().zip(row.array_windows::<3>()) {
        *pair = [weighted(window[1], window[0]), weighted(window[1], window[2])];
    }
    let last = row.len() - 1;
    pairs[0] = [row[0], weighted(row[0], row[last.min(1)])];
    pairs[last] = [weighted(row[last], row[last.saturating_sub(1)]), row[last]];
    if last == 0 {
        pairs[0] = [row[0]; 2];
    }
}

#[inline(always)]
fn weighted(near: u8, far: u8) -> u8 {
    ((3 * u16::from(near) + u16::from(far) + 2) >> 2) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_doubled_three_to_one() {
        let cases: [(&[u8], &[u8]); 3] =
            [(&[7], &[7, 7]), (&[0, 100], &[0, 25, 75, 100]), (&[0, 100, 20], &[0, 25, 75, 80, 40, 20])];
        for (row, doubled) in cases {
            let mut out = vec![0; 2 * row.len()];
            double(row, &mut out);
            assert_eq!(out, doubled);
        }
    }

    #[test]
    fn other_ratios_repeat_the_nearest_sample() {
        let ratio = SamplingRatio { picture: 3, component: 2 };
        assert_eq!([0, 1, 2, 3, 4, 5].map(|x| ratio.nearest(x)), [0, 0, 1, 2, 2, 3]);
    }
}
