//! `precheck measure --iso`: the measures of ISO/IEC 29794-5 in the layout of OFIQ's table.

use crate::args::MeasureArgs;
use crate::exit::{self, CliError};
use crate::inputs::embedded_models;
use crate::photos::{find_photos, print_read_error};
use crate::progress::map_with_progress;
use portrait_precheck::Inspection;
use portrait_precheck::iso::MEASURES;
use portrait_precheck::models::Models;
use std::fs::File;
use std::io::{self, Write, stdout};
use std::path::Path;

/// As OFIQ writes what it could not measure.
const FAILED: &str = "-1";

/// One photo's cells: the native values, then the qualities.
type Row = [Vec<String>; 2];

/// Measures every photo and writes the table.
pub fn measure(args: &MeasureArgs) -> Result<u8, CliError> {
    let mut unreadable = 0;
    let photos = find_photos(&args.photos.paths, &mut unreadable);
    let models = embedded_models()?;
    let mut table = csv::WriterBuilder::new().delimiter(b';').from_writer(stdout());
    let scalars = MEASURES.iter().map(|measure| format!("{}.scalar", measure.name));
    let names = MEASURES.iter().map(|measure| measure.name.to_owned());
    let written = |error: csv::Error| CliError::Output(error.into());
    table.write_record(["Filename".to_owned()].into_iter().chain(names).chain(scalars)).map_err(written)?;
    map_with_progress(
        &photos,
        |path| row(path, &models),
        |path, row| -> Result<(), CliError> {
            match row {
                Ok(cells) => {
                    let file = [path.display().to_string()];
                    table
                        .write_record(file.into_iter().chain(cells.into_iter().flatten()))
                        .map_err(written)?;
                    table.flush()?;
                }
                Err(error) => {
                    unreadable += 1;
                    print_read_error(path, &error);
                }
            }
            Ok(())
        },
    )?;
    table.into_inner().map_err(|error| io::Error::other(error.to_string()))?.flush()?;
    Ok(if unreadable == 0 { exit::SUCCESS } else { exit::ERROR })
}

fn row(path: &Path, models: &dyn Models) -> io::Result<Row> {
    let mut inspection = Inspection::read(File::open(path)?)?;
    let scene = inspection.analyze(models);
    let cells = MEASURES.iter().map(|measure| match &measure.method {
        None => (String::new(), String::new()),
        Some(method) => match (method.native)(scene) {
            Err(_) => (FAILED.to_owned(), FAILED.to_owned()),
            Ok(native) => (format!("{native:.6}"), (method.scalar)(native).to_string()),
        },
    });
    let (natives, scalars) = cells.unzip();
    Ok([natives, scalars])
}
