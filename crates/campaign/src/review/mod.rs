//! The people who look at photos: who sees which, on lease; what they decide, and may take back; and when it counts.

mod apply;
mod begin;
mod decide;
mod labels;
mod lease;
mod reason;

pub use apply::{apply, settle};
pub use begin::{begin, drop_all, reopen};
pub use decide::{Decision, decide, undo};
pub use labels::labels;
pub use lease::{Leased, next, release_all};
pub use reason::{Reason, Verdict};
