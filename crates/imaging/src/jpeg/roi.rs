//! A region of interest at full resolution: its luma, decoded in the same pass as the whole picture.

use super::canvas::{Canvas, Output};
use super::coefficients::RectRange;
use super::decode::block_sizes;
use super::frame::{ColourModel, Frame};
use super::idct::{BlockSize, dequantise_and_idct};
use super::quant_table::QuantTable;
use crate::raster::{Luma, Roi};
use precheck_foundation::geometry::Rect;
use std::ops::Range;

/// A region of interest while its blocks are decoded.
pub struct RoiCanvas {
    /// The MCUs that it covers.
    pub region: RectRange,
    /// Output size per block, by component; 1 x 1 for components that it does not use.
    pub block_sizes: Vec<BlockSize>,
    /// How many components, from the first, it uses.
    pub components: usize,
    pub canvas: Canvas,
    /// The pixels that were asked for, cut to the picture.
    columns: Range<usize>,
    rows: Range<usize>,
    /// The upper left pixel of `region`.
    origin: (usize, usize),
}

/// Pixels around the region of interest whose samples are interpolated into it: half of the widest interpolated sample.
const MARGIN: usize = 2;

/// Samples of a block along each side at full size.
const SIDE: usize = 8;

impl RoiCanvas {
    /// The region of interest `rect`, in pixels as stored, cut to the picture (to at least one pixel of it).
    pub fn new(frame: &Frame, rect: Rect) -> Self {
        let columns = cut(rect.x, rect.width, frame.width);
        let rows = cut(rect.y, rect.height, frame.height);
        let (mcu_width, mcu_height) = (SIDE * frame.h_max, SIDE * frame.v_max);
        let region = RectRange {
            columns: mcus(&columns, frame.width, mcu_width),
            rows: mcus(&rows, frame.height, mcu_height),
        };
        let first = &frame.components[0];
        let stores_luma = matches!(frame.colour, ColourModel::Grey | ColourModel::YCbCr)
            && (first.h, first.v) == (frame.h_max, frame.v_max);
        let (output, components) =
            if stores_luma { (Output::FirstComponent, 1) } else { (Output::Rgb, frame.components.len()) };
        let mut block_sizes = block_sizes(frame, SIDE);
        block_sizes.iter_mut().skip(components).for_each(|size| *size = (1, 1));
        Self {
            canvas: Canvas::new(frame, &region, SIDE, &block_sizes, output),
            origin: (region.columns.start * mcu_width, region.rows.start * mcu_height),
            region,
            block_sizes,
            components,
            columns,
            rows,
        }
    }

    /// The blocks of a component that it needs.
    pub fn blocks(&self, frame: &Frame, component: usize) -> RectRange {
        if component >= self.components {
            return RectRange::EMPTY;
        }
        self.region.blocks(frame.components[component].h, frame.components[component].v)
    }

    /// Transforms a block of a component into the canvas; `column` counts within the region, `row` within the current MCU
    /// row.
    pub fn draw(
        &mut self,
        component: usize,
        column: usize,
        row: usize,
        block: &[i16; 64],
        quant_table: &QuantTable,
        is_flat: bool,
    ) {
        let size = self.block_sizes[component];
        let (out, stride) = self.canvas.samples_at(component, column * size.0, row * size.1);
        dequantise_and_idct(block, quant_table, size, is_flat, out, stride);
    }

    /// The region of interest, once all MCU rows of its region are filled.
    pub fn finish(self) -> Roi {
        let Self { columns, rows, origin, .. } = self;
        let (width, _, pixels) = self.canvas.finish();
        let bytes_per_pixel = if self.components == 1 { 1 } else { 3 };
        let lines = pixels.chunks_exact(bytes_per_pixel * width).skip(rows.start - origin.1).take(rows.len());
        let start = bytes_per_pixel * (columns.start - origin.0);
        let cut: Vec<&[u8]> = lines.map(|line| &line[start..][..bytes_per_pixel * columns.len()]).collect();
        let rect = Rect {
            x: columns.start as u32,
            y: rows.start as u32,
            width: columns.len() as u32,
            height: rows.len() as u32,
        };
        let luma = match bytes_per_pixel {
            1 => Luma::new(columns.len(), cut.concat()),
            _ => Luma::of(rect.width, cut.concat().as_chunks().0),
        };
        Roi { rect, luma }
    }
}

/// `length` pixels from `start` on, cut to the picture's `whole`, but at least one.
fn cut(start: u32, length: u32, whole: usize) -> Range<usize> {
    let start = (start as usize).min(whole - 1);
    start..start + (length as usize).clamp(1, whole - start)
}

/// The MCUs, `mcu` pixels long, that cover these pixels and their margin.
fn mcus(pixels: &Range<usize>, whole: usize, mcu: usize) -> Range<usize> {
    pixels.start.saturating_sub(MARGIN) / mcu..(pixels.end + MARGIN).min(whole).div_ceil(mcu)
}
