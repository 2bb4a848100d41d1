//! `precheck judge`: reports from stored measurements, as `check` would give them, without reading a photo.

use crate::args::JudgeArgs;
use crate::exit::CliError;
use crate::inputs::load_profile;
use crate::lang::Lang;
use crate::output::{self, Tally};
use crate::photos::print_read_error;
use crate::stored::Stored;
use std::fs::File;
use std::io::{self, BufRead, BufReader, stdin};
use std::path::Path;

/// The name that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// Judges every line of every file and writes what came out; returns the exit code.
pub fn judge(args: &JudgeArgs, lang: Lang) -> Result<u8, CliError> {
    let profile = load_profile(&args.profile)?;
    let mut tally = Tally::default();
    let mut output = output::to_stdout(args.format, false, lang, &profile)?;
    for file in &args.files {
        let lines = match lines_of(file) {
            Ok(lines) => lines,
            Err(error) => {
                tally.unreadable += 1;
                print_read_error(file, &error);
                continue;
            }
        };
        for (index, line) in lines.enumerate() {
            let line = match line {
                Ok(line) => line,
                Err(error) => {
                    tally.unreadable += 1;
                    print_read_error(file, &error);
                    break;
                }
            };
            match Stored::from_line(index, &line) {
                Ok(Stored { file, measurements, .. }) => {
                    let report = measurements.judge(&profile);
                    tally.count(report.decision);
                    output.report(Path::new(&file), &report)?;
                }
                Err(problem) => {
                    tally.unreadable += 1;
                    print_read_error(file, &io::Error::other(problem));
                }
            }
        }
    }
    output.finish(&tally)?;
    Ok(tally.exit_code())
}

/// The lines of a file, as bytes: one that is no UTF-8 is wrong by itself, not with those after it.
fn lines_of(file: &Path) -> io::Result<impl Iterator<Item = io::Result<Vec<u8>>>> {
    let reader: Box<dyn BufRead> = match file.as_os_str() == STANDARD_INPUT {
        true => Box::new(stdin().lock()),
        false => Box::new(BufReader::new(File::open(file)?)),
    };
    Ok(reader.split(b'\n'))
}
