//! The profile: the sentences of one office's notice, each with the rule that checks it and its limits.

mod capture;
mod clause;
mod load;
#[cfg(not(target_arch = "wasm32"))]
mod summary;
#[cfg(not(target_arch = "wasm32"))]
mod toml;

pub use capture::{Capture, CaptureMode};
pub use clause::{Clause, Kind, Severity};
pub use load::{Profile, ProfileError, builtin, builtins};
#[cfg(not(target_arch = "wasm32"))]
pub use summary::summaries;
