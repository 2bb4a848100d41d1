//! The people who look at photos: who sees which, on lease; what they decide, and may take back; and when it counts.

mod apply;
mod begin;
mod decide;
mod labels;
mod lease;
mod reason;
mod shown;
mod suggest;

pub use apply::{apply, settle};
pub use begin::{begin, drop_all, reopen};
pub use decide::{Decision, DecisionOn, decide, decide_many, undo};
pub use labels::labels;
pub use lease::{AHEAD, Leased, Queue, give_back, next, release_all};
pub use reason::{Reason, Verdict};
pub use shown::{IdentityView, ReviewView, earlier_photo, identity, photo, shown};
