//! `precheck evaluate`: how well the checker tells labelled photos apart.

mod command;
mod errors;
mod fairness;
mod figures;
mod labels;
mod listing;
mod measurements;
mod page;
mod photo;
mod published;
mod rule_figures;
mod score;
mod sheet;
mod skin;
mod statistics;
mod whole_figures;
mod words;

pub use command::evaluate;
