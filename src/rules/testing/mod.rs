//! Helpers for the tests of rules: drawn pictures, the shipped limits, and tables of scenes with expected verdicts.

mod cropped;
mod directions;
pub mod images;
mod limits;
mod verdicts;

pub use limits::{limits, shipped_limits};
pub use verdicts::{Answer, FAIL, PASS, answer, assert_verdicts, assert_verdicts_under, verdict};
