//! `precheck tune`: proposes limits, and measures their error rates on people on whom they were not set.

mod command;
mod folds;
mod limit;

pub use command::tune;
