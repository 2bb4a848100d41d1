//! `precheck check`: checks photos and writes their reports.

use crate::args::CheckArgs;
use crate::exit::CliError;
use crate::inputs::{embedded_models, load_profile};
use crate::lang::Lang;
use crate::output::{self, Tally};
use crate::photos::{find_photos, print_read_error};
use crate::progress::map_with_progress;
use portrait_precheck::models::ModelSet;
use portrait_precheck::{Inspection, Profile, Report};
use precheck_foundation::text::LocalizedStr;
use std::fs::File;
use std::io;
use std::path::Path;

const NO_PHOTO: LocalizedStr = LocalizedStr { zh: "没有找到照片。", en: "no photos found." };

/// Checks every photo and writes its report; returns the exit code.
pub fn check(args: &CheckArgs, lang: Lang) -> Result<u8, CliError> {
    let profile = load_profile(&args.profile)?;
    let mut tally = Tally::default();
    let photos = find_photos(&args.photos.paths, &mut tally.unreadable);
    if photos.is_empty() && tally.unreadable == 0 {
        return Err(CliError::Message(NO_PHOTO.into()));
    }
    let models = embedded_models()?;
    let single_photo = matches!(args.photos.paths.as_slice(), [path] if !path.is_dir());
    let mut output = output::to_stdout(args.format, single_photo, lang, &profile)?;
    map_with_progress(
        &photos,
        |path| report(path, &profile, &models),
        |path, report| -> io::Result<()> {
            match report {
                Ok(report) => {
                    tally.count(report.decision);
                    output.report(path, &report)
                }
                Err(error) => {
                    tally.unreadable += 1;
                    print_read_error(path, &error);
                    Ok(())
                }
            }
        },
    )?;
    output.finish(&tally)?;
    Ok(tally.exit_code())
}

fn report(path: &Path, profile: &Profile, models: &ModelSet) -> io::Result<Report> {
    let mut inspection = Inspection::read(File::open(path)?)?;
    inspection.analyze(models);
    Ok(inspection.measure().judge(profile))
}
