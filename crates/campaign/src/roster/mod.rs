//! Rosters: the lists of candidates that an office hands over. `read` makes lines of cells of a CSV or XLSX file, `check`
//! makes entries of the lines, or names every bad one.

mod check;
mod column;
mod flaw;
mod import;
mod read;
#[cfg(test)]
mod testing;

pub use check::{BadLine, Entry, check, normalised_student_number};
pub use column::Column;
pub use flaw::Flaw;
pub use import::{Agreed, EntryView, Imported, import};
pub use read::{Cell, Encoding, Line, MAX_BYTES, MAX_LINES, Table, Unreadable, read};
