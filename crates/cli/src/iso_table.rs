//! The measures of ISO/IEC 29794-5 in the layout of OFIQ's table.

use crate::args::PhotoArgs;
use crate::exit::CliError;
use crate::measure::write_each;
use crate::spreadsheet::text_cell;
use portrait_precheck::Inspection;
use portrait_precheck::iso::MEASURES;
use portrait_precheck::models::Models;
use std::fs::File;
use std::io::{self, stdout};
use std::path::Path;

/// As OFIQ writes what it could not measure.
const FAILED: &str = "-1";

/// Measures every photo and writes the table; returns the exit code.
pub fn write(photos: &PhotoArgs) -> Result<u8, CliError> {
    let mut table = csv::WriterBuilder::new().delimiter(b';').from_writer(stdout());
    let scalars = MEASURES.iter().map(|measure| format!("{}.scalar", measure.name));
    let names = MEASURES.iter().map(|measure| measure.name.to_owned());
    table
        .write_record(["Filename".to_owned()].into_iter().chain(names).chain(scalars))
        .map_err(io::Error::from)?;
    write_each(photos, row, |row| {
        table.write_record(row)?;
        table.flush()
    })
}

/// One photo's cells: its file, the native values, the qualities.
fn row(path: &Path, models: &dyn Models) -> io::Result<Vec<String>> {
    let mut inspection = Inspection::read(File::open(path)?)?;
    let scene = inspection.analyze(models);
    let cells = MEASURES.iter().map(|measure| match &measure.method {
        None => (String::new(), String::new()),
        Some(method) => match method.native(scene) {
            Err(_) => (FAILED.to_owned(), FAILED.to_owned()),
            Ok(native) => (format!("{native:.6}"), (method.scalar)(native).to_string()),
        },
    });
    let (natives, scalars): (Vec<String>, Vec<String>) = cells.unzip();
    Ok([text_cell(&path.to_string_lossy()).into_owned()].into_iter().chain(natives).chain(scalars).collect())
}
