//! The command line of portrait-precheck.
#![forbid(unsafe_code)]

mod args;
mod check;
mod evaluate;
mod explain;
mod lanes;
mod lang;
mod measure;
mod output;
mod photos;
mod progress;
mod tune;
mod wrap;

use args::{Args, Command};
use clap::Parser;
use precheck_foundation::text::LocalizedString;
use std::io;
use std::process::ExitCode;

/// Wrong use, or something that cannot be read or written.
const TROUBLE: u8 = 2;

/// Why a command ends early.
enum Trouble {
    /// What to tell the user.
    Told(LocalizedString),
    /// The output cannot be written.
    Output(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

fn main() -> ExitCode {
    let Args { command, lang } = Args::parse();
    let done = match command {
        Command::Check(args) => check::check(&args, lang),
        Command::Evaluate(args) => evaluate::evaluate(&args, lang),
        Command::Tune(args) => tune::tune(&args, lang),
        Command::Measure(args) => measure::measure(&args),
        Command::Profiles => explain::profiles(lang),
        Command::Rules => explain::rules(lang),
        Command::Explain { rule } => explain::explain(&rule, lang),
    };
    match done {
        Ok(code) => return ExitCode::from(code),
        Err(Trouble::Told(message)) => eprintln!("precheck: {}", lang.of(&message)),
        // Whoever read the output has seen enough, as `head` does.
        Err(Trouble::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(Trouble::Output(error)) => eprintln!("precheck: {error}"),
    }
    ExitCode::from(TROUBLE)
}
