//! `precheck evaluate`: how well the checker separates good photos from faulty ones, on labelled photos.

pub mod accuracy_document;
mod command;
mod contact_sheet;
pub mod cross_validation;
mod error_sheets;
mod evidence;
mod fairness;
mod ficv;
mod folds;
pub mod labels;
pub mod limit;
mod marks_svg;
pub mod measurements;
pub mod metrics;
pub mod photo;
pub mod photo_metrics;
mod photos_by_value;
pub mod rule_metrics;
pub mod score;
mod skin;
pub mod statistics;
mod trained_scores;

pub use command::evaluate;
