//! The one door from a photo's bytes to its pixels.

use crate::colour::{ColourSpace, recognise, to_srgb};
use crate::container::JpegHeader;
use crate::jpeg::{self, DecodeError, Readability, Scale};
use crate::raster::{Raster, Roi, stored_rect, upright, upright_luma, upright_rect};
use precheck_foundation::geometry::Rect;

/// The overview keeps at least this many pixels on its shorter side where the photo has them: the width of
/// the national standard for graduation photos, 480 x 640.
pub const OVERVIEW_SIDE: u32 = 480;

/// Most pixels of an overview; only pictures far from portrait format ever reach it.
const OVERVIEW_PIXELS: u64 = 2_000_000;

/// Longest side of the window, in pixels: bounds the time of everything measured at full resolution.
pub const ROI_SIDE: u32 = 1024;

/// Components of a picture for print: cyan, magenta, yellow, black.
const INKS: usize = 4;

/// Scan data that some writers leave behind the last unit.
const MAX_TRAILING_BYTES: u64 = 8;

/// The grid of a JPEG's blocks, in pixels.
const BLOCK: u32 = 8;

/// What decoding gives.
#[derive(Debug, Clone)]
pub struct DecodedPhoto {
    /// The whole picture, upright, reduced by 1, 2, 4 or 8 so that its shorter side keeps
    /// [`OVERVIEW_SIDE`] pixels.
    pub overview: Raster,
    /// By how much the overview is smaller than the photo.
    pub reduction: u32,
    /// A part at full resolution.
    pub roi: Roi,
    /// What the profile of the photo says its colours mean; sRGB without a profile. The overview is
    /// in sRGB already, unless it is unknown.
    pub colour_space: ColourSpace,
    /// Share of the picture that could be read, 0 to 1.
    pub readable: f64,
}

/// Decodes the photo whose `header` was read from `bytes`: the overview and, in the same pass, the window at
/// `wished` (upright, in pixels of the photo; cut to the picture, to [`ROI_SIDE`] and to the grid of blocks).
///
/// # Errors
/// The decoder's refusal. Damage is none: `readable` tells of it.
pub fn decode(bytes: &[u8], header: &JpegHeader, wished: Rect) -> Result<DecodedPhoto, DecodeError> {
    let JpegHeader { width, height, orientation, .. } = *header;
    let scale = overview_scale(width, height);
    let reduction = scale.divisor();
    let place = on_grid(stored_rect(wished, width, height, orientation), width, height);
    let whole = jpeg::decode(bytes, scale, Some(place))?;
    let readable = readable_share(&whole.readability);
    let stored = Raster::new(whole.width, whole.height, whole.rgb).ok_or(DecodeError::NoFrame)?;
    let mut overview = upright(stored, orientation);
    let part = whole.roi.ok_or(DecodeError::NoFrame)?;
    let roi = Roi {
        luma: upright_luma(part.luma, orientation),
        rect: upright_rect(part.rect, width, height, orientation),
    };
    let colour_space = colour_space(header);
    to_srgb(colour_space, overview.pixels_mut());
    Ok(DecodedPhoto { overview, reduction, roi, colour_space, readable })
}

/// What the numbers mean: without a profile sRGB, and for four inks nobody knows.
fn colour_space(header: &JpegHeader) -> ColourSpace {
    match &header.icc {
        _ if header.components.len() == INKS => ColourSpace::Unknown,
        Some(icc) => recognise(icc),
        None => ColourSpace::Srgb,
    }
}

/// The share of the picture that is as it was written. Without the end marker, or with data that nothing in
/// the picture asked for, something was cut off or misread, though nobody knows what: then it is not all.
fn readable_share(readable: &Readability) -> f64 {
    let total = f64::from(readable.mcus_total);
    let in_doubt = !readable.has_eoi || readable.trailing_bytes > MAX_TRAILING_BYTES;
    let doubtful = if in_doubt { 1.0 } else { 0.0 };
    f64::from(readable.mcus_intact).min(total - doubtful) / total
}

/// The largest reduction that keeps [`OVERVIEW_SIDE`], and at least the one that keeps the area bounded.
fn overview_scale(width: u32, height: u32) -> Scale {
    let keeps_side = |scale: Scale| width.min(height) / scale.divisor() >= OVERVIEW_SIDE;
    let area = |scale: Scale| u64::from(width / scale.divisor()) * u64::from(height / scale.divisor());
    let mut scale = Scale::Full;
    for coarser in [Scale::Half, Scale::Quarter, Scale::Eighth] {
        if keeps_side(coarser) || area(scale) > OVERVIEW_PIXELS {
            scale = coarser;
        }
    }
    scale
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
    let length = length.clamp(BLOCK, ROI_SIDE.min(whole)) / BLOCK * BLOCK;
    (start.min(whole - length) / BLOCK * BLOCK, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_overview_keeps_the_standard_and_stays_small() {
        let cases = [
            ((480, 640), 1),
            ((959, 1278), 1),
            ((960, 1280), 2),
            ((3000, 4000), 4),
            ((9000, 12_000), 8),
            ((1, 1), 1),
            ((100, 60_000), 2),
            ((65_535, 900), 8),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|((width, height), divisor)| overview_scale(*width, *height).divisor() != *divisor)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_window_lies_on_the_grid_within_the_picture() {
        let wish = |x, width| side_on_grid(x, width, 3000);
        assert_eq!(wish(988, 1024), (984, 1024));
        assert_eq!(wish(2900, 1024), (1976, 1024));
        assert_eq!(side_on_grid(0, 1024, 481), (0, 480));
        assert_eq!(side_on_grid(3, 1024, 7), (0, 7));
    }

    #[test]
    fn what_is_cut_off_or_left_over_is_not_all() {
        let whole = Readability {
            mcus_total: 100,
            mcus_intact: 100,
            first_damaged_row: None,
            trailing_bytes: 0,
            has_eoi: true,
        };
        let cases = [
            (whole, 1.0),
            (Readability { mcus_intact: 40, ..whole }, 0.4),
            (Readability { has_eoi: false, ..whole }, 0.99),
            (Readability { trailing_bytes: 1000, ..whole }, 0.99),
            (Readability { trailing_bytes: 1000, mcus_intact: 3, ..whole }, 0.03),
        ];
        let wrong: Vec<_> =
            cases.iter().filter(|(readable, share)| readable_share(readable) != *share).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
