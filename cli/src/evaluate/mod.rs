//! `precheck evaluate`: how well the checker tells labelled photos apart.

mod command;
mod fairness;
mod labels;
mod listing;
mod measurements;
mod page;
mod published;
mod rule_figures;
mod score;
mod skin;
mod statistics;
mod whole_figures;
mod words;

pub use command::evaluate;

/// A photo with what people and what the checker say of it.
struct Photo {
    label: labels::Label,
    measurements: measurements::Measurements,
}
