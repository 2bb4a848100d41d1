//! The figures of a campaign: where its records are, what its people do, and how far check and people agree. `figures` reads
//! them, `clauses` writes and reads what the check said of each photo.

mod clauses;
mod figures;

pub use clauses::{ClauseFigures, Compared, forget, judged, record};
pub use figures::{Dashboard, read};
