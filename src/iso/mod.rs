//! The capture-related measures of ISO/IEC 29794-5 that need no model besides ours, as OFIQ 1.0.3, the standard's
//! reference implementation, defines them.
//!
//! They are for comparison with other tools and are in no report: a score is no verdict, and the notice's
//! sentences ask for other things. The mappings to 0..100 are OFIQ's to the number (`tests/iso.rs`). The native
//! values are measured with our face landmarks instead of its own, and on the picture as it is instead of one
//! warped to 616 x 616 pixels, so they come close without being the same.

mod face;
mod light;
mod mapping;
mod measure;

pub use measure::{MEASURES, Measure, Method};
