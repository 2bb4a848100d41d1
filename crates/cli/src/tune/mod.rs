//! `precheck tune`: limits from stored measurements, and how well they do on people they were not set on.

mod command;
mod folds;
mod limit;

pub use command::tune;
