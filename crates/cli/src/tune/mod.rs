//! `precheck tune`: proposes limits, and measures their error rates on people on whom they were not set.

mod command;

pub use command::tune;
