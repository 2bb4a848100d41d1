//! `precheck evaluate`: how well the checker separates good photos from faulty ones, on labelled photos.

mod accuracy_document;
mod attributes;
pub mod cells;
mod command;
mod contact_sheet;
mod corrections;
pub mod cross_validation;
mod doubt;
mod error_sheets;
mod evidence;
mod fairness;
mod ficv;
pub mod folds;
mod groups;
pub mod labels;
pub mod limit;
mod marks_svg;
pub mod measurements;
pub mod metrics;
pub mod people_tables;
pub mod photo;
pub mod photo_metrics;
mod photos_by_value;
pub mod rule_metrics;
mod rule_tables;
pub mod score;
mod skin;
mod source;
pub mod statistics;
mod trained_scores;
pub mod tuning;
mod unseen;

pub use command::evaluate;
