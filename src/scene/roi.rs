//! Where to look at full resolution.

use precheck_foundation::geometry::Rect;
use precheck_imaging::decode::ROI_SIDE;

/// The middle of the upper part of an upright picture of this size, where a portrait has its face: centred
/// across, and around two fifths of the height.
pub fn upper_middle((width, height): (u32, u32)) -> Rect {
    let side = ROI_SIDE;
    Rect {
        x: (width / 2).saturating_sub(side / 2),
        y: (height / 5 * 2).saturating_sub(side / 2),
        width: side,
        height: side,
    }
}
