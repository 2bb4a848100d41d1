//! `precheck evaluate`: how well the checker tells labelled photos apart.

mod command;
mod errors;
mod fairness;
pub mod figures;
pub mod labels;
mod listing;
pub mod measurements;
pub mod page;
pub mod photo;
mod published;
pub mod rule_figures;
pub mod score;
mod sheet;
mod skin;
pub mod statistics;
pub mod whole_figures;
pub mod words;

pub use command::evaluate;
