//! The output picture as it grows: MCU rows of each component, upsampled and converted into rows of pixels.
//!
//! Because upsampling the last row of an MCU row needs the first of the next, conversion is one MCU row behind.

use super::coefficients::RectRange;
use super::colour_convert::convert_row;
use super::frame::{ColourModel, Component, Frame};
use super::idct::BlockSize;
use super::upsample::{ComponentRows, SamplingRatio, UNDECODED};
use std::ops::Range;

/// What the pixels of a canvas are.
#[derive(Clone, Copy, PartialEq)]
pub enum Output {
    /// Red, green and blue.
    Rgb,
    /// The first component as it is; the others are ignored.
    FirstComponent,
}

impl Output {
    fn bytes_per_pixel(self) -> usize {
        if self == Output::FirstComponent { 1 } else { 3 }
    }
}

/// A region of the picture at the output size.
pub struct Canvas {
    output: Output,
    colour: ColourModel,
    width: usize,
    height: usize,
    pixels: Vec<u8>,
    /// Rows of pixels in an MCU row.
    mcu_height: usize,
    /// MCU rows that are complete.
    mcu_rows: usize,
    components: Vec<ComponentRows>,
    /// For each component buffers for a row upsampled vertically, and horizontally too.
    scratch: [[Vec<u8>; 2]; 4],
}

impl Canvas {
    /// An empty canvas for the region (in MCUs). A block at the highest sampling becomes `side` samples a side, and
    /// those of each component become its block size.
    pub fn new(
        frame: &Frame,
        region: &RectRange,
        side: usize,
        block_sizes: &[BlockSize],
        output: Output,
    ) -> Self {
        let (mcu_width, mcu_height) = (side * frame.h_max, side * frame.v_max);
        let length = |full: usize, mcu: usize, range: &Range<usize>| {
            (full * side).div_ceil(8).min(range.end * mcu) - range.start * mcu
        };
        let width = length(frame.width, mcu_width, &region.columns);
        let height = length(frame.height, mcu_height, &region.rows);
        let rows_of = |(component, size): (&Component, &BlockSize)| {
            let horizontal = SamplingRatio { picture: mcu_width, component: component.h * size.0 };
            let vertical = SamplingRatio { picture: mcu_height, component: component.v * size.1 };
            ComponentRows::new(region.columns.len(), region.rows.len(), horizontal, vertical)
        };
        let used = if output == Output::FirstComponent { 1 } else { frame.components.len() };
        Canvas {
            output,
            colour: frame.colour,
            width,
            height,
            pixels: vec![UNDECODED; width * height * output.bytes_per_pixel()],
            mcu_height,
            mcu_rows: 0,
            components: frame.components.iter().zip(block_sizes).take(used).map(rows_of).collect(),
            scratch: Default::default(),
        }
    }

    /// The samples of a component in the current MCU row from (x, y) on, and the length of a row.
    #[inline(always)]
    pub fn samples_at(&mut self, component: usize, x: usize, y: usize) -> (&mut [u8], usize) {
        self.components[component].samples_at(x, y)
    }

    /// The current MCU row is filled: begins the next.
    pub fn finish_mcu_row(&mut self) {
        self.convert_mcu_row_before();
        self.components.iter_mut().for_each(ComponentRows::finish_mcu_row);
        self.mcu_rows += 1;
    }

    /// Width, height and pixels, once all MCU rows are filled.
    pub fn finish(mut self) -> (usize, usize, Vec<u8>) {
        self.convert_mcu_row_before();
        (self.width, self.height, self.pixels)
    }

    /// Converts the rows of the MCU row before the current one, if there is one.
    fn convert_mcu_row_before(&mut self) {
        let Some(before) = self.mcu_rows.checked_sub(1) else { return };
        for y in before * self.mcu_height..self.height.min((before + 1) * self.mcu_height) {
            let mut rows: [&[u8]; 4] = [&[]; 4];
            for ((row, component), scratch) in rows.iter_mut().zip(&self.components).zip(&mut self.scratch) {
                *row = component.upsampled_row(before, y, self.width, scratch);
            }
            let length = self.width * self.output.bytes_per_pixel();
            let pixels = &mut self.pixels[y * length..][..length];
            match self.output {
                Output::Rgb => convert_row(self.colour, rows, pixels.as_chunks_mut().0),
                Output::FirstComponent => pixels.copy_from_slice(rows[0]),
            }
        }
    }
}
