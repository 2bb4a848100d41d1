//! The forms in which reports are written, each photo as soon as it is checked.

mod json;
mod table;
mod text;

use crate::args::{CheckArgs, Format};
use crate::check::Tally;
use crate::lang::Lang;
use json::Json;
use portrait_precheck::{Profile, Report};
use std::io::{self, stdout};
use std::path::Path;
use table::Table;
use text::InWords;

/// Where the reports go, in one of the forms.
pub trait Output {
    /// Writes one photo's report.
    fn photo(&mut self, path: &Path, report: &Report) -> io::Result<()>;

    /// Writes what stands at the end.
    fn finish(&mut self, tally: &Tally) -> io::Result<()>;
}

/// The output that the user asked for.
pub fn to_stdout<'a>(args: &CheckArgs, lang: Lang, profile: &'a Profile) -> io::Result<Box<dyn Output + 'a>> {
    let single_file = matches!(args.paths.as_slice(), [path] if !path.is_dir());
    Ok(match args.format {
        Format::Text => Box::new(InWords::new(lang, profile)),
        Format::Json if single_file => Box::new(Json::bare(stdout())),
        Format::Json => Box::new(Json::array(stdout())),
        Format::Jsonl => Box::new(Json::lines(stdout())),
        Format::Csv => Box::new(Table::new(stdout(), lang)?),
    })
}
