//! Helpers for the tests of rules: drawn pictures, the shipped limits, and tables of scenes with expected verdicts.

pub mod images;
mod verdicts;

pub use verdicts::{Answer, FAIL, PASS, assert_verdicts};
