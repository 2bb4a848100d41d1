//! A part of the picture at full resolution, with the luma coefficients that it was made of.

use super::canvas::Canvas;
use super::coded::Coded;
use super::coefficients::Region;
use super::damage::{Damage, Readable};
use super::decode::{draw, points};
use super::frame::{Colour, Frame};
use super::gather::{Gathered, gather};
use super::refusal::Refusal;
use std::ops::Range;

/// A rectangle of the picture at full resolution. Coordinates are pixels as stored (not turned upright),
/// origin top left.
#[derive(Clone, Debug)]
pub struct Window {
    /// Left edge in the picture.
    pub x: u32,
    /// Upper edge in the picture.
    pub y: u32,
    /// Width in pixels, at least 1.
    pub width: u32,
    /// Height in pixels, at least 1.
    pub height: u32,
    /// Red, green, blue of each pixel, row by row: what [`super::decode`] at full size gives there.
    pub rgb: Vec<u8>,
    /// The luma blocks that the window touches; `None` if the file has no luma at full resolution.
    pub luma: Option<LumaBlocks>,
    /// How much of the picture down to the window's lower edge could be read.
    pub readable: Readable,
}

/// Cosine-transform coefficients of luma blocks, as the file has them.
#[derive(Clone, Debug)]
pub struct LumaBlocks {
    /// The first block's column in the picture: its left edge is at pixel 8 x `column`.
    pub column: u32,
    /// The first block's row in the picture: its upper edge is at pixel 8 x `row`.
    pub row: u32,
    /// Blocks in a row.
    pub columns: u32,
    /// Rows of blocks.
    pub rows: u32,
    /// Quantised coefficients of each block in natural order (horizontal frequency runs fastest), blocks row
    /// by row.
    pub blocks: Vec<[i16; 64]>,
    /// What to multiply them by, in the same order.
    pub quantisation: [u16; 64],
}

/// Pixels around a window whose samples reach into it: half of the widest interpolated sample.
const MARGIN: usize = 2;
/// Full size: samples a side of a block.
const SIDE: usize = 8;

/// Decodes a rectangle, cut to the picture (to at least one pixel of it). Reads the scan data down to its
/// lower edge once, but makes pixels only of the blocks that it touches.
///
/// Memory: 9 bytes a pixel of the window; besides, of progressive pictures, 8 bytes a block down to its lower
/// edge.
pub fn window(bytes: &[u8], x: u32, y: u32, width: u32, height: u32) -> Result<Window, Refusal> {
    let coded = Coded::parse(bytes)?;
    let frame = &coded.frame;
    let (columns, rows) = (cut(x, width, frame.width), cut(y, height, frame.height));
    let region = Region {
        columns: units(&columns, frame.width, SIDE * frame.h_max),
        rows: units(&rows, frame.height, SIDE * frame.v_max),
    };
    let points = points(frame, SIDE);
    let mut damage = Damage::new(&coded, region.rows.end);
    let gathered = gather(&coded, &region, &points, &mut damage);
    let mut canvas = Canvas::new(frame, &region, SIDE, &points);
    draw(&gathered, frame, &mut canvas);
    let (canvas_width, _, rgb) = canvas.finish();
    let left = columns.start - region.columns.start * SIDE * frame.h_max;
    let top = rows.start - region.rows.start * SIDE * frame.v_max;
    let lines = rgb.chunks_exact(3 * canvas_width).skip(top).take(rows.len());
    let lines: Vec<&[u8]> = lines.map(|line| &line[3 * left..][..3 * columns.len()]).collect();
    Ok(Window {
        x: columns.start as u32,
        y: rows.start as u32,
        width: columns.len() as u32,
        height: rows.len() as u32,
        rgb: lines.concat(),
        luma: luma(frame, &gathered[0], &columns, &rows),
        readable: damage.readable(&coded),
    })
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

fn luma(
    frame: &Frame,
    gathered: &Gathered,
    columns: &Range<usize>,
    rows: &Range<usize>,
) -> Option<LumaBlocks> {
    let is_luma = matches!(frame.colour, Colour::Grey | Colour::YCbCr | Colour::Ycck);
    let is_full = frame.components[0].h == frame.h_max && frame.components[0].v == frame.v_max;
    let quantisation = gathered.quantisation.filter(|_| is_luma && is_full)?;
    let (left, top) = gathered.coefficients.origin();
    let columns = columns.start / SIDE..columns.end.div_ceil(SIDE);
    let rows = rows.start / SIDE..rows.end.div_ceil(SIDE);
    let places = rows.clone().flat_map(|row| columns.clone().map(move |column| (column - left, row - top)));
    Some(LumaBlocks {
        column: columns.start as u32,
        row: rows.start as u32,
        columns: columns.len() as u32,
        rows: rows.len() as u32,
        blocks: places.map(|(column, row)| gathered.coefficients.spread(column, row).0).collect(),
        quantisation,
    })
}
