//! Scenes for tests, made without any model: a synthetic portrait whose landmarks are those of the canonical face,
//! painted as a picture together with its segmentation.
//!
//! Facts that follow from these, such as [`AlignedFace`](super::AlignedFace) and [`Head`](super::Head), are computed as
//! for a photo.

mod canvas;
mod paint;
mod portrait;
mod scene;

pub use canvas::{Canvas, Colour, lit};
pub use portrait::SyntheticPortrait;
pub use scene::jpeg;
