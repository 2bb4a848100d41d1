//! The one door from a photo's bytes to its pixels.

use super::icc::{ColourSpace, recognise, to_srgb};
use super::orient::{stored_rect, upright, upright_rect};
use super::reduce::reduce;
use super::{Luma, Raster};
use crate::geometry::Rect;
use crate::photo::{Header, Refusal};
use image::ImageDecoder;
use image::codecs::jpeg::JpegDecoder;
use std::io::Cursor;

/// The overview keeps at least this many pixels on its shorter side where the photo has them: the width of
/// the national standard for graduation photos, 480 x 640.
pub const OVERVIEW_SIDE: u32 = 480;

/// Most pixels of an overview; only pictures far from portrait format ever reach it.
const OVERVIEW_PIXELS: u64 = 2_000_000;

/// Longest side of the window, in pixels: bounds the time of everything measured at full resolution.
pub const WINDOW_SIDE: u32 = 1024;

/// The grid of a JPEG's blocks, in pixels.
const BLOCK: u32 = 8;

/// What decoding gives.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// The whole picture, upright, reduced by 1, 2, 4 or 8 so that its shorter side keeps
    /// [`OVERVIEW_SIDE`] pixels.
    pub overview: Raster,
    /// By how much the overview is smaller than the photo.
    pub reduction: u32,
    /// A part at full resolution.
    pub window: Window,
    /// What the profile of the photo says its colours mean; sRGB without a profile. Overview and window
    /// are in sRGB already, unless it is unknown.
    pub space: ColourSpace,
    /// Share of the picture that could be read, 0 to 1.
    pub readable: f64,
}

/// A part of the photo at full resolution, upright.
#[derive(Debug, Clone)]
pub struct Window {
    /// Its pixels.
    pub raster: Raster,
    /// Its brightness as the JPEG stores it, before any colour management.
    pub luma: Luma,
    /// Where it lies on the upright photo. It begins and ends on the grid of the JPEG's 8 x 8 blocks (of
    /// the stored picture) unless the photo is smaller than one block.
    pub place: Rect,
}

/// Why there are no pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Undecodable {
    /// The container already said no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The coded picture is damaged from its beginning.
    #[error("damaged picture")]
    Damaged,
}

/// Decodes the photo whose `header` was read from `bytes`: the overview, then the window that
/// `choose_window` asks for after a look at it (upright, in pixels of the photo; cut to the picture, to
/// [`WINDOW_SIDE`] and to the grid of blocks).
pub fn decode(
    bytes: &[u8],
    header: &Header,
    choose_window: impl FnOnce(&Raster, u32) -> Rect,
) -> Result<Decoded, Undecodable> {
    let whole = decode_whole(bytes)?;
    let reduction = overview_reduction(header.width, header.height);
    let space = header.icc.as_deref().map_or(ColourSpace::Srgb, recognise);
    let mut overview = upright(reduce(&whole, reduction), header.orientation);
    to_srgb(space, &mut overview);
    let wished = choose_window(&overview, reduction);
    let (width, height) = (whole.width(), whole.height());
    let stored = on_grid(stored_rect(wished, width, height, header.orientation), width, height);
    let mut raster = upright(crop(&whole, stored), header.orientation);
    let luma = Luma::of(&raster);
    to_srgb(space, &mut raster);
    let place = upright_rect(stored, width, height, header.orientation);
    let window = Window { raster, luma, place };
    Ok(Decoded { overview, reduction, window, space, readable: 1.0 })
}

/// The largest reduction that keeps [`OVERVIEW_SIDE`], and at least the one that keeps the area bounded.
fn overview_reduction(width: u32, height: u32) -> u32 {
    let keeps_side = |factor: u32| width.min(height) / factor >= OVERVIEW_SIDE;
    let too_many = |factor: u32| u64::from(width / factor) * u64::from(height / factor) > OVERVIEW_PIXELS;
    let mut factor = 1;
    while factor < 8 && (keeps_side(2 * factor) || too_many(factor)) {
        factor *= 2;
    }
    factor
}

/// Cuts a wished rectangle to the picture and to whole blocks.
fn on_grid(wished: Rect, width: u32, height: u32) -> Rect {
    let (x, width) = side_on_grid(wished.x, wished.width, width);
    let (y, height) = side_on_grid(wished.y, wished.height, height);
    Rect { x, y, width, height }
}

fn side_on_grid(start: u32, length: u32, whole: u32) -> (u32, u32) {
    if whole < BLOCK {
        return (0, whole);
    }
    let length = length.clamp(BLOCK, WINDOW_SIDE.min(whole)) / BLOCK * BLOCK;
    (start.min(whole - length) / BLOCK * BLOCK, length)
}

fn crop(whole: &Raster, place: Rect) -> Raster {
    let columns = place.x as usize..(place.x + place.width) as usize;
    let rgb = whole
        .rows()
        .skip(place.y as usize)
        .take(place.height as usize)
        .filter_map(|row| row.get(columns.clone()))
        .flat_map(|row| row.as_flattened())
        .copied()
        .collect();
    Raster::new(place.width, place.height, rgb).unwrap_or_else(|| whole.clone())
}

/// The whole stored picture in red, green, blue.
fn decode_whole(bytes: &[u8]) -> Result<Raster, Undecodable> {
    let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(|_| Undecodable::Damaged)?;
    let (width, height) = decoder.dimensions();
    let rgb = image::DynamicImage::from_decoder(decoder).map_err(|_| Undecodable::Damaged)?.into_rgb8();
    Raster::new(width, height, rgb.into_raw()).ok_or(Undecodable::Damaged)
}
