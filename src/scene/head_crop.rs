//! The head crop: luma of the head at full resolution.

use super::face::parts::OVAL;
use super::{Face, Unmeasurable};
use precheck_foundation::geometry::{Point, Rect};
use precheck_imaging::raster::{Luma, Roi};

/// The part of the full-resolution region that shows the head.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadCrop {
    /// Luma as stored in the JPEG (Y of YCbCr, gamma-encoded), 0 to 255.
    pub luma: Luma,
    /// Its place on the upright photo.
    pub rect: Rect,
}

/// Sides of the head's box over those of the face outline's: hair, ears and chin are inside.
const HEAD_OVER_FACE: f64 = 1.4;

/// Smallest overlap of the head's box and the region, as a share of the smaller one: a corner of a head does not
/// represent the rest.
const MIN_OVERLAP: f64 = 0.5;

/// Region and box are at least one pixel long.
const SHORTEST: f64 = 1.0;

impl HeadCrop {
    /// Crops the full-resolution region to the head with this face.
    ///
    /// # Errors
    /// [`Unmeasurable::OffCentre`] if the region shows too little of the head.
    #[inline(never)]
    pub fn of(region: &Roi, face: &Face) -> Result<Self, Unmeasurable> {
        let (columns, rows) = spans(face);
        let across = Overlap::of(columns, region.rect.x, region.rect.width);
        let down = Overlap::of(rows, region.rect.y, region.rect.height);
        if across.share * down.share < MIN_OVERLAP {
            return Err(Unmeasurable::OffCentre);
        }
        let rect = Rect { x: across.start, y: down.start, width: across.length, height: down.length };
        let (x, y) = (rect.x - region.rect.x, rect.y - region.rect.y);
        let luma = region.luma.crop(&Rect { x, y, ..rect });
        Ok(Self { luma, rect })
    }
}

/// First and last column, and first and last row, of the head's box.
fn spans(face: &Face) -> ((f64, f64), (f64, f64)) {
    let outline = face.points(&OVAL);
    let span = |of: fn(&Point) -> f64| {
        let (low, high) =
            outline.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
        let (middle, half) = ((low + high) / 2.0, HEAD_OVER_FACE * (high - low) / 2.0);
        (middle - half, middle + half)
    };
    (span(|p| p.x), span(|p| p.y))
}

/// The intersection of the head's box and the region along one axis.
struct Overlap {
    start: u32,
    length: u32,
    /// Its length over that of the shorter of the two.
    share: f64,
}

impl Overlap {
    fn of((from, to): (f64, f64), start: u32, length: u32) -> Self {
        let first = (from.max(f64::from(start))).floor() as u32;
        let end = to.min(f64::from(start + length)).ceil().max(0.0) as u32;
        let common = end.saturating_sub(first);
        let shorter = (to - from).min(f64::from(length)).max(SHORTEST);
        Self { start: first, length: common, share: f64::from(common) / shorter }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::testing::SyntheticPortrait;

    /// A region of 480 x 640 pixels with its corner at (x, y), each pixel's luma being its column.
    fn region(x: u32, y: u32) -> Roi {
        let values = (0..640).flat_map(|_| 0..480).map(|column| (column % 256) as u8).collect();
        Roi { luma: Luma::new(480, values), rect: Rect { x, y, width: 480, height: 640 } }
    }

    #[test]
    fn the_crop_is_where_the_head_is() {
        let face = SyntheticPortrait::default().face();
        let crop = HeadCrop::of(&region(0, 0), &face).unwrap();
        let Rect { x, y, width, height } = crop.rect;
        assert_eq!((crop.luma.width(), crop.luma.height()), (width as usize, height as usize));
        assert_eq!(u32::from(crop.luma.values()[0]), x % 256);
        let middle = (f64::from(x) + f64::from(width) / 2.0, f64::from(y) + f64::from(height) / 2.0);
        assert!((middle.0 - 240.0).abs() < 3.0 && (middle.1 - 307.0).abs() < 25.0, "{middle:?}");
    }

    #[test]
    fn a_region_inside_the_head_is_kept_whole() {
        let near = SyntheticPortrait {
            scale: 60.0,
            size: (2000, 2700),
            place: (1000.0, 1300.0),
            ..SyntheticPortrait::default()
        };
        let crop = HeadCrop::of(&region(760, 980), &near.face()).unwrap();
        assert_eq!(crop.rect, Rect { x: 760, y: 980, width: 480, height: 640 });
    }

    #[test]
    fn a_head_outside_the_region_is_refused() {
        let face = SyntheticPortrait::default().face();
        let reasons =
            [(400, 0), (0, 500), (1000, 1000)].map(|(x, y)| HeadCrop::of(&region(x, y), &face).err());
        assert_eq!(reasons, [Some(Unmeasurable::OffCentre); 3]);
    }
}
