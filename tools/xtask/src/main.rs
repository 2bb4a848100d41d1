//! The development commands, `cargo xtask COMMAND`.

#![forbid(unsafe_code)]

mod accuracy;
mod bench;
mod browser;
mod cargo_deny;
mod command;
mod demo;
mod fuzz;
mod load;
mod models;
mod module_size;
mod native;
mod parity;
mod picture;
mod profile_summaries;
mod readme;
mod rust_tests;
mod seeds;
mod serve;
mod site;
mod test;
mod test_steps;
mod tools;
mod types;
mod wasm;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::browser::Browser;
use crate::wasm::Finish;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The development commands of portrait-precheck")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build what is needed and serve the page and the API, and then a campaign to try out
    Serve {
        /// Address and port to listen on
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: String,
        /// Build quickly and unoptimised, and again whenever a source changes
        #[arg(long)]
        dev: bool,
    },
    /// Run all tests, installing what is missing where that is allowed
    Test {
        /// Run only these steps
        #[arg(long, value_name = "STEP", value_delimiter = ',')]
        only: Vec<String>,
        /// Print the steps
        #[arg(long)]
        list: bool,
        /// Run only the browser tests with this in their name or in the name of their file
        filter: Option<String>,
    },
    /// Build the WebAssembly modules into www/package/pkg
    Wasm {
        /// Build quickly and unoptimised, not to be published
        #[arg(long)]
        dev: bool,
    },
    /// Build what is served into target/site: modules, pages and models, compressed
    Site,
    /// Generate the TypeScript types of the report from its JSON Schema
    Types,
    /// Compare the reports of the command line and of both modules in a real browser, byte for byte
    Parity {
        /// The browser
        #[arg(long, value_enum, default_value_t = Browser::Chromium)]
        browser: Browser,
        /// Photos, or folders of them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Measure the checker against other decoders and write the tables into README.md
    Bench,
    /// Measure errors on the labelled portraits; write ACCURACY.md, profiles/evidence.csv and the table in README.md
    Accuracy {
        /// Keep the section on the curves, which takes the longest, as it is
        #[arg(long)]
        keep_curves: bool,
    },
    /// Take candidates through a whole campaign by HTTP, and kill its processes meanwhile; `--help` behind `load --` lists
    /// the arguments
    Load {
        /// Measure with optimised programs
        #[arg(long)]
        release: bool,
        /// The arguments
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Run the fuzz targets
    Fuzz {
        /// How long each target runs; without it some seconds, from the seeds alone, as in the tests
        minutes: Option<u32>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Test { list: false, only, filter } => return exit(test::test(&only, filter)),
        Command::Serve { listen, dev: false } => serve::serve(&listen),
        Command::Serve { listen, dev: true } => serve::serve_and_rebuild(&listen),
        Command::Test { list: true, .. } => {
            test::list();
            Ok(())
        }
        Command::Wasm { dev: false } => wasm::build(Finish::Optimised),
        Command::Wasm { dev: true } => wasm::build(Finish::Development),
        Command::Site => site::build(Finish::Optimised),
        Command::Types => types::write(),
        Command::Parity { browser, paths } => parity::parity(browser, &paths),
        Command::Bench => bench::bench(),
        Command::Accuracy { keep_curves } => accuracy::accuracy(keep_curves),
        Command::Load { release, arguments } => load::load(release, &arguments),
        Command::Fuzz { minutes: Some(minutes) } => fuzz::fuzz(minutes),
        Command::Fuzz { minutes: None } => fuzz::smoke(),
    };
    exit(done.map(|()| ExitCode::SUCCESS))
}

fn exit(done: command::Result<ExitCode>) -> ExitCode {
    done.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}
