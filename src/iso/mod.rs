//! The capture-related measures of ISO/IEC 29794-5 that our models suffice for, as defined by OFIQ 1.0.3, the reference
//! implementation of the standard.
//!
//! They are for comparison with other tools and are in no report: a quality is not a verdict, and the notice asks for
//! other things. The mappings to qualities from 0 to 100 are exactly those of OFIQ (`tests/iso.rs`). The native values
//! are close but not equal: they use our face landmarks, and the picture as it is instead of one aligned to 616 x 616
//! pixels.

mod face;
mod light;
mod mapping;
mod measure;

pub use measure::{MEASURES, Measure, Method};
