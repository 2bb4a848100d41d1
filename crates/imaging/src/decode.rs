//! From a photo's bytes to its pixels: upright, in sRGB, reduced; and a region of interest at full resolution.

use crate::colour::{ColourSpace, Pixels};
use crate::container::JpegHeader;
use crate::jpeg::{self, DecodeError, Scale};
use crate::raster::{Raster, Roi, SampleGrid, stored_rect, upright, upright_luma, upright_rect};
use precheck_foundation::geometry::Rect;

/// Pixels that the overview keeps at least on its shorter side, if the photo has them: the width of the national standard
/// for graduation photos, 480 x 640.
pub const OVERVIEW_SIDE: u32 = 480;

/// Most pixels of an overview. Only pictures far from portrait format reach it.
const OVERVIEW_PIXELS: u64 = 2_000_000;

/// Longest side of the region of interest, in pixels: bounds the time of everything measured at full resolution.
pub const ROI_SIDE: u32 = 1024;

/// Components of a grey picture, and of a CMYK or YCCK picture.
const GREY_COMPONENTS: usize = 1;
const CMYK_COMPONENTS: usize = 4;

/// Side of a JPEG's blocks, in pixels.
const BLOCK: u32 = 8;

/// A decoded photo.
#[derive(Debug, Clone)]
pub struct DecodedPhoto {
    /// The whole picture, upright, reduced by 1, 2, 4 or 8 so that its shorter side keeps [`OVERVIEW_SIDE`] pixels; in
    /// sRGB, unless its colour space is unknown.
    pub overview: Raster,
    /// How many times smaller than the photo the overview is, along each side.
    pub reduction: u32,
    /// The region of interest, upright. It begins and ends on the grid of the stored picture's 8 x 8 blocks, unless the
    /// photo is smaller than one block.
    pub roi: Roi,
    /// The colour space of the file's pixels, by its ICC profile.
    pub colour_space: ColourSpace,
    /// Share of the picture that could be decoded, 0 to 1.
    pub readable: f64,
}

impl DecodedPhoto {
    /// Where the overview's pixels are on the photo.
    pub fn overview_grid(&self) -> SampleGrid {
        SampleGrid::whole(self.overview.width(), self.overview.height(), f64::from(self.reduction))
    }
}

/// Decodes the photo whose `header` was read from `bytes`: the overview and, in the same pass, the region of interest
/// `roi` (in pixels of the upright photo; cut to the picture, to [`ROI_SIDE`] and to the grid of blocks).
///
/// # Errors
/// Those of [`jpeg::decode`]. Damaged scan data is no error, but shows in `readable`.
pub fn decode(bytes: &[u8], header: &JpegHeader, roi: Rect) -> Result<DecodedPhoto, DecodeError> {
    let JpegHeader { width, height, orientation, .. } = *header;
    let scale = overview_scale(width, height);
    let reduction = scale.divisor();
    let stored_roi = on_block_grid(stored_rect(roi, width, height, orientation), width, height);
    let decoded = jpeg::decode(bytes, scale, Some(stored_roi))?;
    let readable = decoded.readability.share();
    let stored = Raster::new(decoded.width, decoded.height, decoded.rgb).ok_or(DecodeError::NoFrame)?;
    let mut overview = upright(stored, orientation);
    let roi = decoded.roi.ok_or(DecodeError::NoFrame)?;
    let roi = Roi {
        luma: upright_luma(roi.luma, orientation),
        rect: upright_rect(roi.rect, width, height, orientation),
    };
    let colour_space = colour_space(header);
    colour_space.to_srgb(overview.pixels_mut());
    Ok(DecodedPhoto { overview, reduction, roi, colour_space, readable })
}

/// Without a profile sRGB. CMYK is unknown: only lookup tables describe it.
fn colour_space(header: &JpegHeader) -> ColourSpace {
    let pixels = match header.components.len() {
        CMYK_COMPONENTS => return ColourSpace::Unknown,
        GREY_COMPONENTS => Pixels::Grey,
        _ => Pixels::Rgb,
    };
    header.icc.as_ref().map_or(ColourSpace::Srgb, |icc| ColourSpace::of_profile(icc, pixels))
}

/// The largest reduction that keeps [`OVERVIEW_SIDE`], or a larger one that [`OVERVIEW_PIXELS`] demands.
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

/// Cuts a rectangle to the picture and to whole blocks.
fn on_block_grid(rect: Rect, width: u32, height: u32) -> Rect {
    let (x, width) = side_on_block_grid(rect.x, rect.width, width);
    let (y, height) = side_on_block_grid(rect.y, rect.height, height);
    Rect { x, y, width, height }
}

fn side_on_block_grid(start: u32, length: u32, whole: u32) -> (u32, u32) {
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
    fn the_overview_keeps_its_side_and_stays_small() {
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
    fn a_region_of_interest_is_cut_to_the_picture_and_to_blocks() {
        let cut = |x, width| side_on_block_grid(x, width, 3000);
        assert_eq!(cut(988, 1024), (984, 1024));
        assert_eq!(cut(2900, 1024), (1976, 1024));
        assert_eq!(side_on_block_grid(0, 1024, 481), (0, 480));
        assert_eq!(side_on_block_grid(3, 1024, 7), (0, 7));
    }
}
