//! The region of the photo that is decoded at full resolution.

use precheck_foundation::geometry::Rect;
use precheck_imaging::decode::ROI_SIDE;

/// The square of side [`ROI_SIDE`] in which the face of a portrait is expected: centred horizontally, and at two fifths
/// of the height of an upright picture of this size.
pub fn upper_middle((width, height): (u32, u32)) -> Rect {
    let side = ROI_SIDE;
    Rect {
        x: (width / 2).saturating_sub(side / 2),
        y: (height / 5 * 2).saturating_sub(side / 2),
        width: side,
        height: side,
    }
}
