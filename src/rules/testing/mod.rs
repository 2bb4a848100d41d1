//! What the tests of rules share: drawn pictures, and tables of scenes with the expected answers.

pub mod images;
mod verdicts;

pub use verdicts::{Answer, FAIL, PASS, assert_verdicts};
