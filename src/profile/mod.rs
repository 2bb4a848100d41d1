//! The profile: the sentences of one office's notice, each with the rule that checks it and its limits.

#[cfg(not(target_arch = "wasm32"))]
mod budget;
mod capture;
mod clause;
#[cfg(not(target_arch = "wasm32"))]
mod compile;
#[cfg(not(target_arch = "wasm32"))]
mod document;
mod load;
#[cfg(not(target_arch = "wasm32"))]
mod nearest;
#[cfg(not(target_arch = "wasm32"))]
mod notice;
#[cfg(not(target_arch = "wasm32"))]
pub mod reference;
#[cfg(not(target_arch = "wasm32"))]
mod summary;

#[cfg(not(target_arch = "wasm32"))]
pub use budget::Budget;
pub use capture::{Capture, CaptureMode};
pub use clause::{Clause, Kind, Severity};
#[cfg(not(target_arch = "wasm32"))]
pub use document::{Document, shipped};
pub use load::{DEFAULT, Profile, ProfileError, ProfileErrors, builtin, builtins};
#[cfg(not(target_arch = "wasm32"))]
pub use notice::{Notice, Source, SourceKind, Stage, Wording};
#[cfg(not(target_arch = "wasm32"))]
pub use summary::{published, published_profile};
