//! The help desk: finds a record by a number that the caller knows, tells in plain words what happened to it and what comes
//! next, and says which acts are possible now.

mod act;
mod find;
mod record;
mod timeline;

pub use act::{Act, AllowedAct};
pub use find::{Found, Wanted, find};
pub use record::{RecordView, record};
