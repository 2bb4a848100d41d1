//! Pixels in memory: RGB and luma rasters, pyramids, orientation, resampling and filters.

mod differences;
pub mod guided_filter;
mod lanes;
mod luma;
mod orientation;
pub mod patches;
mod pyramid;
pub mod quant_steps;
mod rgb;
mod sample_grid;
pub mod strokes;

pub use differences::Differences;
pub use luma::{Luma, Roi};
pub use orientation::{Orientation, stored_rect, upright, upright_luma, upright_rect};
pub use pyramid::Pyramid;
pub use rgb::Raster;
pub use sample_grid::{Border, SampleGrid, normalised};
