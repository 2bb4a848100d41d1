//! The picture size that an office's lengths refer to. A limit of 50 pixels in a picture of 640 is a share of 7.8 % in
//! one of any size.

use precheck_foundation::json::{FromJson, ObjectReader};
use serde_json::Value;

/// A picture's width and height in pixels or millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Frame {
    /// In pixels.
    Pixels(f64, f64),
    /// In millimetres.
    Millimetres(f64, f64),
}

/// A side of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// From left to right.
    Width,
    /// From top to bottom.
    Height,
}

impl Frame {
    /// Length of a side, in the frame's own unit.
    pub fn side(self, axis: Axis) -> f64 {
        let (Self::Pixels(width, height) | Self::Millimetres(width, height)) = self;
        match axis {
            Axis::Width => width,
            Axis::Height => height,
        }
    }
}

impl FromJson for Frame {
    fn read(value: &Value) -> Result<Self, String> {
        let members = ObjectReader::of(value, &["px", "mm"])?;
        let (px, mm): (Option<Vec<f64>>, Option<Vec<f64>>) = (members.get("px")?, members.get("mm")?);
        let positive = |sides: &[f64]| sides.iter().all(|side| *side > 0.0);
        match (px.as_deref(), mm.as_deref()) {
            (Some([width, height]), None) if positive(&[*width, *height]) => {
                Ok(Self::Pixels(*width, *height))
            }
            (None, Some([width, height])) if positive(&[*width, *height]) => {
                Ok(Self::Millimetres(*width, *height))
            }
            _ => Err("needs either `px` or `mm`, each a list of a width and a height above 0".into()),
        }
    }
}
