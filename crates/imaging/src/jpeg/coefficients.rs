//! Coefficients of a picture that comes in several scans: of every block only those that the wanted size
//! needs, and blocks only of the wanted part of the picture.

use super::frame::Frame;
use super::idct::Points;
use super::parse::ZIGZAG;
use std::ops::Range;

/// A rectangle of the picture's units (of its interleaved scans).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    pub columns: Range<usize>,
    pub rows: Range<usize>,
}

impl Region {
    /// Nothing of the picture.
    pub const NONE: Self = Region { columns: 0..0, rows: 0..0 };

    /// The whole picture.
    pub fn whole(frame: &Frame) -> Self {
        Region { columns: 0..frame.columns(), rows: 0..frame.rows() }
    }
}

/// The highest zigzag index among the low coefficients that a transform to `points` uses.
pub fn last_needed((width, height): Points) -> usize {
    let needed = |&k: &usize| usize::from(ZIGZAG[k]) % 8 < width && usize::from(ZIGZAG[k]) / 8 < height;
    (0..64).rev().find(needed).unwrap_or(0)
}

/// The coefficients of one component.
pub struct Coefficients {
    pub points: Points,
    /// The blocks that are kept.
    columns: Range<usize>,
    rows: Range<usize>,
    /// By zigzag index: where in a kept block the coefficient lies; [`DROPPED`] if it is not kept.
    slots: [u8; 64],
    /// The same as bits: which zigzag indices are kept.
    kept: u64,
    values: Vec<i16>,
}

/// Slot of a coefficient that is not kept.
const DROPPED: u8 = u8::MAX;

impl Coefficients {
    /// All zero. `component` is an index into the frame's.
    pub fn new(frame: &Frame, component: usize, region: &Region, points: Points) -> Self {
        let (h, v) = (frame.components[component].h, frame.components[component].v);
        let columns = region.columns.start * h..region.columns.end * h;
        let rows = region.rows.start * v..region.rows.end * v;
        let slots: [u8; 64] = std::array::from_fn(|k| {
            let (x, y) = (usize::from(ZIGZAG[k]) % 8, usize::from(ZIGZAG[k]) / 8);
            if x < points.0 && y < points.1 { (y * points.0 + x) as u8 } else { DROPPED }
        });
        let values = vec![0; columns.len() * rows.len() * points.0 * points.1];
        let kept = (0..64).filter(|&k| slots[k] != DROPPED).fold(0, |kept, k| kept | 1 << k);
        Coefficients { points, columns, rows, slots, kept, values }
    }

    /// The kept coefficients of the block at this column and row of the picture.
    #[inline]
    pub fn block(&mut self, column: usize, row: usize) -> Option<Block<'_>> {
        let (x, y) = (column.checked_sub(self.columns.start)?, row.checked_sub(self.rows.start)?);
        if x >= self.columns.len() {
            return None;
        }
        let size = self.points.0 * self.points.1;
        let width = self.points.0;
        let values = self.values.get_mut((y * self.columns.len() + x) * size..)?.get_mut(..size)?;
        Some(Block { slots: &self.slots, kept: self.kept, width, values })
    }

    /// The first coefficients of a row of the kept blocks, where no others are kept.
    pub fn row(&self, row: usize) -> &[i16] {
        &self.values[row * self.columns.len()..][..self.columns.len()]
    }

    /// The block at this column and row of the kept ones, spread out in natural order; and whether it is
    /// flat: nothing but its first coefficient differs from zero.
    pub fn spread(&self, column: usize, row: usize) -> ([i16; 64], bool) {
        let size = self.points.0 * self.points.1;
        let values = &self.values[(row * self.columns.len() + column) * size..][..size];
        let mut block = [0; 64];
        for (line, values) in block.chunks_exact_mut(8).zip(values.chunks_exact(self.points.0)) {
            line[..self.points.0].copy_from_slice(values);
        }
        (block, values[1..].iter().all(|&value| value == 0))
    }

    /// The highest zigzag index that is kept.
    pub fn last(&self) -> usize {
        self.kept.ilog2() as usize
    }

    /// How many columns and rows of blocks are kept.
    pub fn size(&self) -> (usize, usize) {
        (self.columns.len(), self.rows.len())
    }
}

/// One kept block.
pub struct Block<'a> {
    slots: &'a [u8; 64],
    kept: u64,
    width: usize,
    values: &'a mut [i16],
}

impl Block<'_> {
    /// The coefficient at a zigzag index, if it is kept.
    #[inline(always)]
    pub fn at(&mut self, k: usize) -> Option<&mut i16> {
        self.values.get_mut(usize::from(self.slots[k]))
    }

    /// Takes over what is kept of a block in natural order.
    pub fn keep(&mut self, natural: &[i16; 64]) {
        for (values, line) in self.values.chunks_exact_mut(self.width).zip(natural.chunks_exact(8)) {
            values.copy_from_slice(&line[..self.width]);
        }
    }

    /// Which zigzag indices are kept, as bits.
    pub fn kept(&self) -> u64 {
        self.kept
    }
}
