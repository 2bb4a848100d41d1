//! The command line of portrait-precheck.
#![forbid(unsafe_code)]

mod args;
mod check;
mod curves;
mod document;
mod evaluate;
mod exit;
mod explain;
mod features;
mod inputs;
mod iso_table;
mod judge;
mod lang;
mod measure;
mod ordered_parallel_map;
mod output;
mod photos;
mod profile;
mod progress;
mod spreadsheet;
mod stored;
mod tune;

use args::{Args, Command};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Args { command, lang } = Args::parse();
    let result = match command {
        Command::Check(args) => check::check(&args, lang),
        Command::Evaluate(args) => evaluate::evaluate(&args, lang),
        Command::Curves(args) => curves::curves(&args, lang),
        Command::Features(args) => features::features(&args, lang),
        Command::Tune(args) => tune::tune(&args, lang),
        Command::Measure(args) => measure::measure(&args),
        Command::Judge(args) => judge::judge(&args, lang),
        Command::Profiles => explain::profiles(lang),
        Command::Profile(command) => profile::profile(&command, lang),
        Command::Rules => explain::rules(lang),
        Command::Explain { rule } => explain::explain(&rule, lang),
    };
    ExitCode::from(result.unwrap_or_else(|error| {
        error.print(lang);
        exit::ERROR
    }))
}
