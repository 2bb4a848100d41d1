//! The report: one profile's judgement of one photo, in a versioned canonical JSON.

mod causes;
mod decision;
mod document;
mod finding;
mod judge;

pub use decision::Decision;
pub use document::{REPORT_SCHEMA, Report};
pub use finding::{Finding, Outcome};
