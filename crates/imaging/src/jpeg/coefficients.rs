//! Coefficients of a picture that comes in several scans: of every block only those that the output size needs, and
//! only the blocks of a region of the picture.

use super::frame::Frame;
use super::idct::BlockSize;
use super::quant_table::ZIGZAG;
use std::ops::Range;

/// A rectangle of the picture, in MCUs of an interleaved scan; or of a component, in blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RectRange {
    pub columns: Range<usize>,
    pub rows: Range<usize>,
}

impl RectRange {
    /// Nothing.
    pub const EMPTY: Self = RectRange { columns: 0..0, rows: 0..0 };

    /// All MCUs of the picture.
    pub fn whole(frame: &Frame) -> Self {
        RectRange { columns: 0..frame.mcu_columns(), rows: 0..frame.mcu_rows() }
    }

    /// The blocks of a component with these sampling factors in these MCUs.
    pub fn blocks(&self, h: usize, v: usize) -> Self {
        let times = |range: &Range<usize>, factor: usize| range.start * factor..range.end * factor;
        RectRange { columns: times(&self.columns, h), rows: times(&self.rows, v) }
    }
}

/// The highest zigzag index of a coefficient that the inverse transform to this size uses.
pub fn last_needed_index((width, height): BlockSize) -> usize {
    let is_needed = |&k: &usize| usize::from(ZIGZAG[k]) % 8 < width && usize::from(ZIGZAG[k]) / 8 < height;
    (0..64).rev().find(is_needed).unwrap_or(0)
}

/// The stored coefficients of one component.
pub struct CoefficientPlane {
    /// The size to which its blocks are transformed, and so how many low coefficients of each are stored.
    pub block_size: BlockSize,
    /// The blocks that are stored.
    blocks: RectRange,
    /// By zigzag index: where in a stored block the coefficient is; [`NOT_STORED`] if it is not.
    slots: [u8; 64],
    /// The stored zigzag indices as bits.
    stored: u64,
    values: Vec<i16>,
}

/// Slot of a coefficient that is not stored.
const NOT_STORED: u8 = u8::MAX;

impl CoefficientPlane {
    /// All zero. `component` is an index into the frame's.
    pub fn new(frame: &Frame, component: usize, region: &RectRange, block_size: BlockSize) -> Self {
        let blocks = region.blocks(frame.components[component].h, frame.components[component].v);
        let slots: [u8; 64] = std::array::from_fn(|k| {
            let (x, y) = (usize::from(ZIGZAG[k]) % 8, usize::from(ZIGZAG[k]) / 8);
            if x < block_size.0 && y < block_size.1 { (y * block_size.0 + x) as u8 } else { NOT_STORED }
        });
        let values = vec![0; blocks.columns.len() * blocks.rows.len() * block_size.0 * block_size.1];
        let stored = (0..64).filter(|&k| slots[k] != NOT_STORED).fold(0, |stored, k| stored | 1 << k);
        CoefficientPlane { block_size, blocks, slots, stored, values }
    }

    /// The block at this column and row of the component's blocks, if it is stored.
    #[inline]
    pub fn block(&mut self, column: usize, row: usize) -> Option<StoredBlock<'_>> {
        let x = column.checked_sub(self.blocks.columns.start)?;
        let y = row.checked_sub(self.blocks.rows.start)?;
        let columns = self.blocks.columns.len();
        if x >= columns {
            return None;
        }
        let (width, size) = (self.block_size.0, self.block_size.0 * self.block_size.1);
        let values = self.values.get_mut((y * columns + x) * size..)?.get_mut(..size)?;
        Some(StoredBlock { slots: &self.slots, stored: self.stored, width, values })
    }

    /// The DC coefficients of a row of the stored blocks, if nothing else of them is stored.
    pub fn dc_row(&self, row: usize) -> &[i16] {
        let columns = self.blocks.columns.len();
        &self.values[row * columns..][..columns]
    }

    /// The block at this column and row of the stored ones, in natural order; and whether it is flat: only its DC
    /// coefficient differs from zero.
    pub fn natural_order(&self, column: usize, row: usize) -> ([i16; 64], bool) {
        let size = self.block_size.0 * self.block_size.1;
        let values = &self.values[(row * self.blocks.columns.len() + column) * size..][..size];
        let mut block = [0; 64];
        for (line, values) in block.chunks_exact_mut(8).zip(values.chunks_exact(self.block_size.0)) {
            line[..self.block_size.0].copy_from_slice(values);
        }
        (block, values[1..].iter().all(|&value| value == 0))
    }

    /// The highest zigzag index that is stored.
    pub fn last_index(&self) -> usize {
        self.stored.ilog2() as usize
    }

    /// Columns and rows of stored blocks.
    pub fn size(&self) -> (usize, usize) {
        (self.blocks.columns.len(), self.blocks.rows.len())
    }
}

/// The stored coefficients of one block.
pub struct StoredBlock<'a> {
    slots: &'a [u8; 64],
    stored: u64,
    width: usize,
    values: &'a mut [i16],
}

impl StoredBlock<'_> {
    /// The coefficient at a zigzag index, if it is stored.
    #[inline(always)]
    pub fn at(&mut self, k: usize) -> Option<&mut i16> {
        self.values.get_mut(usize::from(self.slots[k]))
    }

    /// Stores what is needed of a block in natural order.
    pub fn store(&mut self, natural: &[i16; 64]) {
        for (values, line) in self.values.chunks_exact_mut(self.width).zip(natural.chunks_exact(8)) {
            values.copy_from_slice(&line[..self.width]);
        }
    }

    /// The stored zigzag indices as bits.
    pub fn stored(&self) -> u64 {
        self.stored
    }
}
