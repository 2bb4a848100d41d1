//! `precheck measure`: what was measured on each photo, without a verdict. One line of JSON per photo, or the table of
//! ISO/IEC 29794-5.

use crate::args::{MeasureArgs, PhotoArgs};
use crate::exit::{self, CliError};
use crate::inputs::embedded_models;
use crate::iso_table;
use crate::photos::{find_photos, print_read_error};
use crate::progress::map_with_progress;
use crate::stored::Stored;
use portrait_precheck::Inspection;
use portrait_precheck::models::Models;
use std::fs::File;
use std::io::{self, Write, stdout};
use std::path::Path;

/// Measures every photo and writes what was measured; returns the exit code.
pub fn measure(args: &MeasureArgs) -> Result<u8, CliError> {
    if args.iso {
        return iso_table::write(&args.photos);
    }
    write_each(&args.photos, line, |line| writeln!(stdout(), "{line}"))
}

fn line(path: &Path, models: &dyn Models) -> io::Result<String> {
    let mut inspection = Inspection::read(File::open(path)?)?;
    inspection.analyze(models);
    let file = path.to_string_lossy().into_owned();
    Ok(Stored { file, measurements: inspection.measure(), skin: None }.to_line())
}

/// Measures every photo on all cores and writes the results in the order of the photos; returns the exit code.
pub fn write_each<T: Send>(
    photos: &PhotoArgs,
    measure: impl Fn(&Path, &dyn Models) -> io::Result<T> + Sync,
    mut write: impl FnMut(T) -> io::Result<()>,
) -> Result<u8, CliError> {
    let mut unreadable = 0;
    let photos = find_photos(&photos.paths, &mut unreadable);
    let models = embedded_models()?;
    map_with_progress(
        &photos,
        |path| measure(path, &models),
        |path, measured| match measured {
            Ok(measured) => write(measured),
            Err(error) => {
                unreadable += 1;
                print_read_error(path, &error);
                Ok(())
            }
        },
    )?;
    Ok(if unreadable == 0 { exit::SUCCESS } else { exit::ERROR })
}
