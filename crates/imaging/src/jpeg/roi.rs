//! A part of the picture at full resolution: its brightness, made while the whole picture is read.

use super::canvas::{Canvas, Paint};
use super::coefficients::Region;
use super::decode::points;
use super::frame::{Colour, Frame};
use super::idct::{Points, inverse};
use crate::raster::{Luma, Roi};
use precheck_foundation::geometry::Rect;
use std::ops::Range;

/// A window while its blocks come in.
pub struct RoiCanvas {
    /// The units that hold it.
    pub region: Region,
    /// What its blocks become, by component; of those that it does not need as little as there is.
    pub points: Vec<Points>,
    /// How many components, from the first, it needs.
    pub components: usize,
    pub canvas: Canvas,
    columns: Range<usize>,
    rows: Range<usize>,
    /// The upper left corner of the region.
    corner: (usize, usize),
}

/// Pixels around a window whose samples reach into it: half of the widest interpolated sample.
const MARGIN: usize = 2;

/// Full size: samples a side of a block.
const SIDE: usize = 8;

impl RoiCanvas {
    /// The window at `place`, cut to the picture (to at least one pixel of it).
    pub fn new(frame: &Frame, place: Rect) -> Self {
        let columns = cut(place.x, place.width, frame.width);
        let rows = cut(place.y, place.height, frame.height);
        let unit = (SIDE * frame.h_max, SIDE * frame.v_max);
        let region = Region {
            columns: units(&columns, frame.width, unit.0),
            rows: units(&rows, frame.height, unit.1),
        };
        let first = &frame.components[0];
        let stores_brightness = matches!(frame.colour, Colour::Grey | Colour::YCbCr)
            && (first.h, first.v) == (frame.h_max, frame.v_max);
        let (paint, components) =
            if stores_brightness { (Paint::First, 1) } else { (Paint::Colours, frame.components.len()) };
        let mut points = points(frame, SIDE);
        points.iter_mut().skip(components).for_each(|points| *points = (1, 1));
        Self {
            canvas: Canvas::new(frame, &region, SIDE, &points, paint),
            corner: (region.columns.start * unit.0, region.rows.start * unit.1),
            region,
            points,
            components,
            columns,
            rows,
        }
    }

    /// The blocks of a component that it needs.
    pub fn blocks(&self, frame: &Frame, component: usize) -> Region {
        if component >= self.components {
            return Region::NONE;
        }
        let (h, v) = (frame.components[component].h, frame.components[component].v);
        let times = |range: &Range<usize>, factor: usize| range.start * factor..range.end * factor;
        Region { columns: times(&self.region.columns, h), rows: times(&self.region.rows, v) }
    }

    /// Draws a block, of the component's in the region that in this column and, in the band, this row.
    pub fn draw(
        &mut self,
        component: usize,
        column: usize,
        row: usize,
        block: &[i16; 64],
        quantisation: &[u16; 64],
        flat: bool,
    ) {
        let points = self.points[component];
        let (out, stride) = self.canvas.place(component, column * points.0, row * points.1);
        inverse(block, quantisation, points, flat, out, stride);
    }

    /// The window, once all bands of its region were finished.
    pub fn finish(self) -> Roi {
        let Self { columns, rows, corner, .. } = self;
        let (width, _, pixels) = self.canvas.finish();
        let bytes = if self.components == 1 { 1 } else { 3 };
        let lines = pixels.chunks_exact(bytes * width).skip(rows.start - corner.1).take(rows.len());
        let from = bytes * (columns.start - corner.0);
        let cut: Vec<&[u8]> = lines.map(|line| &line[from..][..bytes * columns.len()]).collect();
        let rect = Rect {
            x: columns.start as u32,
            y: rows.start as u32,
            width: columns.len() as u32,
            height: rows.len() as u32,
        };
        let luma = match bytes {
            1 => Luma::new(columns.len(), cut.concat()),
            _ => Luma::of(rect.width, cut.concat().as_chunks().0),
        };
        Roi { rect, luma }
    }
}

/// The pixels from `start` on, `length` of them, as far as the picture's `whole` go.
fn cut(start: u32, length: u32, whole: usize) -> Range<usize> {
    let start = (start as usize).min(whole - 1);
    start..start + (length as usize).clamp(1, whole - start)
}

/// The units of `unit` pixels that hold these pixels and their margin.
fn units(pixels: &Range<usize>, whole: usize, unit: usize) -> Range<usize> {
    pixels.start.saturating_sub(MARGIN) / unit..(pixels.end + MARGIN).min(whole).div_ceil(unit)
}
