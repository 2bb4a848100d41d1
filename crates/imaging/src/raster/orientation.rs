//! EXIF orientation: which way up a stored picture is, and turning it upright.

use super::{Luma, Raster};
use precheck_foundation::geometry::Rect;

/// How a stored picture has to be turned to be upright: first mirrored left to right, then rotated clockwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Orientation {
    /// Mirror left to right first.
    pub mirrored: bool,
    /// Then rotate clockwise by this many quarter turns, 0 to 3.
    pub quarter_turns: u8,
}

impl Orientation {
    /// The orientation of a value of EXIF's tag 0x0112; `None` if it is not 1 to 8.
    pub fn from_exif(value: u16) -> Option<Self> {
        let (mirrored, quarter_turns) = match value {
            1 => (false, 0),
            2 => (true, 0),
            3 => (false, 2),
            4 => (true, 2),
            5 => (true, 3),
            6 => (false, 1),
            7 => (true, 1),
            8 => (false, 3),
            _ => return None,
        };
        Some(Self { mirrored, quarter_turns })
    }

    /// Width and height once upright, of a stored picture of this width and height.
    pub fn upright_size(self, width: u32, height: u32) -> (u32, u32) {
        if self.quarter_turns % 2 == 1 { (height, width) } else { (width, height) }
    }

    /// The orientation that undoes this one.
    fn inverse(self) -> Self {
        // A mirror followed by a rotation is its own inverse.
        let quarter_turns = if self.mirrored { self.quarter_turns } else { (4 - self.quarter_turns) % 4 };
        Self { quarter_turns, ..self }
    }
}

/// The stored picture turned upright.
pub fn upright(stored: Raster, orientation: Orientation) -> Raster {
    if orientation == Orientation::default() {
        return stored;
    }
    let size = (stored.width(), stored.height());
    let (width, height) = orientation.upright_size(size.0, size.1);
    let rgb = turned(stored.pixels(), size, orientation).into_flattened();
    Raster::new(width, height, rgb).unwrap_or(stored)
}

/// The luma of a stored picture turned upright.
pub fn upright_luma(stored: Luma, orientation: Orientation) -> Luma {
    if orientation == Orientation::default() {
        return stored;
    }
    let size = (stored.width() as u32, stored.height() as u32);
    let (width, _) = orientation.upright_size(size.0, size.1);
    Luma::new(width as usize, turned(stored.values(), size, orientation))
}

/// The pixels of a stored picture of this width and height in upright order.
fn turned<T: Copy>(stored: &[T], (width, height): (u32, u32), orientation: Orientation) -> Vec<T> {
    let (columns, rows) = orientation.upright_size(width, height);
    let positions = (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
    let pixels = positions.filter_map(|(x, y)| {
        let (sx, sy) = stored_position(x, y, width, height, orientation);
        stored.get(sy as usize * width as usize + sx as usize)
    });
    pixels.copied().collect()
}

/// The rectangle of the stored picture of `width` x `height` that is `upright` once turned.
pub fn stored_rect(upright: Rect, width: u32, height: u32, orientation: Orientation) -> Rect {
    let right = upright.x + upright.width.saturating_sub(1);
    let bottom = upright.y + upright.height.saturating_sub(1);
    let (ax, ay) = stored_position(upright.x, upright.y, width, height, orientation);
    let (bx, by) = stored_position(right, bottom, width, height, orientation);
    let (x, y) = (ax.min(bx), ay.min(by));
    Rect { x, y, width: ax.abs_diff(bx) + 1, height: ay.abs_diff(by) + 1 }
}

/// The upright rectangle of a stored one: the inverse of [`stored_rect`].
pub fn upright_rect(stored: Rect, width: u32, height: u32, orientation: Orientation) -> Rect {
    let (width, height) = orientation.upright_size(width, height);
    stored_rect(stored, width, height, orientation.inverse())
}

/// The pixel of the stored picture of `width` x `height` that is at (x, y) once turned.
fn stored_position(x: u32, y: u32, width: u32, height: u32, orientation: Orientation) -> (u32, u32) {
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
