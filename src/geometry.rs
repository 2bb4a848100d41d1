//! Places on the picture.
//!
//! Every coordinate is in pixels of the whole upright photo, origin top left, x to the right, y down.

use serde::Serialize;

/// An axis-parallel rectangle of whole pixels: columns `x .. x + width`, rows `y .. y + height`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rect {
    /// Left column.
    pub x: u32,
    /// Top row.
    pub y: u32,
    /// Number of columns.
    pub width: u32,
    /// Number of rows.
    pub height: u32,
}

/// What an overlay draws to show where a finding was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "shape", rename_all = "kebab-case")]
pub enum Mark {
    /// The part of the picture that was looked at.
    Area(Rect),
}
