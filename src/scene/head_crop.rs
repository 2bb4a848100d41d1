//! The head at full resolution.

use super::face::parts::OVAL;
use super::{Face, Unmeasurable};
use precheck_foundation::geometry::{Point, Rect};
use precheck_imaging::raster::{Luma, Roi};

/// The head, with what little of neck and wall lies beside it, as far as the full-resolution window shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadCrop {
    /// Its brightness, as the JPEG stores it.
    pub luma: Luma,
    /// Where it lies on the upright photo.
    pub rect: Rect,
}

/// Side of the head's box over that of the face's outline: hair, ears and the chin's edge are inside.
const HEAD: f64 = 1.4;

/// At least this share of the head's box or of the window, whichever is smaller, has to be in the other: a
/// corner of a head says nothing about the rest.
const ENOUGH: f64 = 0.5;

impl HeadCrop {
    /// The part of `window` that shows the head with this face.
    ///
    /// # Errors
    /// [`Unmeasurable::OffCentre`] if the head lies elsewhere.
    #[inline(never)]
    pub fn of(window: &Roi, face: &Face) -> Result<Self, Unmeasurable> {
        let (columns, rows) = spans(face);
        let across = Overlap::of(columns, window.rect.x, window.rect.width);
        let down = Overlap::of(rows, window.rect.y, window.rect.height);
        if across.share * down.share < ENOUGH {
            return Err(Unmeasurable::OffCentre);
        }
        let rect = Rect { x: across.start, y: down.start, width: across.length, height: down.length };
        let (x, y) = (rect.x - window.rect.x, rect.y - window.rect.y);
        let luma = window.luma.part(&Rect { x, y, ..rect });
        Ok(Self { luma, rect })
    }
}

/// From and to which column and row the head's box reaches.
fn spans(face: &Face) -> ((f64, f64), (f64, f64)) {
    let outline = face.points(&OVAL);
    let span = |of: fn(&Point) -> f64| {
        let (low, high) =
            outline.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
        let (middle, half) = ((low + high) / 2.0, HEAD * (high - low) / 2.0);
        (middle - half, middle + half)
    };
    (span(|p| p.x), span(|p| p.y))
}

/// What a stretch of the head's box and one of the window have in common.
struct Overlap {
    start: u32,
    length: u32,
    /// Its share of the shorter one of the two.
    share: f64,
}

impl Overlap {
    fn of((from, to): (f64, f64), start: u32, length: u32) -> Self {
        let first = (from.max(f64::from(start))).floor() as u32;
        let end = to.min(f64::from(start + length)).ceil().max(0.0) as u32;
        let common = end.saturating_sub(first);
        let shorter = (to - from).min(f64::from(length)).max(1.0);
        Self { start: first, length: common, share: f64::from(common) / shorter }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::testing::SyntheticPortrait;

    /// A window of 480 x 640 pixels whose corner lies there, each pixel with its column as brightness.
    fn window(x: u32, y: u32) -> Roi {
        let values = (0..640).flat_map(|_| 0..480).map(|column| (column % 256) as u8).collect();
        Roi { luma: Luma::new(480, values), rect: Rect { x, y, width: 480, height: 640 } }
    }

    #[test]
    fn the_head_is_cut_out_where_it_lies() {
        let face = SyntheticPortrait::default().face();
        let detail = HeadCrop::of(&window(0, 0), &face).unwrap();
        let Rect { x, y, width, height } = detail.rect;
        assert_eq!((detail.luma.width(), detail.luma.height()), (width as usize, height as usize));
        assert_eq!(u32::from(detail.luma.values()[0]), x % 256);
        let middle = (f64::from(x) + f64::from(width) / 2.0, f64::from(y) + f64::from(height) / 2.0);
        assert!((middle.0 - 240.0).abs() < 3.0 && (middle.1 - 307.0).abs() < 25.0, "{middle:?}");
    }

    #[test]
    fn a_window_within_the_head_shows_nothing_else() {
        let near = SyntheticPortrait {
            scale: 60.0,
            size: (2000, 2700),
            place: (1000.0, 1300.0),
            ..SyntheticPortrait::default()
        };
        let detail = HeadCrop::of(&window(760, 980), &near.face()).unwrap();
        assert_eq!(detail.rect, Rect { x: 760, y: 980, width: 480, height: 640 });
    }

    #[test]
    fn a_head_beside_the_window_was_not_seen() {
        let face = SyntheticPortrait::default().face();
        let reasons =
            [(400, 0), (0, 500), (1000, 1000)].map(|(x, y)| HeadCrop::of(&window(x, y), &face).err());
        assert_eq!(reasons, [Some(Unmeasurable::OffCentre); 3]);
    }
}
