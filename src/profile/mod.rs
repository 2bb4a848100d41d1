//! A profile: the sentences of one office's notice, each with what enforces it.

mod clause;
mod load;
#[cfg(not(target_arch = "wasm32"))]
mod toml;

pub use clause::{Clause, Kind, Severity};
pub use load::{Profile, ProfileError, builtin, builtins};
