//! The formats in which `precheck check` and `precheck judge` write reports, each as soon as its photo is checked.

mod csv;
mod json;
mod tally;
mod text;

use crate::args::ReportFormat;
use crate::lang::Lang;
use csv::CsvOutput;
use json::JsonOutput;
use portrait_precheck::{Profile, Report};
use std::io::{self, stdout};
use std::path::Path;
pub use tally::Tally;
use text::TextOutput;

/// Writes reports in one of the formats.
pub trait Output {
    /// Writes the report of one photo.
    fn report(&mut self, path: &Path, report: &Report) -> io::Result<()>;

    /// Writes what follows the last report.
    fn finish(&mut self, tally: &Tally) -> io::Result<()>;
}

/// The output in the format that the user asked for.
pub fn to_stdout<'a>(
    format: ReportFormat,
    single_photo: bool,
    lang: Lang,
    profile: &'a Profile,
) -> io::Result<Box<dyn Output + 'a>> {
    Ok(match format {
        ReportFormat::Text => Box::new(TextOutput::new(lang, profile)),
        ReportFormat::Json if single_photo => Box::new(JsonOutput::single(stdout())),
        ReportFormat::Json => Box::new(JsonOutput::array(stdout())),
        ReportFormat::Jsonl => Box::new(JsonOutput::lines(stdout())),
        ReportFormat::Csv => Box::new(CsvOutput::new(stdout(), lang)?),
    })
}
