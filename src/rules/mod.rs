//! The rules: one file a rule, the file's name is the rule's id. How to add one: `README.md` beside this.

mod colour_cast_free;
mod colour_picture;
mod compression_artifacts;
mod dynamic_range;
mod file_format;
mod file_readable;
mod file_size;
mod noise_free;
mod not_too_bright;
mod not_too_dark;
mod pixel_size;
mod saturation_natural;
mod sharpness;

mod awaiting;
#[cfg(test)]
mod drawn;
mod limits;
mod registry;
mod rule;

pub use limits::{AtLeast, AtMost, MoreThan, NoLimits, Range};
pub use pixel_size::STANDARD;
pub use registry::{Entry, Judge, Measurement, all, by_id};
pub use rule::{Group, Measured, Remedy, Rule, Unit, Verdict};
