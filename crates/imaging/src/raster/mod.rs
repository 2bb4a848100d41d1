//! Pixels in memory: RGB and luma rasters, pyramids, orientation, resampling and filters.

pub mod guided_filter;
mod lanes;
mod luma;
mod orientation;
mod pyramid;
pub mod quant_steps;
mod rgb;
mod sample_grid;
pub mod strokes;

pub use luma::{Luma, Roi};
pub use orientation::{Orientation, stored_rect, upright, upright_luma, upright_rect};
pub use pyramid::Pyramid;
pub use rgb::Raster;
pub use sample_grid::{Border, SampleGrid, normalised};
