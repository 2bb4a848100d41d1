//! Turning a stored picture upright.

use super::{Luma, Raster};
use precheck_foundation::geometry::Rect;

/// How the stored picture is turned to stand upright: first mirrored left to right, then turned clockwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Orientation {
    /// Mirror left to right first.
    pub mirrored: bool,
    /// Then turn clockwise by this many quarter turns, 0 to 3.
    pub quarter_turns: u8,
}

impl Orientation {
    /// Whether width and height change places.
    pub fn swaps_sides(self) -> bool {
        self.quarter_turns % 2 == 1
    }
}

/// The picture as a person sees it.
pub fn upright(stored: Raster, orientation: Orientation) -> Raster {
    if orientation == Orientation::default() {
        return stored;
    }
    let size = (stored.width(), stored.height());
    let (width, height) = upright_size(size.0, size.1, orientation);
    let rgb = turned(stored.pixels(), size, orientation).into_flattened();
    Raster::new(width, height, rgb).unwrap_or(stored)
}

/// The brightness of a picture as a person sees it.
pub fn upright_luma(stored: Luma, orientation: Orientation) -> Luma {
    if orientation == Orientation::default() {
        return stored;
    }
    let size = (stored.width() as u32, stored.height() as u32);
    let (width, _) = upright_size(size.0, size.1, orientation);
    Luma::new(width as usize, turned(stored.values(), size, orientation))
}

/// The pixels of a stored picture of this size, whole rows, in upright order.
fn turned<T: Copy>(stored: &[T], (width, height): (u32, u32), orientation: Orientation) -> Vec<T> {
    let (columns, rows) = upright_size(width, height, orientation);
    let places = (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
    let pixels = places.filter_map(|(x, y)| {
        let (sx, sy) = stored_place(x, y, width, height, orientation);
        stored.get(sy as usize * width as usize + sx as usize)
    });
    pixels.copied().collect()
}

/// The stored rectangle that shows as `upright` once turned; `width` and `height` are the stored picture's.
pub fn stored_rect(upright: Rect, width: u32, height: u32, orientation: Orientation) -> Rect {
    let right = upright.x + upright.width.saturating_sub(1);
    let bottom = upright.y + upright.height.saturating_sub(1);
    let (ax, ay) = stored_place(upright.x, upright.y, width, height, orientation);
    let (bx, by) = stored_place(right, bottom, width, height, orientation);
    let (x, y) = (ax.min(bx), ay.min(by));
    Rect { x, y, width: ax.abs_diff(bx) + 1, height: ay.abs_diff(by) + 1 }
}

/// The upright rectangle as which the stored one shows: the inverse of [`stored_rect`].
pub fn upright_rect(stored: Rect, width: u32, height: u32, orientation: Orientation) -> Rect {
    let back = Orientation {
        mirrored: orientation.mirrored,
        quarter_turns: if orientation.mirrored {
            orientation.quarter_turns
        } else {
            (4 - orientation.quarter_turns) % 4
        },
    };
    let (width, height) = upright_size(width, height, orientation);
    stored_rect(stored, width, height, back)
}

fn upright_size(width: u32, height: u32, orientation: Orientation) -> (u32, u32) {
    if orientation.swaps_sides() { (height, width) } else { (width, height) }
}

/// Where the upright pixel (x, y) lies in the stored picture of `width` x `height`.
fn stored_place(x: u32, y: u32, width: u32, height: u32, orientation: Orientation) -> (u32, u32) {
    let (right, bottom) = (width.saturating_sub(1), height.saturating_sub(1));
    let (sx, sy) = match orientation.quarter_turns {
        0 => (x, y),
        1 => (y, bottom.saturating_sub(x)),
        2 => (right.saturating_sub(x), bottom.saturating_sub(y)),
        _ => (right.saturating_sub(y), x),
    };
    if orientation.mirrored { (right.saturating_sub(sx), sy) } else { (sx, sy) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All eight orientations.
    fn orientations() -> impl Iterator<Item = Orientation> {
        (0..8).map(|i| Orientation { mirrored: i >= 4, quarter_turns: i % 4 })
    }

    /// 3 x 2 pixels, each red of its own.
    fn stored() -> Raster {
        Raster::new(3, 2, (0..6).flat_map(|i| [i, 0, 0]).collect()).unwrap()
    }

    fn reds(raster: &Raster) -> Vec<u8> {
        raster.pixels().iter().map(|p| p[0]).collect()
    }

    #[test]
    fn every_orientation_turns_the_picture_as_exif_says() {
        let cases = [
            ((false, 0), vec![0, 1, 2, 3, 4, 5]),
            ((true, 0), vec![2, 1, 0, 5, 4, 3]),
            ((false, 2), vec![5, 4, 3, 2, 1, 0]),
            ((true, 2), vec![3, 4, 5, 0, 1, 2]),
            ((true, 3), vec![0, 3, 1, 4, 2, 5]),
            ((false, 1), vec![3, 0, 4, 1, 5, 2]),
            ((true, 1), vec![5, 2, 4, 1, 3, 0]),
            ((false, 3), vec![2, 5, 1, 4, 0, 3]),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|((mirrored, quarter_turns), expected)| {
                (reds(&upright(stored(), Orientation { mirrored, quarter_turns })), expected)
            })
            .filter(|(is, expected)| is != expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_rectangle_goes_to_the_stored_picture_and_back() {
        let rect = Rect { x: 1, y: 2, width: 3, height: 4 };
        for orientation in orientations() {
            let there = stored_rect(rect, 40, 30, orientation);
            assert_eq!(upright_rect(there, 40, 30, orientation), rect, "{orientation:?}");
        }
    }
}
