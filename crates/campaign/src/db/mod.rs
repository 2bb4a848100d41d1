//! The database: SQLite or PostgreSQL, by one SQL text.

mod change;
mod connect;

pub use change::{Actor, Change, Locked, new_id};
pub use connect::{Db, DbKind};
