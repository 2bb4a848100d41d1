//! `precheck check`: every photo on its way to the output.

use crate::args::CheckArgs;
use crate::lang::Lang;
use crate::progress::Progress;
use crate::{TROUBLE, Trouble, lanes, output, photos};
use portrait_precheck::models::ModelSet;
use portrait_precheck::{Decision, Inspection, Profile, Report, profile};
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

const UNKNOWN_PROFILE: LocalizedStr = LocalizedStr {
    zh: "没有名为“{name}”的公告，也没有这个文件。可用的公告：{known}。",
    en: "there is no profile and no file `{name}`; the profiles are {known}.",
};
const NO_PHOTO: LocalizedStr = LocalizedStr { zh: "没有找到照片。", en: "no photo was found." };

/// How many photos ended how.
#[derive(Default)]
pub struct Tally {
    pub accepted: usize,
    pub rejected: usize,
    pub undecided: usize,
    pub unreadable: usize,
}

impl Tally {
    fn count(&mut self, decision: Decision) {
        match decision {
            Decision::Accepted => self.accepted += 1,
            Decision::Rejected => self.rejected += 1,
            Decision::Undecided => self.undecided += 1,
        }
    }

    fn exit_code(&self) -> u8 {
        match self {
            Self { unreadable: 1.., .. } => TROUBLE,
            Self { rejected: 1.., .. } => 1,
            Self { undecided: 1.., .. } => 3,
            _ => 0,
        }
    }
}

/// Checks every photo and writes what came out; gives the exit code.
pub fn check(args: &CheckArgs, lang: Lang) -> Result<u8, Trouble> {
    let profile = load_profile(&args.profile)?;
    let mut tally = Tally::default();
    let photos = find_photos(&args.paths, &mut tally.unreadable);
    if photos.is_empty() && tally.unreadable == 0 {
        return Err(Trouble::Told(NO_PHOTO.into()));
    }
    let models = embedded_models()?;
    let mut output = output::to_stdout(args, lang, &profile)?;
    let mut progress = Progress::new(photos.len());
    lanes::in_order(
        &photos,
        |path| report(path, &profile, &models),
        |path, report| -> io::Result<()> {
            progress.step();
            match report {
                Ok(report) => {
                    tally.count(report.decision);
                    progress.aside(|| output.photo(path, &report))
                }
                Err(error) => {
                    tally.unreadable += 1;
                    progress.aside(|| complain(path, &error));
                    Ok(())
                }
            }
        },
    )?;
    progress.finish();
    output.finish(&tally)?;
    Ok(tally.exit_code())
}

fn report(path: &Path, profile: &Profile, models: &ModelSet) -> io::Result<Report> {
    let mut inspection = Inspection::read(File::open(path)?)?;
    inspection.analyze(models);
    Ok(inspection.judge(profile))
}

/// The photos of all paths; what cannot be read is told, and counted.
pub fn find_photos(paths: &[PathBuf], unreadable: &mut usize) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in paths {
        for photo in photos::of(path) {
            match photo {
                Ok(photo) => found.push(photo),
                Err(error) => {
                    *unreadable += 1;
                    complain(path, &error);
                }
            }
        }
    }
    found
}

/// Tells what is wrong with a path.
pub fn complain(path: &Path, error: &io::Error) {
    eprintln!("precheck: {}: {error}", path.display());
}

/// The models that are built in.
pub fn embedded_models() -> Result<ModelSet, Trouble> {
    ModelSet::embedded().map_err(|error| Trouble::Told(LocalizedString::same(error.to_string())))
}

/// A profile that ships with the checker, or else one in a TOML file.
pub fn load_profile(name: &str) -> Result<Profile, Trouble> {
    if let Some(profile) = profile::builtin(name) {
        return Ok(profile);
    }
    let in_file = |problem: String| Trouble::Told(LocalizedString::same(format!("{name}: {problem}")));
    match fs::read_to_string(name) {
        Ok(text) => Profile::from_toml(&text).map_err(|error| in_file(error.to_string())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let known: Vec<_> = profile::builtins().map(|profile| profile.id).collect();
            let known = LocalizedString { zh: known.join("、"), en: known.join(", ") };
            let words = [("name".to_owned(), LocalizedString::same(name)), ("known".to_owned(), known)];
            Err(Trouble::Told(UNKNOWN_PROFILE.fill(&words)))
        }
        Err(error) => Err(in_file(error.to_string())),
    }
}
